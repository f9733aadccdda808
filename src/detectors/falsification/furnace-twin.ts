import { z } from 'zod';
import type { DayView, OutletDays } from '../../ledger/view.ts';
import { dayStart, HOUR_MS } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorNames } from '../../model/factors.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { coarsest, factors } from '../params.ts';
import { alikeness, anyRun, type HourPair, hourPair, hourPairs, hoursWhere } from './co-movement.ts';

/** How far back a copy is followed to where it began. */
const FOLLOWED_DAYS = 31;

/**
 * The same factors of two furnaces move identically for hours: one analyser feeds two outlets (toolbox T15, T6; F28).
 * It is said once, about the outlet that copies: the one whose values jump where the copying begins and ends. Where
 * both jump alike (an edge that a calibration made) it is not known who copies, and an analyst has to look.
 *
 * Innocent causes that do not raise it: furnaces under the same load (their analysers still have their own noise),
 * coarse digits (equal values must also move), both at rest. An approved common stack is one outlet of the catalogue.
 */
export default defineDetector({
  title: { zh: '多炉数据一致', en: 'Furnaces with the same data' },
  window: 'day',
  sees: 'siblings',
  lookbackDays: FOLLOWED_DAYS,
  params: z.strictObject({
    factors,
    agree: z.number().int().min(1).describe('须同时一致的因子数 / factors that must be alike at the same time'),
    ...alikeness,
    coarsest,
    edge: z
      .strictObject({
        minutes: z
          .number()
          .int()
          .min(1)
          .max(59)
          .describe('前后各比较的分钟数 / minutes on either side that are compared'),
        change: z
          .number()
          .min(0)
          .max(1)
          .describe('相等值的比例变化超过此值 / the share of equal values changes by more than this'),
      })
      .describe('数值何时开始或不再相等 / when values begin or cease to be equal'),
    score,
    clear: z
      .number()
      .min(1)
      .describe(
        '起止处的跳变达到另一炉的此倍数才算明确 / it is clear who copies where one jumps so many times as much',
      ),
    unclear: score.describe('不明确哪一炉复制时的分值 / weight where it is not clear who copies'),
  }),
  evaluate(view, params) {
    const today = view.days.from;
    const start = dayStart(today);
    return view.siblings.flatMap((sibling) => {
      const alike = (day: number) => agreeing(view.day(day), sibling.day(day), params);
      if (!mayAgree(view.day(today), sibling.day(today), params)) return [];
      const spans = hoursWhere(alike(today), (factors) => factors >= params.agree);
      return spans.flatMap(({ from, to }): Claim[] => {
        if (to - from < params.hours) return [];
        const edges = [beginning(today, from, alike, params.agree)];
        if (to < 24) edges.push({ day: today, hour: to });
        const ratio = jumpRatio(view, sibling, params, edges);
        if (ratio < 1 || (ratio === 1 && view.outlet.id < sibling.outlet.id)) return [];
        const weight = ratio >= params.clear ? params.score : params.unclear;
        const pairs = params.factors.map((factor) => ({
          factor,
          pairs: pairsOf(view.day(today), sibling.day(today), factor, params).slice(from, to),
        }));
        const which = pairs.filter((one) => one.pairs.filter((p) => passes(p, params)).length * 2 > to - from);
        return [
          {
            factor: null,
            start: start + from * HOUR_MS,
            end: start + to * HOUR_MS,
            value: to - from,
            limit: params.hours,
            unit: 'h',
            facts: {
              sibling: sibling.outlet.id,
              siblingName: { ...sibling.outlet.name },
              factors: which.map(({ factor }) => factor),
              factorNames: { ...factorNames(which.map(({ factor }) => factor)) },
              equalShare: tidy(mean(which.flatMap((one) => one.pairs.map(({ equal }) => equal)))),
              ...evidence(
                weight,
                which.map(({ factor }) => `emission/${factor}`),
                AGAINST,
              ),
            },
          },
        ];
      });
    });
  },
});

const AGAINST = [
  { zh: '数值在变化，不是两炉同时停运', en: 'the values move: not two furnaces at rest' },
  { zh: '多个因子同时一致，负荷相近不能解释', en: 'several factors at once: a similar load does not explain it' },
];

interface Terms {
  factors: readonly string[];
  hours: number;
  agree: number;
  correlation: number;
  moved: number;
  complete: number;
  coarsest: number;
}

interface EdgeTerms {
  factors: readonly string[];
  edge: { minutes: number; change: number };
}

const passes = ({ correlation, moved }: HourPair, terms: Terms) =>
  correlation > terms.correlation && moved >= terms.moved;

/** How many factors move identically in each hour of a day. */
function agreeing(day: DayView, other: DayView, terms: Terms): number[] {
  const pairs = terms.factors.map((factor) => pairsOf(day, other, factor, terms));
  return Array.from({ length: 24 }, (_, h) => pairs.filter((hours) => hours[h] && passes(hours[h], terms)).length);
}

/** Whether so many hours in a row may agree, by a look at some of them. */
function mayAgree(day: DayView, other: DayView, terms: Terms): boolean {
  const pairs = terms.factors
    .filter((factor) => day.due.has(factor) && other.due.has(factor))
    .map((factor) => [day.samples(factor), other.samples(factor)] as const)
    .filter(([a, b]) => a.step === b.step && a.step <= terms.coarsest);
  return anyRun(terms.hours, (h) => {
    const agree = pairs.filter(([a, b]) => passes(hourPair(a.values, b.values, h, a.step, terms.complete), terms));
    return agree.length >= terms.agree;
  });
}

function pairsOf(day: DayView, other: DayView, factor: string, terms: Terms): HourPair[] {
  const [a, b] = [day.samples(factor), other.samples(factor)];
  if (a.step !== b.step || a.step > terms.coarsest) return [];
  return hourPairs(a.values, b.values, a.step, terms.complete);
}

interface Edge {
  day: number;
  hour: number;
}

function beginning(day: number, hour: number, alike: (day: number) => number[], agree: number): Edge {
  if (hour > 0) return { day, hour };
  for (let back = 1; back <= FOLLOWED_DAYS; back++) {
    const last = alike(day - back).findLastIndex((factors) => factors < agree);
    if (last >= 0) return { day: day - back, hour: last + 1 };
  }
  return { day: day - FOLLOWED_DAYS, hour: 0 };
}

/**
 * By how much more the outlet jumps than its sibling, at the edge that tells most: the one that takes the other's values
 * jumps where the copying begins or ends, the other does not.
 */
function jumpRatio(view: OutletDays, sibling: OutletDays, terms: EdgeTerms, edges: readonly Edge[]): number {
  const ratios = edges.map(({ day, hour }) => {
    const { from, to } = around(view.day(day), sibling.day(day), terms, hour);
    const [ours, theirs] = [view, sibling].map((of) => jumpIn(of.day(day), terms.factors, from, to)) as [
      number,
      number,
    ];
    return ours === theirs ? 1 : ours / theirs;
  });
  const telling = (ratio: number) => Math.abs(Math.log(ratio));
  return ratios.reduce((best, ratio) => (telling(ratio) > telling(best) ? ratio : best), 1);
}

/**
 * Minutes in which the copying begins or ends: an edge is known to the hour, and within an hour of it values begin or
 * cease to be equal in one of them; where they never are (a scaled copy) it is any of the two hours.
 */
function around(
  day: DayView,
  other: DayView,
  { factors, edge }: EdgeTerms,
  hour: number,
): { from: number; to: number } {
  const [first, last] = [Math.max(0, (hour - 1) * 60), Math.min(1440, (hour + 1) * 60)];
  const equal = new Float64Array(1440);
  for (const factor of factors) {
    const [a, b] = [day.samples(factor), other.samples(factor)];
    if (a.step !== b.step) continue;
    for (let m = 0; m < 1440; m++) {
      const i = Math.floor(m / a.step);
      if (a.values[i] === b.values[i]) equal[m]! += 1 / factors.length;
    }
  }
  const { minutes: side } = edge;
  let best = { at: -1, change: edge.change };
  for (let m = first + side; m <= last - side; m++) {
    const change = Math.abs(mean([...equal.subarray(m, m + side)]) - mean([...equal.subarray(m - side, m)]));
    if (change > best.change) best = { at: m, change };
  }
  return best.at < 0 ? { from: first, to: last } : { from: best.at - 1, to: best.at + 2 };
}

/** The largest step of some minutes, in the outlet's own usual steps; summed over the factors. */
function jumpIn(day: DayView, factors: readonly string[], from: number, to: number): number {
  let sum = 0;
  for (const factor of factors) {
    const { step, values } = day.samples(factor);
    const steps = Array.from(values, (value, i) => (i === 0 ? Number.NaN : Math.abs(value - values[i - 1]!)));
    const there = (of: number[]) => of.filter((one) => !Number.isNaN(one));
    const usual = mean(there(steps));
    const near = there(steps.slice(Math.floor(from / step), Math.ceil(to / step)));
    if (usual > 0) sum += Math.max(0, ...near) / usual;
  }
  return sum;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
