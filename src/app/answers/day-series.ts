import type { Engine } from '../../engine/engine.ts';
import { MarkBit } from '../../ledger/marks.ts';
import { DayView } from '../../ledger/view.ts';
import { channelFactor } from '../../model/channel.ts';
import type { DaySeries } from '../../model/day-series.ts';
import { Flag, isUsable } from '../../model/flag.ts';

export interface DayQuery {
  outlet: string;
  /** Beijing day number */
  day: number;
}

/** A day as outputs tell it; undefined for an unknown outlet. */
export function daySeries(engine: Engine, { outlet, day }: DayQuery): DaySeries | undefined {
  const ledger = engine.ledger(outlet);
  if (!ledger) return undefined;
  const view = new DayView(ledger, day);
  const received = new Uint8Array(1440);
  const codes = [...view.page.columns.keys(), ...view.page.live.keys()].map(
    (channel) => engine.factors.codes[channelFactor(channel)]!,
  );
  const factors = [...new Set(codes)].sort().map((factor) => {
    const { values, flags } = view.minutes(factor);
    for (let m = 0; m < 1440; m++) if (flags[m] !== Flag.EMPTY) received[m] = 1;
    const measured = values.map((value, m) => (isUsable(flags[m]!) ? value : Number.NaN));
    return { factor, measured, converted: view.converted(factor).values };
  });
  return {
    site: ledger.outlet.site,
    outlet,
    start: view.start,
    factors,
    received,
    stopped: view.minutesMarked(MarkBit.STOPPED),
    invalid: view.minutesMarked(MarkBit.INVALID),
  };
}
