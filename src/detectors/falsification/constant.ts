import { z } from 'zod';
import { median, numbersOf } from '../../ledger/means.ts';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { dayOf, MINUTE_MS, minuteText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors, historyDays } from '../params.ts';

/**
 * A value stands still while other channels of the outlet move (toolbox T1; F16, also what F11 and F18 leave behind).
 * Catches a held or disconnected analyser; blind to a trace that moves, for which see `replay` and `channel-copy`.
 *
 * Innocent causes that do not raise it: a stopped plant (nothing else moves), flagged or marked calibration and
 * maintenance (no samples), values at zero or under the detection limit, an analyser that gives one value an interval
 * (samples are counted, not minutes), coarse resolution (the run must be longer than the outlet's usual ones).
 */
export default defineDetector({
  title: { zh: '数值恒定', en: 'Value standing still' },
  window: 'day',
  lookbackDays: 14,
  params: z.strictObject({
    factors,
    minutes: z
      .number()
      .int()
      .min(10)
      .describe('相同数值持续的分钟数达到此数 / a run of equal values of this length or longer'),
    samples: z
      .number()
      .int()
      .min(3)
      .describe(
        '且样本数不少于此（一个样本代表较长时间时） / and of at least this many samples, where one speaks for longer',
      ),
    timesUsual: z
      .number()
      .min(1)
      .describe(
        '且为此前各日最长持续时间中位数的倍数 / and this many times the median of the longest runs of the days before',
      ),
    historyDays: historyDays(1, 14),
    knownDays: z
      .number()
      .int()
      .min(1)
      .describe('其中至少已知的天数，否则不作比较 / of which so many must be known, else nothing is usual'),
    othersMoving: z
      .number()
      .int()
      .min(1)
      .describe('同时须有变化的其他通道数 / other channels of the outlet that must move meanwhile'),
    lively: z
      .number()
      .min(0)
      .max(1)
      .describe(
        '相邻值不同的比例达到此，视为有变化 / share of neighbouring samples that differ, from which on a channel moves',
      ),
    score,
    frozen: z
      .strictObject({
        score,
        samples: z
          .number()
          .int()
          .min(3)
          .describe('此前说明读数水平的样本数 / samples before it that tell where the readings were'),
        steps: z
          .number()
          .positive()
          .describe(
            '相差不超过其平常步长的此倍数 / no further from the last of them than so many of their usual steps',
          ),
      })
      .optional()
      .describe(
        '恒定值接续此前读数：传感器卡住即如此，另计分值；缺省不区分 / the standstill begins at the level of the readings before it, as a sensor that is stuck leaves it, and weighs otherwise; absent = alike',
      ),
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor) => {
      const usual = usualRun(view, factor, params.historyDays, params.knownDays);
      return runsEndingIn(view, factor).flatMap((run): Claim[] => {
        const { minutes } = run;
        const needed = Math.max(params.minutes, params.samples * run.step, params.timesUsual * usual);
        if (minutes < needed || atRest(view, factor, run.value)) return [];
        const moving = othersMoving(view, factor, run, params.lively);
        if (moving.length < params.othersMoving) return [];
        // What lies on the day before was told there, if it was long enough by itself.
        const told = run.minutes - run.minutesToday >= needed;
        const start = told ? view.start : run.from;
        return [
          {
            factor,
            start,
            end: run.to,
            value: tidy(run.value),
            limit: null,
            unit: null,
            facts: {
              minutes,
              from: minuteText(run.from),
              to: minuteText(run.to),
              usualMinutes: usual,
              othersMoving: moving,
              ...evidence(
                isFrozen(view, factor, run, params.frozen) ? params.frozen!.score : params.score,
                [`emission/${factor}`],
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
  { zh: '无校准、维护或停运的标志与标记', en: 'no flag or mark of calibration, maintenance or stop' },
  { zh: '同一排放口其他参数在变化，装置并未停运', en: 'other channels of the outlet move: the plant is not at rest' },
  { zh: '时长超过该参数平时最长的不变时段', en: 'longer than the longest standstill usual for this channel' },
];

interface Run {
  value: number;
  /** minutes between samples */
  step: number;
  /** epoch ms */
  from: number;
  to: number;
  minutes: number;
  minutesToday: number;
}

/** Runs of equal samples that reach into the window's day, with what lies of them on the day before. */
function runsEndingIn(view: WindowView, factor: string): Run[] {
  const day = view.day(view.days.from);
  const { step, values } = day.samples(factor);
  const before = view.day(view.days.from - 1).samples(factor);
  const carried = before.step === step ? trailing(before.values) : { value: Number.NaN, samples: 0 };
  return equalRuns(values).map(({ value, from, to }): Run => {
    const earlier = from === 0 && carried.value === value ? carried.samples : 0;
    const start = day.start + (from - earlier) * step * MINUTE_MS;
    const end = day.start + to * step * MINUTE_MS;
    const minutesToday = (to - from) * step;
    return { value, step, from: start, to: end, minutes: minutesToday + earlier * step, minutesToday };
  });
}

/** Whether a standstill goes on from where the readings were: nobody set it. False where nothing is known before it. */
function isFrozen(
  view: WindowView,
  factor: string,
  { value, from, step }: Run,
  terms: { samples: number; steps: number } | undefined,
): boolean {
  if (!terms) return false;
  const dayNo = dayOf(from);
  const day = view.day(dayNo);
  const at = Math.round((from - day.start) / (step * MINUTE_MS));
  const earlier = at < terms.samples ? view.day(dayNo - 1).samples(factor) : undefined;
  const all =
    earlier?.step === step
      ? [...earlier.values, ...day.samples(factor).values.subarray(0, at)]
      : [...day.samples(factor).values.subarray(0, at)];
  const before = all.slice(-terms.samples).filter((one) => !Number.isNaN(one));
  if (before.length < terms.samples / 2) return false;
  const steps = before.slice(1).map((one, i) => Math.abs(one - before[i]!));
  return Math.abs(value - before.at(-1)!) <= terms.steps * median(steps);
}

function trailing(values: Float64Array): { value: number; samples: number } {
  const value = values.at(-1)!;
  let samples = 0;
  while (samples < values.length && values[values.length - 1 - samples] === value) samples++;
  return { value, samples };
}

/** Maximal runs of two or more equal samples; a gap ends a run. */
export function equalRuns(values: Float64Array): { value: number; from: number; to: number }[] {
  const runs: { value: number; from: number; to: number }[] = [];
  for (let from = 0; from < values.length; ) {
    let to = from + 1;
    while (to < values.length && values[to] === values[from]) to++;
    if (to - from > 1) runs.push({ value: values[from]!, from, to });
    from = to;
  }
  return runs;
}

/** Median over the days before of their longest run, minutes; 0 where too few are known. */
function usualRun(view: WindowView, factor: string, days: number, knownDays: number): number {
  const longest: number[] = [];
  for (let day = view.days.from - days; day < view.days.from; day++) {
    const minutes = view.profile(day, `longest-run/${factor}`, (old) => longestRun(old, factor));
    if (minutes !== undefined) longest.push(minutes);
  }
  return longest.length < knownDays ? 0 : median(longest);
}

/** Undefined on a day that has too little of the factor to say anything. */
function longestRun(day: DayView, factor: string): number | undefined {
  const { step, values } = day.samples(factor);
  if (numbersOf(values).length < values.length / 2) return undefined;
  let longest = 1;
  for (const { from, to } of equalRuns(values)) longest = Math.max(longest, to - from);
  return step * longest;
}

/** Zero and values under the detection limit stand still on good plants as well. */
function atRest({ outlet }: WindowView, factor: string, value: number): boolean {
  return value === 0 || value <= (outlet.channels[factor]?.detectionLimit ?? 0);
}

function othersMoving(view: WindowView, factor: string, { from, to }: Run, lively: number): string[] {
  const day = view.day(view.days.from);
  const first = Math.max(0, Math.floor((from - day.start) / MINUTE_MS));
  const last = Math.ceil((to - day.start) / MINUTE_MS);
  return [...day.due]
    .filter((other) => {
      if (other === factor) return false;
      const { step, values } = day.samples(other);
      const span = values.subarray(Math.floor(first / step), Math.ceil(last / step));
      let changes = 0;
      for (let i = 1; i < span.length; i++) if (Math.abs(span[i]! - span[i - 1]!) > 0) changes++;
      return span.length > 1 && changes >= lively * (span.length - 1);
    })
    .sort();
}
