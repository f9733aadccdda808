import { z } from 'zod';
import { furnaceTemperature } from '../../ledger/furnace-temperature.ts';
import type { WindowView } from '../../ledger/view.ts';
import { minuteText, type Span } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { MARK_KINDS } from '../../model/mark.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { runs, SLOT_MS, SLOTS } from '../five-minutes.ts';
import { temperatureParams } from '../legal/furnace-temperature.ts';

/**
 * The furnace grows hot again under 停炉降温, which is monotone cooling after the burn-out (MARK-01, WTE-08). Held against
 * the lowest 5-minute mean since the mark began, as far as this day and the day before show it. Look-alike: heat that
 * soaks back out of the walls when the fans stop, some tens of degrees, and the noise of a thermocouple; both stay below
 * `rise`. Blind where no furnace temperature is reported; burning at a steady heat under 停炉降温 is seen by
 * `mark-contradiction`.
 */
export default defineDetector({
  title: { zh: '停炉降温期间温度回升', en: 'Temperature rising again under cooling' },
  window: 'day',
  lookbackDays: 1,
  params: z.strictObject({
    ...temperatureParams,
    rise: z.number().positive().describe('高出标记开始以来最低温度 ℃ / ℃ above the lowest since the mark began'),
    minutes: z.number().min(5).describe('回升持续此分钟数才提示 / a rise that lasts this long is told'),
    score,
  }),
  evaluate(view, params) {
    return view.marks.spansOf('cooling', view).flatMap((span): Claim[] => {
      const temperature = slotsOf(view, view.days.from, params);
      const first = Math.max(0, Math.ceil((span.start - view.start) / SLOT_MS));
      const end = Math.min(SLOTS, Math.floor((span.end - view.start) / SLOT_MS));
      const lowest = new Float64Array(SLOTS);
      let low = first === 0 ? lowestBefore(view, span, params) : Number.POSITIVE_INFINITY;
      for (let s = first; s < end; s++) {
        if (temperature[s]! < low) low = temperature[s]!;
        lowest[s] = low;
      }
      const risen = (s: number) => temperature[s]! - lowest[s]! > params.rise;
      return runs(first, end, risen)
        .filter(({ from, to }) => (to - from) * 5 >= params.minutes)
        .map(({ from, to }) => ({
          factor: null,
          start: view.start + from * SLOT_MS,
          end: view.start + to * SLOT_MS,
          value: tidy(Math.max(...temperature.subarray(from, to)) - lowest[from]!),
          limit: params.rise,
          unit: '℃',
          facts: {
            mark: { ...MARK_KINDS.cooling.name },
            markFrom: minuteText(span.start),
            lowest: tidy(lowest[from]!),
            highest: tidy(Math.max(...temperature.subarray(from, to))),
            ...evidence(params.score, ['marks', 'furnace-temperature'], AGAINST),
          },
        }));
    });
  },
});

const AGAINST = [
  { zh: '回升幅度大于停风机后炉墙返热', en: 'the rise is larger than heat that soaks back out of the walls' },
  { zh: '此时段没有烘炉或启炉标记', en: 'no mark of heating-up or start-up at the time' },
];

type Params = { [K in keyof typeof temperatureParams]: z.output<(typeof temperatureParams)[K]> };

const slotsOf = (view: WindowView, day: number, params: Params) =>
  furnaceTemperature(
    view.day(day),
    { ...params, minMinutes: params.slotMinutes, coarsest: 'hour' },
    new Uint8Array(1440),
  ).slots;

/** Lowest slot of the mark's part of the day before. */
function lowestBefore(view: WindowView, span: Span, params: Params): number {
  if (span.start >= view.start) return Number.POSITIVE_INFINITY;
  const before = slotsOf(view, view.days.from - 1, params);
  const first = Math.max(0, SLOTS - Math.floor((view.start - span.start) / SLOT_MS));
  return before.subarray(first).reduce((low, v) => (v < low ? v : low), Number.POSITIVE_INFINITY);
}
