import { z } from 'zod';
import { median } from '../../ledger/means.ts';
import type { DayView } from '../../ledger/view.ts';
import { MINUTE_MS } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorUnit } from '../../model/factors.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { coarsest, factors } from '../params.ts';

/**
 * Above one level values move by far less from sample to sample than just below it, and none gets far above: what lies
 * above was scaled down before it was sent (F21; toolbox T3 and T13). An analyser's noise and what the process does to
 * the gas grow with the level, they do not shrink at one. A reagent that is short meanwhile shows only why values are high: a
 * simulated honest furnace whose lime ran out moved so (`bench -- plants-year`, seed 501), so a person decides.
 *
 * Innocent causes that do not raise it: a standstill or a logger that stalls (equal values do not count), one smooth hump
 * or plateau (values must rise above the level again and again, and be calm there each time), a calm hour (compared with
 * what lies just below the level shortly before and after), levels that gain nothing, over-range readings that say so. A
 * damping that depends on the level is not known of any analyser.
 */
export default defineDetector({
  title: { zh: '高值疑似被压缩', en: 'Values squeezed above a level' },
  window: 'day',
  params: z.strictObject({
    factors,
    ofLimit: z.number().positive().describe('水平不低于限值的此比例 / the level is at least this share of the limit'),
    samples: z
      .number()
      .int()
      .min(10)
      .describe('水平上下各需的相邻样本对 / pairs of neighbouring samples needed above the level and below it'),
    below: z
      .number()
      .positive()
      .max(1)
      .describe('水平以下用于比较的范围 / values from this share of the level on are compared'),
    top: z.number().min(1).describe('最高值不超过水平的倍数 / no value above so many times the level'),
    ratio: z
      .number()
      .positive()
      .max(1)
      .describe('水平以上的波动低于其下的此比例 / above it values move by less than this share of below it'),
    crossings: z
      .number()
      .int()
      .min(1)
      .describe('越过水平并在其上变得平缓的次数 / times that values rise above the level and are calm there'),
    calm: z
      .number()
      .min(0)
      .max(1)
      .describe('各次越过中变得平缓的比例 / share of the times that values are above the level in which they are calm'),
    stays: z
      .number()
      .int()
      .min(1)
      .describe('高于水平的变化不足此数的越过不计 / visits with fewer steps above the level are noise around it'),
    beside: z
      .number()
      .int()
      .min(1)
      .describe('越过前后用于比较的样本数 / samples before and after a visit that are compared'),
    coarsest,
    score,
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    return params.factors.flatMap((factor): Claim[] => {
      if (!day.due.has(factor)) return [];
      const bounds = [day.limit(factor, 'hour'), day.limit(factor, 'day')].flatMap((b) => (b ? [b.limit.value] : []));
      if (bounds.length === 0) return [];
      const found = kinkOf(day, factor, params.ofLimit * Math.min(...bounds), params);
      if (!found) return [];
      return [
        {
          factor,
          start: found.start,
          end: found.end,
          value: tidy(found.level),
          limit: null,
          unit: factorUnit(factor) || null,
          facts: {
            samples: found.samples,
            percent: tidy(100 * found.ratio),
            highest: tidy(found.highest),
            ...evidence(params.score, [`emission/${factor}`], AGAINST),
          },
        },
      ];
    });
  },
});

const AGAINST = [
  { zh: '数值仍在变化，不是恒定', en: 'the values go on moving: no standstill' },
  { zh: '同日该水平以下的数值波动如常', en: 'just below the level they move as ever on the same day' },
  { zh: '多次越过该水平，不是单次缓变', en: 'the level was crossed again and again: no single slow hump' },
];

interface Params {
  samples: number;
  below: number;
  top: number;
  ratio: number;
  crossings: number;
  calm: number;
  stays: number;
  beside: number;
  coarsest: number;
}

interface Kink {
  level: number;
  ratio: number;
  samples: number;
  highest: number;
  /** epoch ms */
  start: number;
  end: number;
}

/** Levels that are tried lie so far apart. */
const APART = 1.02;

/** The level above which values move least against those just below it, if it is one at all. */
function kinkOf(day: DayView, factor: string, floor: number, params: Params): Kink | undefined {
  const { step, values } = day.samples(factor);
  if (step > params.coarsest) return undefined;
  const high = values.filter((value) => value > floor).sort();
  if (high.length < params.samples) return undefined;
  const highest = high.at(-1)!;
  // Above any higher level there are too few samples.
  const last = high.at(-params.samples)!;
  const steps = { below: new Float64Array(values.length), above: new Float64Array(values.length) };
  let best: Kink | undefined;
  for (let level = Math.max(floor, highest / params.top); level < last; level *= APART) {
    const pairs = pairsAround(values, level, params, steps);
    if (!pairs) continue;
    const usual = median(pairs.below);
    if (!mostlyBelow(pairs.above, params.ratio * usual)) continue;
    const ratio = median(pairs.above) / usual;
    if (!(ratio < params.ratio) || (best && best.ratio <= ratio)) continue;
    const visits = visitsOf(pairs, params.stays);
    const calm = visits.filter((steps) => median(steps) < params.ratio * usual);
    if (calm.length < params.crossings || calm.length < params.calm * visits.length) continue;
    const [start, end] = [day.start + pairs.first * step * MINUTE_MS, day.start + (pairs.last + 1) * step * MINUTE_MS];
    best = { level, ratio, samples: pairs.above.length, highest, start, end };
  }
  return best;
}

/**
 * Steps from samples above a level, and where among them each visit begins, and from samples just below it shortly before
 * and after a visit, to the next sample wherever that lies: steps that had to stay above would be small for want of room.
 * Undefined where they are too few. `below` and `above` are what it works in, and what the spans that it returns lie in.
 */
function pairsAround(
  values: Float64Array,
  level: number,
  { below: share, samples, crossings, beside }: Params,
  { below, above }: { below: Float64Array; above: Float64Array },
) {
  const begins: number[] = [];
  let [nBelow, nAbove] = [0, 0];
  let [first, last, next] = [-1, -1, -1];
  for (let i = 0; i + 1 < values.length; i++) {
    const a = values[i]!;
    // What is sent again while a logger stalls or an analyser stands still tells nothing of how values move.
    const apart = Math.abs(values[i + 1]! - a);
    if (a > level) {
      if (last < 0 || last < i - 1) begins.push(nAbove);
      if (first < 0) first = i;
      last = i;
      if (apart > 0) above[nAbove++] = apart;
    } else if (apart > 0 && a >= share * level) {
      while (next < i || (next < values.length && !(values[next]! > level))) next++;
      if ((last >= 0 && i - last <= beside) || next - i <= beside) below[nBelow++] = apart;
    }
  }
  if (nAbove < samples || nBelow < samples || begins.length < crossings) return undefined;
  return { above: above.subarray(0, nAbove), begins, below: below.subarray(0, nBelow), first, last };
}

/** Whether the median may lie below a bound: told without sorting. */
function mostlyBelow(values: Float64Array, bound: number): boolean {
  let n = 0;
  for (const value of values) if (value < bound) n++;
  return 2 * n >= values.length;
}

/** The steps of each visit that stays above the level. */
function visitsOf(
  { above, begins }: { above: Float64Array; begins: readonly number[] },
  stays: number,
): Float64Array[] {
  const visits = begins.map((begin, k) => above.subarray(begin, begins[k + 1]));
  return visits.filter((steps) => steps.length >= stays);
}
