import { z } from 'zod';
import type { DayView } from '../../ledger/view.ts';
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
 * `tolerance` and last), values under the detection limit, flagged samples.
 */
export default defineDetector({
  title: { zh: '数值在物理上不可能', en: 'Physically impossible values' },
  window: 'day',
  params: z.strictObject({
    parts: z
      .array(z.strictObject({ part: z.string(), whole: z.string() }))
      .default([])
      .describe('部分不能大于整体 / a part cannot be more than its whole'),
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
    for (const { part, whole } of params.parts) {
      if (!day.due.has(part) || !day.due.has(whole)) continue;
      const [a, b] = [day.samples(part), day.samples(whole)];
      const step = Math.max(a.step, b.step);
      const dl = view.outlet.channels[part]?.detectionLimit ?? 0;
      const slots = where(step, (m) => {
        const [x, y] = [a.values[Math.floor(m / a.step)]!, b.values[Math.floor(m / b.step)]!];
        return x > dl && exceeds(x, y * (1 + params.tolerance));
      });
      const told = enough(day, part, slots, step, params);
      if (!told) continue;
      const wholeName = { ...factorName(whole) };
      const reason = { zh: `高于${wholeName.zh}`, en: `above ${wholeName.en}` };
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

const weight = (score: number, factors: string[]) =>
  evidence(
    score,
    factors.map((factor) => `emission/${factor}`),
    [{ zh: '超出幅度大于仪器误差，且持续存在', en: 'more than instruments explain, and lasting' }],
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
