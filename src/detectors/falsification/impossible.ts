import { z } from 'zod';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { MINUTE_MS } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import { factorName, factorUnit } from '../../model/factors.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';

/**
 * Values that cannot be true together: a part larger than its whole (NH3-N above TN, BOD above COD), or a value that
 * nature does not know (toolbox T14; F06 and others).
 *
 * Innocent causes that do not raise it: instruments of different sampling times (the excess must be larger than
 * `tolerance` and last), values under the detection limit, flagged samples, an analyser that stands still (a value that
 * is held for longer than a cycle or two does not count, nor does one that shows next to nothing).
 */
export default defineDetector({
  title: { zh: '数值在物理上不可能', en: 'Physically impossible values' },
  window: 'day',
  lookbackDays: 1,
  params: z.strictObject({
    parts: z
      .array(
        z.strictObject({
          part: z.string(),
          whole: z.string(),
          times: z
            .number()
            .positive()
            .default(1)
            .describe('整体至少是部分的此倍数 / the whole is at least so many times the part'),
          above: z
            .number()
            .min(0)
            .default(0)
            .describe(
              '整体不高于此值时不判断：仪器可能失灵 / nothing is said where the whole is no more: it may have failed',
            ),
        }),
      )
      .default([])
      .describe('部分不能大于整体 / a part cannot be more than its whole'),
    heldMinutes: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe(
        '数值不变达到此分钟数视为停滞，不计；缺省则都计 / a value unchanged for so long stands still and does not count; absent = all count',
      ),
    ranges: z
      .array(z.strictObject({ factor: z.string(), min: z.number().optional(), max: z.number().optional() }))
      .default([])
      .describe('自然允许的范围 / what nature allows'),
    tolerance: z.number().min(0).describe('仪器误差可以解释的相对超出 / relative excess that instruments explain'),
    minutes: z.number().int().min(1).max(1440).describe('一日内的分钟数 / minutes of the day'),
    samples: z.number().int().min(1).describe('且样本数不少于此 / and at least this many samples'),
    score,
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    const found: Claim[] = [];
    const { heldMinutes: longest } = params;
    for (const { part, whole, times, above } of params.parts) {
      if (!day.due.has(part) || !day.due.has(whole)) continue;
      const [a, b] = [day.samples(part), day.samples(whole)];
      const step = Math.max(a.step, b.step);
      const dl = view.outlet.channels[part]?.detectionLimit ?? 0;
      const held = [heldFor(view, part), heldFor(view, whole)] as const;
      const slots = where(step, (m) => {
        const [i, k] = [Math.floor(m / a.step), Math.floor(m / b.step)];
        const [x, y] = [a.values[i]!, b.values[k]!];
        const alive = longest === undefined || (held[0][i]! < longest && held[1][k]! < longest);
        return alive && x > dl && y > above && exceeds(x * times, y * (1 + params.tolerance));
      });
      const told = enough(day, part, slots, step, params);
      // What stands for hours in minute records is one result.
      if (!told || results(slots, a) < params.samples || results(slots, b) < params.samples) continue;
      const wholeName = { ...factorName(whole) };
      const reason =
        times === 1
          ? { zh: `高于${wholeName.zh}`, en: `above ${wholeName.en}` }
          : { zh: `的 ${times} 倍高于${wholeName.zh}`, en: `times ${times} above ${wholeName.en}` };
      found.push({ ...told, facts: { ...told.facts, reason, ...weight(params.score, [part, whole]) } });
    }
    for (const { factor, min, max } of params.ranges) {
      if (!day.due.has(factor)) continue;
      const { step, values } = day.samples(factor);
      const slots = where(step, (m) => {
        const value = values[m / step]!;
        return (max !== undefined && exceeds(value, max)) || (min !== undefined && exceeds(min, value));
      });
      const told = enough(day, factor, slots, step, params);
      if (!told) continue;
      const range = `${min ?? '−∞'}–${max ?? '∞'}`;
      const reason = { zh: `不在 ${range} 之内`, en: `outside ${range}` };
      found.push({ ...told, facts: { ...told.facts, reason, ...weight(params.score, [factor]) } });
    }
    return found;
  },
});

interface Samples {
  step: number;
  values: Float64Array;
}

/** How long each sample of the day has been the same, minutes; infinite where it was so when the day before began. */
function heldFor(view: WindowView, factor: string): Float64Array {
  const [before, today] = [view.day(view.days.from - 1).samples(factor), view.day(view.days.from).samples(factor)];
  let [last, held] = [Number.NaN, Number.POSITIVE_INFINITY];
  const follow = ({ step, values }: Samples): Float64Array =>
    values.map((value) => {
      if (Number.isNaN(value)) return held;
      held = value === last || Number.isNaN(last) ? held + step : 0;
      last = value;
      return held;
    });
  follow(before);
  return follow(today);
}

/** How many different results lie in these minutes: values that follow each other and differ. */
function results(slots: readonly number[], { step, values }: Samples): number {
  let [n, last] = [0, Number.NaN];
  for (const m of slots) {
    const value = values[Math.floor(m / step)]!;
    if (value !== last) n++;
    last = value;
  }
  return n;
}

const weight = (score: number, factors: string[]) =>
  evidence(
    score,
    factors.map((factor) => `emission/${factor}`),
    [
      { zh: '超出幅度大于仪器误差，且持续存在', en: 'more than instruments explain, and lasting' },
      { zh: '未能核查：试剂是否失效', en: 'not looked at: reagents that are spent' },
    ],
  );

/** Minutes of the day, on a grid of `step`, at which something holds. */
function where(step: number, holds: (minute: number) => boolean): number[] {
  const minutes: number[] = [];
  for (let m = 0; m < 1440; m += step) if (holds(m)) minutes.push(m);
  return minutes;
}

function enough(
  day: DayView,
  factor: string,
  slots: readonly number[],
  step: number,
  { minutes, samples }: { minutes: number; samples: number },
): Claim | undefined {
  if (slots.length * step < minutes || slots.length < samples) return undefined;
  const { step: own, values } = day.samples(factor);
  const worst = slots.map((m) => values[Math.floor(m / own)]!).reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  return {
    factor,
    start: day.start + slots[0]! * MINUTE_MS,
    end: day.start + (slots.at(-1)! + step) * MINUTE_MS,
    value: tidy(worst),
    limit: null,
    unit: factorUnit(factor) || null,
    facts: { minutes: slots.length * step, samples: slots.length },
  };
}
