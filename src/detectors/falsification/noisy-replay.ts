import { z } from 'zod';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { dayStart, HOUR_MS, minuteText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorNames } from '../../model/factors.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';
import { alikeness, hourPairs, hoursWhere } from './co-movement.ts';

/**
 * Hours that move like the same hours of an earlier day, in several factors at once: earlier data scaled or sprinkled
 * with noise and sent again (toolbox T5; F27). Correlation of the first differences, hour by hour, which independent days
 * do not have beyond chance. Exact copies, at any shift, are `replay`'s.
 *
 * Innocent causes that do not raise it: a daily routine (load and level, not the minutes, are alike), calibrations at a
 * fixed time (flagged, no samples; one hour is not enough), rest. Blind to copies of another time of day and of more than
 * `days` days ago, and where a record speaks for more than a minute.
 */
export default defineDetector({
  title: { zh: '与此前某日变化一致', en: 'Moving like an earlier day' },
  window: 'day',
  lookbackDays: 14,
  params: z.strictObject({
    factors,
    agree: z.number().int().min(2).describe('须同时一致的因子数 / factors that must be alike at the same time'),
    ...alikeness,
    mostEqual: z
      .number()
      .min(0)
      .max(1)
      .describe(
        '每小时相等分钟不足此比例，否则为原样重复 / share of equal minutes of an hour below this: more is an exact copy, of which another rule speaks',
      ),
    sameSign: z
      .number()
      .min(0.5)
      .max(1)
      .describe(
        '每小时同升同降的分钟比例达到此才计算相关系数 / share of the minutes of an hour that go up or down alike, from which on they are correlated',
      ),
    days: z.number().int().min(1).max(14).describe('向前查找的天数 / days back that are searched'),
    score,
  }),
  evaluate(view, params) {
    for (let back = 1; back <= params.days; back++) {
      if (!resembles(view, back, params)) continue;
      const claims = against(view, back, params);
      if (claims.length > 0) return claims;
    }
    return [];
  },
});

const AGAINST = [
  {
    zh: '每个小时、每个因子分别成立，日常作息只使水平相近',
    en: 'in each hour and each factor by itself: a daily routine makes levels alike, not minutes',
  },
  { zh: '数值在变化，不是停运或恒定状态', en: 'the values move: no plant at rest, no standstill' },
];

interface Terms {
  factors: readonly string[];
  agree: number;
  correlation: number;
  hours: number;
  moved: number;
  complete: number;
  mostEqual: number;
  sameSign: number;
  score: number;
}

/** Half an hour: so many bits fit into a word that stays a small integer. */
const PART = 30;
const PARTS = 1440 / PART;

/** Which minutes of a day go up and which down, a bit each: a long memory of them is small, and compared word by word. */
interface Signs {
  up: Int32Array;
  down: Int32Array;
}

function signsOf(day: DayView, factor: string): Signs {
  const { step, values } = day.samples(factor);
  const signs = { up: new Int32Array(PARTS), down: new Int32Array(PARTS) };
  if (step !== 1) return signs;
  for (let m = 1; m < 1440; m++) {
    const change = values[m]! - values[m - 1]!;
    if (change > 0) signs.up[Math.floor(m / PART)]! |= 1 << (m % PART);
    else if (change < 0) signs.down[Math.floor(m / PART)]! |= 1 << (m % PART);
  }
  return signs;
}

/** Bits of a word. */
function bitsIn(word: number): number {
  let n = word - ((word >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Whether a day is worth opening: enough hours in which the steps of enough factors have the same signs. */
function resembles(view: WindowView, back: number, { factors, agree, hours, moved, sameSign }: Terms): boolean {
  const alike = new Uint8Array(24);
  for (const factor of factors) {
    const key = `signs/${factor}`;
    const [now, then] = [0, back].map((days) =>
      view.profile(view.days.from - days, key, (one) => signsOf(one, factor)),
    ) as [Signs, Signs];
    for (let h = 0; h < 24; h++) {
      let both = 0;
      let same = 0;
      for (let p = 2 * h; p < 2 * h + 2; p++) {
        const [up, down, upThen, downThen] = [now.up[p]!, now.down[p]!, then.up[p]!, then.down[p]!];
        both += bitsIn((up | down) & (upThen | downThen));
        same += bitsIn((up & upThen) | (down & downThen));
      }
      if (both >= moved && same >= sameSign * both) alike[h]!++;
    }
  }
  return alike.filter((n) => n >= agree).length >= hours;
}

function against(view: WindowView, back: number, terms: Terms): Claim[] {
  const { from: today } = view.days;
  const pairs = terms.factors.map((factor) => {
    const [now, then] = [view.day(today), view.day(today - back)].map((day) => day.samples(factor));
    return now!.step === 1 && then!.step === 1 ? hourPairs(now!.values, then!.values, now!.step, terms.complete) : [];
  });
  const alike = (f: number, h: number) => {
    const pair = pairs[f]![h];
    if (pair === undefined || pair.equal >= terms.mostEqual) return false;
    return pair.correlation > terms.correlation && pair.moved >= terms.moved;
  };
  const hours = Array.from({ length: 24 }, (_, h) => terms.factors.filter((_, f) => alike(f, h)).length);
  return hoursWhere(hours, (n) => n >= terms.agree)
    .filter(({ from, to }) => to - from >= terms.hours)
    .map(({ from, to }) => {
      const which = terms.factors.filter((_, f) => {
        return hours.slice(from, to).filter((_, h) => alike(f, from + h)).length * 2 > to - from;
      });
      const start = dayStart(today) + from * HOUR_MS;
      const found = which.flatMap((factor) => pairs[terms.factors.indexOf(factor)]!.slice(from, to));
      return {
        factor: null,
        start,
        end: dayStart(today) + to * HOUR_MS,
        value: to - from,
        limit: terms.hours,
        unit: 'h',
        facts: {
          factors: which,
          factorNames: { ...factorNames(which) },
          daysBack: back,
          copiedFrom: minuteText(dayStart(today - back) + from * HOUR_MS),
          correlation: tidy(found.reduce((sum, { correlation }) => sum + correlation, 0) / found.length),
          ...evidence(
            terms.score,
            which.map((factor) => `emission/${factor}`),
            AGAINST,
          ),
        },
      };
    });
}
