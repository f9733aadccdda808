import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import type { WindowView } from '../../ledger/view.ts';
import { MINUTE_MS, minuteText } from '../../model/beijing.ts';
import { isUsable } from '../../model/flag.ts';
import { INSTRUMENT_STATES, settingChannel } from '../../model/setting.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';

/**
 * An instrument says that it does not measure (its state in device information, CN 3020: maintenance, standby …) and
 * the logger passes its values on as valid (falsification F16: left in hold, so that the last good value repeats).
 *
 * Innocent causes that do not raise it: calibration, blow-back and service, whose data are flagged or marked; a hold
 * that outlasts a flagged service by less than `minutes`; makers' own states, which are not among `states`. Blind where
 * the logger does not tell the state, and to an instrument that is held and says that it runs.
 */
export default defineDetector({
  title: { zh: '仪器非测量状态而数据标为有效', en: 'Data of an instrument that does not measure' },
  window: 'day',
  lookbackDays: 3,
  params: z.strictObject({
    factors,
    states: z
      .array(z.number().int())
      .min(1)
      .describe('非测量状态的代码（i12001） / states in which it does not measure'),
    minutes: z.number().int().min(10).describe('连续达到此分钟数才提示 / an unbroken run of this length is told'),
    score,
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor) => {
      const state = statesOf(view, factor);
      if (!state) return [];
      const day = view.day(view.days.from);
      const { flags } = day.minutes(factor);
      const marked = day.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID, factor);
      const holds = (m: number) => params.states.includes(state[m]!) && isUsable(flags[m]!) && !marked[m];
      return spans(holds)
        .filter(({ from, to }) => to - from >= params.minutes)
        .map(({ from, to }): Claim => {
          const start = view.start + from * MINUTE_MS;
          const code = state[from]!;
          return {
            factor,
            start,
            end: view.start + to * MINUTE_MS,
            value: to - from,
            limit: params.minutes,
            unit: 'min',
            facts: {
              state: { ...(INSTRUMENT_STATES[code] ?? { zh: String(code), en: String(code) }) },
              from: minuteText(start),
              to: minuteText(view.start + to * MINUTE_MS),
              ...evidence(params.score, ['settings'], AGAINST),
            },
          };
        });
    });
  },
});

const AGAINST = [
  { zh: '同期数据标为有效，没有维护标志或标记', en: 'the data are marked valid, with no flag or mark of maintenance' },
];

/** Days back for the state that the day began with. */
const LOOKBACK = 3;

/** State in each minute of the day; NaN before the first message. Undefined where none is known at all. */
function statesOf(view: WindowView, factor: string): Float64Array | undefined {
  const channel = settingChannel(factor, 'i12001');
  const told = view.day(view.days.from).records(channel);
  let before = Number.NaN;
  for (let back = 1; back <= LOOKBACK && Number.isNaN(before); back++) {
    before =
      view
        .day(view.days.from - back)
        .records(channel)
        .at(-1)?.value ?? Number.NaN;
  }
  if (told.length === 0 && Number.isNaN(before)) return undefined;
  const states = new Float64Array(1440).fill(before);
  for (const { minute, value } of told) states.fill(value, Math.min(minute, 1440));
  return states;
}

function spans(holds: (minute: number) => boolean): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (let m = 0; m < 1440; m++) {
    if (!holds(m)) continue;
    if (found.at(-1)?.to === m) found.at(-1)!.to++;
    else found.push({ from: m, to: m + 1 });
  }
  return found;
}
