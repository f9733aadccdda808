import { z } from 'zod';

/** How two signals move together, hour by hour (toolbox T6): what `channel-copy` and `furnace-twin` share. */

/** When two signals count as moving identically. */
export const alikeness = {
  correlation: z.number().min(0.5).max(1).describe('每小时一阶差分的相关系数 / of the first differences in each hour'),
  hours: z.number().int().min(1).max(24).describe('连续小时数 / hours in a row'),
  moved: z
    .number()
    .int()
    .min(2)
    .max(60)
    .describe('每小时两者都有变化的分钟数 / minutes of each hour in which both must change'),
  complete: z
    .number()
    .min(0)
    .max(1)
    .describe('每小时应有的相邻样本对比例 / share of the pairs of neighbouring samples of an hour that must be there'),
};

export interface HourPair {
  /** correlation of the first differences; NaN where less than `complete` of the pairs is there or one signal rests */
  correlation: number;
  /** share of the minutes that are equal */
  equal: number;
  /** minutes in which both changed */
  moved: number;
}

/** A span of hours of one day, half-open. */
export interface Hours {
  from: number;
  to: number;
}

/** @param step minutes between samples, the same for both */
export function hourPairs(a: Float64Array, b: Float64Array, step: number, complete: number): HourPair[] {
  return Array.from({ length: 24 }, (_, h) => hourPair(a, b, h, step, complete));
}

/** @param step minutes between samples, the same for both */
export function hourPair(a: Float64Array, b: Float64Array, hour: number, step: number, complete: number): HourPair {
  const size = 60 / step;
  return pair(a, b, hour * size, (hour + 1) * size, step, complete);
}

/** Whether so many hours in a row may pass a test: of each such run one hour is among those that are tried. */
export function anyRun(hours: number, test: (hour: number) => boolean): boolean {
  for (let h = hours - 1; h < 24; h += hours) if (test(h)) return true;
  return false;
}

function pair(a: Float64Array, b: Float64Array, from: number, to: number, step: number, complete: number): HourPair {
  let [n, sx, sy, sxx, syy, sxy, equal, there, moved] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  let [lastA, lastB] = [Number.NaN, Number.NaN];
  for (let i = from; i < to; i++) {
    const [nowA, nowB] = [a[i]!, b[i]!];
    const [x, y] = [nowA - lastA, nowB - lastB];
    lastA = nowA;
    lastB = nowB;
    if (Number.isNaN(nowA) || Number.isNaN(nowB)) continue;
    there++;
    if (nowA === nowB) equal++;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    if (x !== 0 && y !== 0) moved++;
    n++;
    sx += x;
    sy += y;
    sxx += x * x;
    syy += y * y;
    sxy += x * y;
  }
  const enough = n >= complete * (to - from);
  const spread = (n * sxx - sx * sx) * (n * syy - sy * sy);
  return {
    correlation: enough && spread > 0 ? (n * sxy - sx * sy) / Math.sqrt(spread) : Number.NaN,
    equal: there === 0 ? 0 : equal / there,
    moved: moved * step,
  };
}

/** Longest spans of hours that all pass a test. */
export function hoursWhere<T>(hours: readonly T[], test: (hour: T) => boolean): Hours[] {
  const found: Hours[] = [];
  let from = -1;
  for (let h = 0; h <= hours.length; h++) {
    const passes = h < hours.length && test(hours[h]!);
    if (passes && from < 0) from = h;
    if (!passes && from >= 0) {
      found.push({ from, to: h });
      from = -1;
    }
  }
  return found;
}
