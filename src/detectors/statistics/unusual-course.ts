import { z } from 'zod';
import { HOUR_MS } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorUnit } from '../../model/factors.ts';
import { leftDiscord } from '../../statistics/left-discord.ts';
import { centerOf } from '../../statistics/robust-baseline.ts';
import { TailSurprise } from '../../statistics/tail-surprise.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { type Course, courseOf, memory, sameLoad, tolerance } from './hours.ts';

/**
 * A course of hours unlike every earlier one at about this time of day: a left discord (matrix profile, see
 * statistics/left-discord.ts) that is rarer than any of the days known. For attention only.
 *
 * Innocent causes that do not raise it: calibration, marked stops and starts (hours without a value break a stretch), another
 * load (only courses at like load are compared, and where there are none nothing is said), values about the detection limit.
 */
export default defineDetector({
  title: { zh: '此前未见的变化过程', en: 'A course never seen before' },
  window: 'day',
  lookbackDays: 30,
  params: z.strictObject({
    ...memory,
    length: z.number().int().min(3).max(12).describe('比较的小时数 / hours that are compared'),
    around: z
      .number()
      .int()
      .min(0)
      .max(12)
      .describe('同时刻前后几小时视为同时刻 / hours before and after that count as the same time of day'),
    surprise: z
      .number()
      .positive()
      .describe(
        '罕见程度：概率的负常用对数，3 为千分之一 / how rare it must be: minus the decimal logarithm of the probability, 3 = one in a thousand',
      ),
    least: z
      .number()
      .min(0)
      .describe(
        '与最近似的过程平均相差达平常值的此比例 / mean distance from the nearest course, as a share of the usual value',
      ),
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor): Claim[] => {
      const course = courseOf(view, factor, params);
      if (!course) return [];
      const { values, today } = course;
      const { center } = centerOf(values.subarray(0, today));
      const room = tolerance(view, factor, center, params);
      let top = -1;
      let farthest = room * Math.sqrt(params.length);
      for (let end = today; end < values.length; end++) {
        const distance = discord(course, end, params, farthest);
        if (distance > farthest) [top, farthest] = [end, distance];
      }
      if (top < 0 || !rarest(course, farthest, params)) return [];
      return [
        {
          factor,
          start: view.start + (top - params.length + 1 - today) * HOUR_MS,
          end: view.start + (top + 1 - today) * HOUR_MS,
          value: tidy(values[top]!),
          limit: null,
          unit: factorUnit(factor) || null,
          facts: {
            distance: tidy(farthest / Math.sqrt(params.length)),
            comparedWith: tidy(center),
            historyDays: params.historyDays,
          },
        },
      ];
    });
  },
});

interface Terms {
  length: number;
  around: number;
  loadShare: number;
  days: number;
  surprise: number;
}

/**
 * Distance from the second nearest of the earlier courses at this time of day and load.
 * @param enough a smaller distance need not be known exactly
 */
function discord(course: Course, end: number, { length, around, loadShare }: Terms, enough?: number): number {
  const ends: number[] = [];
  for (let day = end - 24; day >= length - 1; day -= 24) {
    for (let other = day + around; other >= day - around; other--) {
      if (other >= length - 1 && other <= end - length) ends.push(other);
    }
  }
  const comparable = (other: number) => likeLoad(course, end, other, length, loadShare);
  return leftDiscord(course.values, end, length, ends.reverse(), 2, comparable, enough);
}

/** Whether two courses ran at about the same load in every hour. */
function likeLoad(course: Course, end: number, other: number, length: number, share: number): boolean {
  for (let k = 0; k < length; k++) if (!sameLoad(course, end - k, other - k, share)) return false;
  return true;
}

/** Whether no day before had a course as far off, and the tail of all of them makes it rare enough. */
function rarest(course: Course, distance: number, terms: Terms): boolean {
  const known: number[] = [];
  // the latest first: most often one of them was as unusual, and the question is answered
  for (let end = course.today - 1; end >= 24 * terms.days; end--) {
    const before = discord(course, end, terms);
    if (before >= distance) return false;
    known.push(before);
  }
  const tail = new TailSurprise(Math.max(1, known.length));
  for (const one of known) tail.push(one);
  return tail.of(distance) >= terms.surprise;
}
