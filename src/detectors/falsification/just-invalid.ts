import { z } from 'zod';
import { adjudicate } from '../../ledger/adjudicate.ts';
import { MarkBit } from '../../ledger/marks.ts';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { dateText, dayOf, HOUR_MS, MINUTE_MS, minuteText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { beyondChance, chanceOf, weightOf } from '../chance.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors, validity } from '../params.ts';

/**
 * High hours (or days) that keep just too few minutes (hours) to be valid, while other ones are whole (falsification F25;
 * T4 on the count of validity, conditional on the level). The share of counts just below the bar among high periods is
 * held against that among the others, with the binomial chance of so many.
 *
 * Look-alikes: calibration at a fixed hour leaves the same count every day, whatever the level: an hour of the day that
 * is usually short is not counted; furnace states and standstill are not counted; a failure that takes hours leaves far
 * less than the bar. Blind to gaps that leave the hour valid or take all of it (`event-at-peak`), and to plants that
 * are never near a limit.
 */
export default defineDetector({
  title: { zh: '恰好使数据无效', en: 'Just enough to break validity' },
  window: 'day',
  lookbackDays: 60,
  params: z.strictObject({
    of: z
      .enum(['hour', 'day'])
      .describe('小时的有效分钟数，或日的有效小时数 / valid minutes of an hour, or valid hours of a day'),
    factors,
    ...validity,
    from: z
      .number()
      .int()
      .min(0)
      .describe('自此数起而不足有效所需者为恰好无效 / counts from this on and short of validity are just invalid'),
    days: z.number().int().min(2).max(60).describe('回看的天数 / days that are looked at before this one'),
    share: z
      .number()
      .positive()
      .describe('高于限值的这一比例为高值 / share of the limit above which an hour or day is high'),
    least: z
      .number()
      .int()
      .min(2)
      .describe('高值且恰好无效至少达到的次数 / high and just invalid this often before anything is said'),
    ratio: z.number().min(1).describe('与其余时段发生率之比须大于此值 / how much more often than elsewhere'),
    chance: z.number().min(0).max(1).describe('巧合的概率须小于此值 / a coincidence less likely than this'),
    usuallyShort: z
      .number()
      .min(0)
      .max(1)
      .describe(
        '某一钟点在此比例以上的日子都不足则视为定时 / an hour of the day short on this share of days is a schedule',
      ),
    score,
    ...beyondChance,
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor) => {
      const key = `counts/${params.of}/${factor}/${params.minMinutes}/${params.minHours}/${params.share}`;
      const count = (day: number) => view.profile(day, key, (d) => countsOf(d, factor, params));
      const today = count(view.days.from);
      const bar = params.of === 'hour' ? params.minMinutes : params.minHours;
      const short = ({ count: n }: Counted) => n >= params.from && n < bar;
      if (!today.some((one) => one.high && short(one))) return [];
      const all = Array.from({ length: params.days + 1 }, (_, i) => count(view.days.from - params.days + i)).flat();
      return claims(view, factor, all, short, params);
    });
  },
});

const AGAINST = [
  {
    zh: '每日同一钟点不足的小时不计，不像定时校准',
    en: 'hours of the day that are usually short are not counted: no schedule',
  },
  { zh: '启停炉和停运时段不计', en: 'furnace states and standstill are not counted' },
];

interface Params {
  of: 'hour' | 'day';
  minMinutes: number;
  minHours: number;
  days: number;
  share: number;
  least: number;
  ratio: number;
  chance: number;
  usuallyShort: number;
  score: number;
  certain: { events: number; chance: number };
}

/** An hour or a day: how many minutes or hours of it are valid, and whether they are high. */
interface Counted {
  /** epoch ms */
  start: number;
  /** hour of the day; 0 for a day */
  slot: number;
  count: number;
  level: number;
  high: boolean;
}

function countsOf(day: DayView, factor: string, params: Params): readonly Counted[] {
  const bounds = [params.of === 'hour' ? day.limit(factor, 'hour') : undefined, day.limit(factor, 'day')];
  const limits = bounds.flatMap((bound) => (bound ? [bound.limit.value] : []));
  if (limits.length === 0 || !day.due.has(factor)) return [];
  const bar = params.share * Math.min(...limits);
  const states = MarkBit.STOPPED | MarkBit.EXEMPT | MarkBit.OVER_CAP;
  if (params.of === 'day') {
    const { raw } = adjudicate(day, factor, params);
    if (day.anyMarked(states) || raw.validHours === 0) return [];
    return [{ start: day.start, slot: 0, count: raw.validHours, level: raw.anyway, high: raw.anyway > bar }];
  }
  return hoursOf(day, factor, states, bar);
}

function hoursOf(day: DayView, factor: string, states: number, bar: number): Counted[] {
  const { values } = day.converted(factor);
  const bits = day.markBits(factor);
  const hours: Counted[] = [];
  for (let h = 0; h < 24; h++) {
    let sum = 0;
    let count = 0;
    let state = false;
    for (let m = h * 60; m < h * 60 + 60; m++) {
      if (bits[m]! & states) state = true;
      if (Number.isNaN(values[m]!) || bits[m]! & MarkBit.INVALID) continue;
      sum += values[m]!;
      count++;
    }
    if (state || count === 0) continue;
    hours.push({ start: day.start + h * HOUR_MS, slot: h, count, level: sum / count, high: sum / count > bar });
  }
  return hours;
}

function claims(
  view: WindowView,
  factor: string,
  all: readonly Counted[],
  short: (one: Counted) => boolean,
  params: Params,
): Claim[] {
  const counted = all.filter(({ slot }) => !onSchedule(all, slot, short, params));
  const of = (high: boolean) => counted.filter((one) => one.high === high);
  const hit = of(true).filter(short);
  const today = hit.filter(({ start }) => start >= view.start);
  if (today.length === 0 || hit.length < params.least) return [];
  // One more of each than was seen: what was never seen is rare, not impossible (Laplace).
  const base = (of(false).filter(short).length + 1) / (of(false).length + 2);
  const ratio = hit.length / of(true).length / base;
  const chance = chanceOf(of(true).length, hit.length, base);
  if (ratio <= params.ratio || chance >= params.chance) return [];
  const hourly = params.of === 'hour';
  return [
    {
      factor,
      start: hit[0]!.start,
      end: hourly ? today.at(-1)!.start + 60 * MINUTE_MS : view.end,
      value: hit.length,
      limit: params.least,
      unit: null,
      facts: {
        highPeriods: of(true).length,
        otherPeriods: of(false).length,
        otherShort: of(false).filter(short).length,
        ratio: tidy(ratio),
        chance: Number(chance.toPrecision(2)),
        days: params.days + 1,
        list: hit.map(({ start, count, level }) => [
          hourly ? minuteText(start) : dateText(dayOf(start)),
          count,
          tidy(level),
        ]),
        counts: hit.map(({ count }) => count),
        ...evidence(weightOf(params, hit.length, chance), ['time', `emission/${factor}`], AGAINST),
      },
    },
  ];
}

/** An hour of the day that is short on most days is short by the clock. A day has no clock. */
function onSchedule(
  all: readonly Counted[],
  slot: number,
  short: (one: Counted) => boolean,
  { of, usuallyShort }: Params,
): boolean {
  if (of === 'day') return false;
  const same = all.filter((one) => one.slot === slot);
  return same.filter(short).length >= usuallyShort * same.length;
}
