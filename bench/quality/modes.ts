import { roundEven } from './digits.ts';
import type { PythonRandom } from './python-random.ts';

/** A sample; null where it is missing. */
export type Sample = number | null;

/** What a mode may know about the place it works at. */
export interface Place {
  random: PythonRandom;
  values: Sample[];
  start: number;
  /** seconds */
  period: number;
  companion: Sample[] | undefined;
  floor: number;
  busy(from: number, to: number): boolean;
  /** the stretch a replay copied; later events leave it alone */
  source?: [number, number];
}

export type Mode = (stretch: Sample[], place: Place) => Sample[] | undefined;

export const present = (stretch: readonly Sample[]) => stretch.filter((v): v is number => v !== null);
const each = (stretch: Sample[], f: (v: number) => number): Sample[] => stretch.map((v) => (v === null ? null : f(v)));

export function quantile(values: readonly number[], q: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = q * (sorted.length - 1);
  const low = Math.trunc(place);
  return sorted[low]! + (sorted[Math.min(low + 1, sorted.length - 1)]! - sorted[low]!) * (place - low);
}

export const mean = (values: readonly number[]) => sumOf(values) / values.length;

/** Sum as Python 3.11 forms it, in order. */
function sumOf(values: readonly number[]): number {
  let sum = 0;
  for (const v of values) sum += v;
  return sum;
}

export function spread(values: readonly number[]): number {
  const m = mean(values);
  return Math.sqrt(sumOf(values.map((v) => (v - m) ** 2)) / values.length) || 1e-9;
}

function constant(stretch: Sample[], { random }: Place): Sample[] {
  const level = quantile(present(stretch), random.uniform(0.1, 0.5));
  return each(stretch, () => level);
}

function clip(stretch: Sample[], { random }: Place): Sample[] {
  const level = quantile(present(stretch), random.uniform(0.4, 0.75));
  const jitter = random.choice([0, 0.01, 0.02]);
  return each(stretch, (v) => (v <= level ? v : level * (1 - jitter * random.random())));
}

function scale(stretch: Sample[], { random, floor }: Place): Sample[] {
  const factor = random.uniform(0.3, 0.8);
  return each(stretch, (v) => floor + (v - floor) * factor);
}

function earlier(stretch: Sample[], place: Place): Sample[] | undefined {
  const { random, period, start, values } = place;
  const days = random.choice([1, 1, 2, 3, 7]);
  let shift = roundEven((days * 86_400) / period);
  if (shift < stretch.length || start - shift < 0)
    shift = Math.max(shift, Math.ceil((stretch.length * period) / 86_400) * roundEven(86_400 / period));
  const from = start - shift;
  if (from < 0 || shift < 1 || place.busy(from, from + stretch.length)) return undefined;
  place.source = [from, from + stretch.length];
  const old = values.slice(from, from + stretch.length);
  if (present(old).length <= 0.9 * stretch.length) return undefined;
  return old.map((o, i) => (o === null ? stretch[i]! : o));
}

function replayNoise(stretch: Sample[], place: Place): Sample[] | undefined {
  const old = earlier(stretch, place);
  if (!old) return undefined;
  const factor = place.random.uniform(0.93, 1.03);
  const noise = place.random.uniform(0.02, 0.08) * spread(present(old));
  return each(old, (v) => v * factor + place.random.gauss(0, noise));
}

function gapPeak(stretch: Sample[], { random }: Place): Sample[] {
  const level = quantile(present(stretch), random.uniform(0.6, 0.85));
  return stretch.map((v) => (v !== null && v > level ? null : v));
}

function shrink(stretch: Sample[], { random }: Place): Sample[] {
  const target = quantile(present(stretch), random.uniform(0.3, 0.5));
  const factor = random.uniform(0.1, 0.35);
  return each(stretch, (v) => target + (v - target) * factor);
}

/** Peaks become straight lines between their shoulders. */
function despike(stretch: Sample[], { random }: Place): Sample[] {
  const level = quantile(present(stretch), random.uniform(0.75, 0.9));
  const out = [...stretch];
  for (let i = 0; i < stretch.length; ) {
    const here = stretch[i]!;
    if (here === null || here <= level) {
      i++;
      continue;
    }
    let j = i;
    while (j < stretch.length && (stretch[j] === null || stretch[j]! > level)) j++;
    const a = out.slice(0, i).findLast((v) => v !== null) ?? level;
    const b = stretch[j] ?? level;
    for (let k = i; k < j; k++) if (stretch[k] !== null) out[k] = a + ((b - a) * (k - i + 1)) / (j - i + 1);
    i = j;
  }
  return out;
}

/** A zero offset that comes and goes with the peaks. */
function offsetPeak(stretch: Sample[], { random, floor }: Place): Sample[] | undefined {
  const known = present(stretch);
  const low = quantile(known, 0.5);
  const high = quantile(known, 0.95);
  const part = random.uniform(0.4, 0.8);
  if (high <= low) return undefined;
  const offset = (high - low) * part;
  return each(stretch, (v) => Math.max(floor, v - offset * Math.min(1, Math.max(0, (v - low) / (high - low)))));
}

function rounding(stretch: Sample[], { random }: Place): Sample[] | undefined {
  const known = present(stretch);
  const width = (quantile(known, 0.95) - quantile(known, 0.05)) / random.uniform(3, 8);
  if (width <= 0) return undefined;
  const e = 10 ** Math.floor(Math.log10(width));
  const step = Math.max(...[1, 2, 5].map((s) => s * e).filter((s) => s <= width));
  return each(stretch, (v) => roundEven(v / step) * step);
}

function smooth(stretch: Sample[], { period }: Place): Sample[] {
  const n = Math.max(2, roundEven(Math.min(stretch.length / 6, Math.max(5, (3 * 3600) / period))));
  return stretch.map((v, i) => (v === null ? null : mean(present(stretch.slice(Math.max(0, i - n), i + n + 1)))));
}

function randomBand(stretch: Sample[], { random }: Place): Sample[] | undefined {
  const known = present(stretch);
  const low = quantile(known, random.uniform(0.05, 0.25));
  const high = quantile(known, random.uniform(0.5, 0.75));
  return high <= low ? undefined : each(stretch, () => random.uniform(low, high));
}

/** The channel becomes a rescaled copy of a companion. */
function crossCopy(stretch: Sample[], { random, companion, start, floor }: Place): Sample[] | undefined {
  const other = companion?.slice(start, start + stretch.length);
  if (!other || present(other).length < 0.9 * stretch.length || spread(present(other)) < 1e-6) return undefined;
  const own = present(stretch);
  const [m, s, om, os] = [mean(own), spread(own), mean(present(other)), spread(present(other))];
  const factor = random.uniform(0.8, 0.95);
  return stretch.map((v, i) => {
    const o = other[i] ?? null;
    return v === null || o === null ? v : Math.max(floor, factor * m + (s * factor * (o - om)) / os);
  });
}

/** Same values, same shape, wrong time: the stretch is rotated, companions stay. */
function decorrelate(stretch: Sample[], { random, companion }: Place): Sample[] | undefined {
  if (!companion) return undefined;
  const by = roundEven(stretch.length * random.uniform(0.3, 0.7));
  const turned = [...stretch.slice(by), ...stretch.slice(0, by)];
  return stretch.map((v, i) => (v === null ? null : (turned[i] ?? v)));
}

/** The order is part of the suite: it is what the seed shuffles. */
export const MODES: Record<string, Mode> = {
  constant,
  clip,
  scale,
  replay: earlier,
  replay_noise: replayNoise,
  gap_peak: gapPeak,
  shrink,
  despike,
  offset_peak: offsetPeak,
  rounding,
  smooth,
  random_band: randomBand,
  cross_copy: crossCopy,
  decorrelate,
};

/** Modes placed where the values are high, as somebody hiding an exceedance would. */
export const PEAK = new Set(['clip', 'gap_peak', 'despike', 'offset_peak', 'scale', 'constant']);

/** Controls: not falsified, a lead there is a false lead. */
export const BENIGN: Record<string, Mode> = {
  outage: (stretch) => stretch.map(() => null),
  calibration: (stretch, { values, floor }) => {
    const span = quantile(present(values), 0.995) * 1.1;
    return stretch.map((v, i) => (v === null ? null : i < stretch.length / 2 ? floor : span));
  },
};
