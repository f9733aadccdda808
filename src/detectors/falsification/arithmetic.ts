import { z } from 'zod';
import type { Column } from '../../ledger/column.ts';
import type { DayView } from '../../ledger/view.ts';
import { HOUR_MS, minuteText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorUnit } from '../../model/factors.ts';
import { isUsable } from '../../model/flag.ts';
import { type Claim, defineDetector, type Step } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';

/**
 * Reported hour means that the minutes of the hour cannot give, and day means that the reported hours cannot give
 * (toolbox T12; F22, what F21 leaves behind when one level only was edited). A single signal suffices: both figures
 * came from the same logger.
 *
 * Innocent causes that do not raise it: an hour with missing minutes (not compared), minutes that the logger left out
 * as invalid (means with and without them are tried), flow-weighted means of waste water, labels shifted by one period
 * (tried first), rounding. Blind to an edit of all levels at once, for which see `cap` and the statistics.
 */
export default defineDetector({
  title: { zh: '实时、分钟、小时、日数据算术不一致', en: 'Means that do not follow from their parts' },
  window: 'day',
  lookbackDays: 1,
  params: z.strictObject({
    factors,
    relative: z.number().min(0).max(1).describe('修约可以解释的相对差 / relative difference that rounding explains'),
    digits: z
      .number()
      .min(0)
      .describe('修约可以解释的差，以末位步长计 / difference in steps of the last digit that rounding explains'),
    complete: z
      .number()
      .min(0)
      .max(1)
      .describe('参与比较的下级数据应有的比例 / share of the parts that must be there for a comparison'),
    hours: z.number().int().min(1).max(24).describe('一日内不一致的小时数 / hours of a day that must disagree'),
    score,
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    return params.factors.flatMap((factor) => {
      const hour = hoursAgainstMinutes(day, factor, params);
      return hour ?? dayAgainstHours(day, factor, params) ?? [];
    });
  },
});

interface Terms {
  relative: number;
  digits: number;
  complete: number;
  hours: number;
  score: number;
}

const AGAINST = [
  { zh: '时段标签错位一个周期也不能解释', en: 'labels shifted by one period do not explain it' },
  {
    zh: '剔除或保留无效数据都不能得到上报值',
    en: 'neither with nor without the invalid data does the reported mean follow',
  },
  { zh: '差异超过修约误差', en: 'more than rounding' },
];

interface Parts {
  /** ways in which an honest logger may have come to the mean */
  means: number[];
  low: number;
  high: number;
}

interface Mismatch {
  slot: number;
  reported: number;
  nearest: number;
  difference: number;
  impossible: boolean;
}

function hoursAgainstMinutes(day: DayView, factor: string, terms: Terms): Claim | undefined {
  const reported = day.reported(factor, 'hour', 'avg');
  const minutes = day.reported(factor, 'minute', 'avg');
  if (!reported || !minutes) return undefined;
  const flow = day.reported('w00000', 'minute', 'avg');
  const [low, high] = [day.reported(factor, 'minute', 'min'), day.reported(factor, 'minute', 'max')];
  const step = day.samples(factor).step;
  const parts = Array.from({ length: 24 }, (_, h) =>
    partsOf(minutes, h * 60, 60, (60 / step) * terms.complete, {
      low,
      high,
      weights: factor.startsWith('w') ? flow : undefined,
    }),
  );
  const wrong = unexplained(reported, parts, terms);
  if (wrong.length < terms.hours) return undefined;
  return claim(day, factor, wrong, terms, {
    zh: '由分钟数据计算的小时均值与上报的小时均值比较',
    en: 'hour means from the minutes, against the hour means as reported',
  });
}

function dayAgainstHours(day: DayView, factor: string, terms: Terms): Claim | undefined {
  const reported = day.reported(factor, 'day', 'avg');
  const hours = day.reported(factor, 'hour', 'avg');
  if (!reported || !hours) return undefined;
  const weights = factor.startsWith('w') ? day.reported('w00000', 'hour', 'avg') : undefined;
  const parts = [partsOf(hours, 0, 24, 24 * terms.complete, { low: undefined, high: undefined, weights })];
  const minutes = day.samples(factor).values.filter((value) => !Number.isNaN(value));
  if (parts[0] && minutes.length > 0) parts[0].means.push(minutes.reduce((sum, v) => sum + v, 0) / minutes.length);
  const wrong = mismatches(reported, parts, 0, terms).filter(({ impossible }) => impossible);
  if (wrong.length === 0) return undefined;
  return claim(day, factor, wrong, terms, {
    zh: '由小时均值计算的日均值与上报的日均值比较',
    en: 'the day mean from the hour means, against the day mean as reported',
  });
}

/** @returns undefined where too few of the parts are there */
function partsOf(
  column: Column,
  from: number,
  length: number,
  needed: number,
  { low, high, weights }: { low: Column | undefined; high: Column | undefined; weights: Column | undefined },
): Parts | undefined {
  const usable = { sum: 0, n: 0 };
  const all = { sum: 0, n: 0 };
  const weighted = { sum: 0, n: 0 };
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let slot = from; slot < from + length; slot++) {
    const value = column.values[slot]!;
    if (Number.isNaN(value)) continue;
    all.sum += value;
    all.n++;
    least = Math.min(least, value, low && !Number.isNaN(low.values[slot]!) ? low.values[slot]! : value);
    most = Math.max(most, value, high && !Number.isNaN(high.values[slot]!) ? high.values[slot]! : value);
    if (isUsable(column.flags[slot]!)) {
      usable.sum += value;
      usable.n++;
      const weight = weights?.values[slot] ?? Number.NaN;
      if (weight > 0) {
        weighted.sum += value * weight;
        weighted.n += weight;
      }
    }
  }
  if (all.n < needed) return undefined;
  const means = [usable, all, weighted].flatMap(({ sum, n }) => (n > 0 ? [sum / n] : []));
  return { means, low: least, high: most };
}

/** Nothing where labels shifted by one period explain most of the mismatches. */
function unexplained(reported: Column, parts: (Parts | undefined)[], terms: Terms): Mismatch[] {
  const wrong = mismatches(reported, parts, 0, terms);
  const shifted = [-1, 1].map((shift) => mismatches(reported, parts, shift, terms).length);
  return Math.min(...shifted) < wrong.length / 2 ? [] : wrong;
}

function mismatches(reported: Column, parts: (Parts | undefined)[], shift: number, terms: Terms): Mismatch[] {
  return parts.flatMap((_, slot): Mismatch[] => {
    const value = reported.values[slot]!;
    const part = parts[slot + shift];
    if (!part || Number.isNaN(value) || !isUsable(reported.flags[slot]!)) return [];
    const nearest = part.means.reduce((a, b) => (Math.abs(b - value) < Math.abs(a - value) ? b : a));
    const difference = Math.abs(value - nearest);
    const slack = Math.max(terms.relative * Math.abs(nearest), terms.digits * lastDigit(value));
    if (difference <= slack + 1e-9) return [];
    const impossible = value > part.high + slack || value < part.low - slack;
    return [{ slot, reported: value, nearest, difference, impossible }];
  });
}

/** Step of the last digit of a number as it was sent. */
function lastDigit(value: number): number {
  const decimals = String(value).split('.')[1]?.length ?? 0;
  return 10 ** -decimals;
}

function claim(day: DayView, factor: string, wrong: Mismatch[], terms: Terms, how: { zh: string; en: string }): Claim {
  const period = how.en.startsWith('hour') ? HOUR_MS : 24 * HOUR_MS;
  const worst = wrong.reduce((a, b) =>
    b.difference / Math.abs(b.nearest) > a.difference / Math.abs(a.nearest) ? b : a,
  );
  const steps: Step[] = [
    {
      ...how,
      formula: '|reported − recomputed| > max(relative × recomputed, digits)',
      inputs: {
        rows: wrong.map(({ slot, reported, nearest }) => [
          minuteText(day.start + slot * period),
          tidy(reported),
          tidy(nearest),
        ]),
      },
      output: wrong.length,
      unit: null,
    },
  ];
  return {
    factor,
    start: day.start + wrong[0]!.slot * period,
    end: day.start + (wrong.at(-1)!.slot + 1) * period,
    value: tidy(worst.reported),
    limit: null,
    unit: factorUnit(factor) || null,
    facts: {
      comparedWith: tidy(worst.nearest),
      periods: wrong.length,
      impossible: wrong.filter(({ impossible }) => impossible).length,
      worstAt: minuteText(day.start + worst.slot * period),
      percent: tidy((100 * worst.difference) / Math.abs(worst.nearest)),
      steps,
      ...evidence(terms.score, [`emission/${factor}`, 'logger'], AGAINST),
    },
  };
}
