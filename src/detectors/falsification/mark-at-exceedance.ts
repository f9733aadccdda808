import { median, medianAbsoluteDeviation } from 'simple-statistics';
import { z } from 'zod';
import { adjudicate } from '../../ledger/adjudicate.ts';
import { MarkBit } from '../../ledger/marks.ts';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { dayStart, HOUR_MS, MINUTE_MS, minuteText, type Span } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import { factorName } from '../../model/factors.ts';
import { MARK_KINDS, type MarkKind } from '../../model/mark.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, listed, score } from '../evidence.ts';
import { fiveMinutes, SLOT_MS, SLOTS, wholeSlots } from '../five-minutes.ts';
import { temperatureParams } from '../legal/furnace-temperature.ts';
import { factors, markKinds, validity } from '../params.ts';

/**
 * A state mark that only emission explains (falsification F32; WTE-08 "begins only when the hourly or running daily mean
 * is about to exceed, no process change"; Zhengzhou 2020). Either it begins when the mean of the day or the hour so far
 * already stands near its limit, or it was entered long after its onset and alone brings the day's mean under the limit;
 * and in both cases the process signals stayed within their own spread around its onset.
 *
 * Look-alikes: a true fault shows in the process first (oxygen, flow, temperature, load, dosing) and silences this; a
 * plant that runs near its limit for days and has a fault; a fault of dosing whose signal is not reported, which only
 * weighs for review. Says nothing with fewer than `quiet` process signals. Blind to a mark that is truthful in kind but too
 * long (`legal/mark-length`) and to waste burning under it (`mark-contradiction`).
 */
export default defineDetector({
  title: { zh: '标记始于超标之时', en: 'Mark begins where the mean exceeds' },
  window: 'day',
  limit: 'day',
  lookbackDays: 1,
  params: z.strictObject({
    kinds: markKinds,
    factors,
    ...validity,
    share: z
      .number()
      .positive()
      .describe('均值超过限值的这一比例即为逼近 / share of the limit from which on a mean is near it'),
    minimumMinutes: z
      .number()
      .int()
      .min(1)
      .describe('当日累计均值需要的有效分钟数 / usable minutes that the mean of the day so far needs'),
    lateHours: z
      .number()
      .positive()
      .describe(
        '起始后超过此小时数才录入的标记为事后标记 / entered this long after its onset, a mark knew what it hid',
      ),
    process: z.array(z.string()).min(2).describe('真实故障会改变的工况信号 / process signals that a true fault moves'),
    spreads: z
      .number()
      .positive()
      .describe(
        '偏离中位数超过自身离散度的这一倍数即为有变化 / a signal that leaves its median by more of its own spread has moved',
      ),
    least: z
      .number()
      .positive()
      .describe('离散度至少取中位数的这一比例 / … its spread taken as at least this share of its median'),
    quiet: z.number().int().min(1).describe('须有数据且无变化的工况信号数 / signals that must be there, and quiet'),
    slotMinutes: temperatureParams.slotMinutes,
    onset: z
      .strictObject({
        usual: wholeSlots.min(5).max(1200).describe('说明平时水平的分钟数 / minutes that say what is usual'),
        before: wholeSlots.min(0).max(240).describe('其后、标记开始之前的分钟数 / minutes after them, up to the onset'),
        after: wholeSlots.min(0).max(1440).describe('标记开始之后的分钟数 / minutes past the onset'),
        slots: z
          .number()
          .int()
          .min(1)
          .describe('平时和标记前后各需的 5 分钟时段数 / 5-minute slots that each of both needs'),
        lasts: z
          .number()
          .int()
          .min(1)
          .describe('连续若干时段的中位数偏离才算变化 / it has moved where the median of so many slots in a row has'),
      })
      .describe(
        '标记开始前后真实故障会显现的时段，及此前的平时水平 / time around the onset in which a true fault would show, and what is usual before it',
      ),
    score,
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    return params.kinds.flatMap((kind) =>
      view.marks.spansOf(kind, view).flatMap((span): Claim[] => {
        if (span.start < view.start) return [];
        const why = nearLimit(day, span, params) ?? broughtUnder(view, day, kind, span, params);
        const quiet = why ? quietSignals(view, span, params) : [];
        if (!why || quiet.length < params.quiet) return [];
        return [claimOf(view, kind, span, why, quiet, params.score)];
      }),
    );
  },
});

const AGAINST = [
  {
    zh: '标记开始前后工况信号都没有离开自身的波动范围，不像真实故障',
    en: 'around the onset no process signal left its own spread, unlike a true fault',
  },
  { zh: '停运和设备维护时段不计入所比较的均值', en: 'standstill and device maintenance are in none of the means' },
];

interface Params {
  factors: string[];
  minMinutes: number;
  minHours: number;
  share: number;
  minimumMinutes: number;
  lateHours: number;
  process: string[];
  spreads: number;
  least: number;
  slotMinutes: number;
  onset: { usual: number; before: number; after: number; slots: number; lasts: number };
}

/** What the mark is about: a mean and the limit that it came near or would have passed. */
interface Why {
  factor: string;
  value: number;
  limit: number;
  unit: string;
  how: { zh: string; en: string };
}

const DAY_SO_FAR = { zh: '标记开始时当日累计均值', en: 'mean of the day up to the mark' };
const HOUR_SO_FAR = { zh: '标记开始前一小时均值', en: 'mean of the hour before the mark' };
const WITHOUT_MARK = { zh: '事后标记，不计标记时当日均值', en: 'entered afterwards; mean of the day without the mark' };

/** The factor nearest to its limit, of the day or of the hour, when the mark began. */
function nearLimit(day: DayView, { start }: Span, params: Params): Why | undefined {
  const onset = Math.floor((start - day.start) / MINUTE_MS);
  const found = params.factors.flatMap((factor): Why[] => {
    const { values } = day.converted(factor);
    const notUsed = day.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID, factor);
    const means = [
      { basis: 'day', from: 0, needs: params.minimumMinutes, how: DAY_SO_FAR },
      { basis: 'hour', from: onset - 60, needs: params.minMinutes, how: HOUR_SO_FAR },
    ] as const;
    return means.flatMap(({ basis, from, needs, how }): Why[] => {
      const bound = day.limit(factor, basis);
      const value = meanOf(values, notUsed, Math.max(0, from), onset, needs);
      if (!bound || !exceeds(value, params.share * bound.limit.value)) return [];
      return [{ factor, value, limit: bound.limit.value, unit: bound.limit.unit, how }];
    });
  });
  return gravest(found);
}

/** A mark entered long after its onset, without which the day would have exceeded. */
function broughtUnder(view: WindowView, day: DayView, kind: MarkKind, span: Span, params: Params): Why | undefined {
  const entered = view.marks.within(span).filter((mark) => mark.kind === kind);
  const late = entered.every(({ start, createdAt }) => createdAt - start > params.lateHours * HOUR_MS);
  if (!late) return undefined;
  const found = params.factors.flatMap((factor): Why[] => {
    const bound = day.limit(factor, 'day');
    if (!bound) return [];
    const { raw, judged } = adjudicate(day, factor, params);
    if (!exceeds(raw.value, bound.limit.value) || exceeds(judged.value, bound.limit.value)) return [];
    return [{ factor, value: raw.value, limit: bound.limit.value, unit: bound.limit.unit, how: WITHOUT_MARK }];
  });
  return gravest(found);
}

const gravest = (found: readonly Why[]): Why | undefined =>
  found.reduce<Why | undefined>((a, b) => (a && a.value / a.limit >= b.value / b.limit ? a : b), undefined);

function meanOf(values: Float64Array, notUsed: Uint8Array, from: number, to: number, needs: number): number {
  let sum = 0;
  let n = 0;
  for (let m = from; m < to; m++) {
    if (Number.isNaN(values[m]!) || notUsed[m]) continue;
    sum += values[m]!;
    n++;
  }
  return n >= needs ? sum / n : Number.NaN;
}

/** Signals that were there; none of them moved, else the list is empty. */
function quietSignals(view: WindowView, { start }: Span, params: Params): string[] {
  const { slots: enough, lasts, usual } = params.onset;
  const quiet: string[] = [];
  for (const factor of params.process) {
    const slots = aroundOnset(view, factor, start, params);
    const before = slots.slice(0, usual / 5).filter((v) => !Number.isNaN(v));
    const around = slots.slice(usual / 5).filter((v) => !Number.isNaN(v));
    if (before.length < enough || around.length < enough) continue;
    const level = median(before);
    // Standard deviation of a normal signal by its median absolute deviation (Hampel 1974).
    const spread = Math.max(1.4826 * medianAbsoluteDeviation(before), params.least * Math.abs(level));
    const moved = (i: number) => Math.abs(median(around.slice(i - lasts, i)) - level) > params.spreads * spread;
    for (let i = lasts; i <= around.length; i++) if (moved(i)) return [];
    quiet.push(factor);
  }
  return quiet;
}

/** Five-minute means from the usual time before the onset to the last of the time past it. */
function aroundOnset(view: WindowView, factor: string, start: number, { slotMinutes, onset: terms }: Params): number[] {
  const onset = Math.floor((start - view.start) / SLOT_MS);
  const [first, end] = [onset - (terms.usual + terms.before) / 5, onset + terms.after / 5];
  const today = fiveMinutes(view.day(view.days.from), factor, slotMinutes);
  const levels: number[] = [];
  for (let s = first; s < end; s++) {
    const day = s < 0 ? fiveMinutes(view.day(view.days.from - 1), factor, slotMinutes) : today;
    levels.push(s < SLOTS ? day[s < 0 ? s + SLOTS : s]! : Number.NaN);
  }
  return levels;
}

/** Three of them by name, the others by number: a sentence is to be read. */
function shortly(quiet: readonly string[]): { zh: string; en: string } {
  const names = listed(quiet.slice(0, 3).map(factorName));
  if (quiet.length <= 3) return names;
  return {
    zh: `${names.zh}等 ${quiet.length} 个工况信号`,
    en: `${names.en} and ${quiet.length - 3} more process signals`,
  };
}

function claimOf(
  view: WindowView,
  kind: MarkKind,
  span: Span,
  { factor, value, limit, unit, how }: Why,
  quiet: readonly string[],
  weight: number,
): Claim {
  const entered = Math.min(
    ...view.marks
      .within(span)
      .filter((mark) => mark.kind === kind)
      .map(({ createdAt }) => createdAt),
  );
  return {
    factor,
    start: span.start,
    end: span.end,
    asOf: Math.max(span.end, entered),
    value: tidy(value),
    limit,
    unit,
    facts: {
      mark: { ...MARK_KINDS[kind].name },
      markFrom: minuteText(span.start),
      markTo: minuteText(span.end),
      entered: minuteText(entered),
      endsWithDay: span.end === dayStart(view.days.to),
      how,
      quiet: listed(quiet.map(factorName)),
      quietSays: shortly(quiet),
      ...evidence(weight, ['marks', `emission/${factor}`, 'process'], AGAINST),
    },
  };
}
