import { median, medianAbsoluteDeviation } from 'simple-statistics';
import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import { atReferenceOxygen } from '../../ledger/means.ts';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { MINUTE_MS, minuteText, type Span } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import { factorName } from '../../model/factors.ts';
import { Flag, LETTER_MASK } from '../../model/flag.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, listed, score } from '../evidence.ts';
import { factors } from '../params.ts';

/**
 * Under a mark of CEMS maintenance every channel goes on measuring the flue gas: no zero, no span gas, no hold, no gap
 * (WTE-08, falsification F35, F16). Whatever the data's own flag is, a channel is live when it varies as in the hours
 * before (its minute-to-minute differences have a like spread) about a like level. Told only where what the mark hides,
 * at reference oxygen, is over the limit.
 *
 * Look-alikes: maintenance of one instrument while the others live on (any channel that is not live silences this), a
 * calibration with zero and span, a probe in air. A channel that hardly varied before says nothing. Blind to a hold of
 * the last good value, which the frozen-value detectors see, and to maintenance at peaks: `event-at-peak`.
 */
export default defineDetector({
  title: { zh: '维护标记期间数据照常', en: 'Live data under maintenance' },
  window: 'day',
  limit: 'hour',
  params: z.strictObject({
    channels: factors.describe('维护所涉仪器的因子 / factors of the instruments that maintenance would touch'),
    factors: factors.describe('标记可能掩盖的污染物 / pollutants that a mark could hide'),
    oxygen: z.string().describe('折算所用的氧含量因子 / factor of the oxygen that values are converted with'),
    minutes: z.number().int().min(10).describe('判断的最短标记（分钟） / shortest mark that is looked at'),
    reference: z
      .number()
      .int()
      .min(30)
      .describe('标记前作为对照的分钟数 / minutes before it that say how a channel lives'),
    live: z.number().int().min(2).describe('须确认照常变化的通道数 / channels that must be seen to live'),
    likeness: z
      .number()
      .min(1)
      .describe('逐分钟变化幅度与此前相差在此倍数以内 / spread of the differences within this factor of before'),
    most: z
      .number()
      .min(0)
      .max(1)
      .describe(
        '标记内应有数据且接近此前水平的分钟比例 / share of the minutes under the mark that must be there, and near the level of before',
      ),
    spreads: z
      .number()
      .positive()
      .describe('水平偏离此前不超过离散度的这一倍数 / level within this many spreads of before'),
    score,
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    return view.marks.spansOf('cems-maintenance', view).flatMap((span): Claim[] => {
      const [from, to] = minutesOf(day, span);
      if (span.start < view.start || to - from < params.minutes) return [];
      const lives = params.channels.map((factor) => ({ factor, life: lifeOf(day, factor, from, to, params) }));
      const live = lives.filter(({ life }) => life === 'live').map(({ factor }) => factor);
      if (lives.some(({ life }) => life === 'dead') || live.length < params.live) return [];
      const worst = hidden(day, from, to, params);
      return worst && exceeds(worst.mean, worst.limit) ? [claimOf(view, span, live, worst, params.score)] : [];
    });
  },
});

const AGAINST = [
  {
    zh: '没有任何通道出现零点、跨度、保持或缺失，不像只维护一台仪器',
    en: 'no channel shows zero, span, hold or gap: not one instrument that is serviced',
  },
  { zh: '各通道变化幅度与标记前相同', en: 'every channel varies as before the mark' },
];

interface Params {
  factors: string[];
  oxygen: string;
  reference: number;
  likeness: number;
  most: number;
  spreads: number;
}

function minutesOf(day: DayView, span: Span): [number, number] {
  const minute = (at: number) => Math.round((at - day.start) / MINUTE_MS);
  return [Math.max(0, minute(span.start)), Math.min(1440, minute(span.end))];
}

/** `unknown`: the channel is not there, or varied too little before to tell. */
function lifeOf(day: DayView, factor: string, from: number, to: number, params: Params): 'live' | 'dead' | 'unknown' {
  const { values, flags } = day.minutes(factor);
  const marked = day.minutesMarked(MarkBit.MARKED);
  const earlier = Array.from({ length: params.reference }, (_, i) => from - params.reference + i);
  const before = earlier.filter((m) => m >= 0 && marked[m] === 0).map((m) => values[m]!);
  const known = (all: readonly number[]) => all.filter((v) => !Number.isNaN(v));
  if (known(before).length < params.reference / 2) return 'unknown';
  const usualSteps = spreadOf(steps(before));
  if (usualSteps === 0) return 'unknown';
  const under = [...values.subarray(from, to)];
  const calibrated = flags.subarray(from, to).some((flag) => (flag & LETTER_MASK) === Flag.CALIBRATION);
  if (calibrated || known(under).length < params.most * under.length) return 'dead';
  const like = spreadOf(steps(under)) / usualSteps;
  const reach = params.spreads * Math.max(spreadOf(known(before)), usualSteps);
  const level = median(known(before));
  const near = known(under).filter((v) => Math.abs(v - level) < reach).length;
  return like > 1 / params.likeness && like < params.likeness && near > params.most * under.length ? 'live' : 'dead';
}

const steps = (all: readonly number[]) =>
  all
    .slice(1)
    .map((v, i) => v - all[i]!)
    .filter((v) => !Number.isNaN(v));

/** Standard deviation by the median absolute deviation (Hampel 1974); 0 of nothing. */
const spreadOf = (all: readonly number[]) => (all.length === 0 ? 0 : 1.4826 * medianAbsoluteDeviation(all as number[]));

interface Hidden {
  factor: string;
  mean: number;
  limit: number;
  unit: string;
}

/** The pollutant that came nearest to its limit (or furthest beyond) under the mark. */
function hidden(day: DayView, from: number, to: number, { factors: pollutants, oxygen }: Params): Hidden | undefined {
  const o2 = day.minutes(oxygen).values;
  const reference = day.o2Reference;
  const found = pollutants.flatMap((factor): Hidden[] => {
    const bound = day.limit(factor, 'hour') ?? day.limit(factor, 'day');
    const { values } = day.minutes(factor);
    let sum = 0;
    let n = 0;
    for (let m = from; m < to; m++) {
      const value = reference === undefined ? values[m]! : atReferenceOxygen(values[m]!, o2[m]!, reference);
      if (Number.isNaN(value)) continue;
      sum += value;
      n++;
    }
    return bound && n > 0 ? [{ factor, mean: sum / n, limit: bound.limit.value, unit: bound.limit.unit }] : [];
  });
  return found.sort((a, b) => b.mean / b.limit - a.mean / a.limit)[0];
}

function claimOf(view: WindowView, span: Span, live: readonly string[], worst: Hidden, weight: number): Claim {
  return {
    factor: worst.factor,
    start: span.start,
    end: Math.min(span.end, view.end),
    value: tidy(worst.mean),
    limit: worst.limit,
    unit: worst.unit,
    facts: {
      markFrom: minuteText(span.start),
      markTo: minuteText(span.end),
      live: listed(live.map(factorName)),
      channels: [...live],
      ...evidence(weight, ['marks', `emission/${worst.factor}`], AGAINST),
    },
  };
}
