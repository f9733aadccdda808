import { z } from 'zod';
import type { WindowView } from '../../ledger/view.ts';
import { Flag, isUsable, LETTER_MASK } from '../../model/flag.ts';
import type { MarkKind } from '../../model/mark.ts';
import { column, marked, type Recent } from './recent.ts';
import { State } from './units.ts';

/** A measured factor and what it shows while the outlet discharges. */
export const signalsSchema = z
  .array(z.strictObject({ factor: z.string(), above: z.number().optional(), below: z.number().optional() }))
  .min(1)
  .describe(
    '其中排放口监测的第一个因子判断是否排放 / the first of these that the outlet measures tells whether it discharges',
  );
type Signal = z.output<typeof signalsSchema>[number];

/**
 * What an outlet itself reports about running, minute by minute: `OFF` under a mark that says so, where its instruments
 * are flagged F (停运), or where the signal says so; `UNKNOWN` where the signal has no usable value.
 */
export function reportedState(
  view: WindowView,
  recent: Recent,
  signals: readonly Signal[],
  stoppedUnder: readonly MarkKind[],
): Int8Array {
  const states = new Int8Array(recent.closed).fill(State.UNKNOWN);
  const { due } = view.day(view.days.from);
  const signal = signals.find(({ factor }) => due.has(factor));
  if (signal) {
    const { values, flags } = column(view, recent, signal.factor);
    for (let m = 0; m < recent.closed; m++) {
      if (isUsable(flags[m]!)) states[m] = discharges(signal, values[m]!) ? State.ON : State.OFF;
    }
  }
  for (const factor of due) {
    const { flags } = column(view, recent, factor);
    for (let m = 0; m < recent.closed; m++) if ((flags[m]! & LETTER_MASK) === Flag.STOPPED) states[m] = State.OFF;
  }
  marked(view, recent, stoppedUnder).forEach((bit, m) => {
    if (bit) states[m] = State.OFF;
  });
  return states;
}

const discharges = ({ above, below }: Signal, value: number) =>
  (above === undefined || value > above) && (below === undefined || value < below);
