import { median as medianOf } from 'simple-statistics';

/**
 * Means with validity (HJ 75-2017, HJ 76-2017 App. B; regulations §0.2). A mask says which minutes may be used;
 * thresholds are parameters, since rules own them.
 */
export interface HourMeans {
  /** mean of the usable minutes of each hour, NaN where fewer than the minimum were usable */
  values: Float64Array;
  /** usable minutes of each hour */
  minutes: Uint8Array;
}

export interface Validity {
  /** an hour needs this many usable minutes */
  minMinutes: number;
  /** a day needs this many valid hours of 24, scaled to the hours in the denominator */
  minHours: number;
}

/**
 * @param values 1440 minute values, NaN = unusable
 * @param excluded bit mask per minute, or undefined; a minute with any bit of `bits` set is left out
 */
export function hourMeans(values: Float64Array, excluded: Uint8Array | undefined, minMinutes: number): HourMeans {
  const means: HourMeans = { values: new Float64Array(24).fill(Number.NaN), minutes: new Uint8Array(24) };
  for (let h = 0; h < 24; h++) {
    let sum = 0;
    let n = 0;
    for (let m = h * 60; m < h * 60 + 60; m++) {
      const value = values[m]!;
      if (Number.isNaN(value) || (excluded && excluded[m] !== 0)) continue;
      sum += value;
      n++;
    }
    means.minutes[h] = n;
    if (n >= minMinutes) means.values[h] = sum / n;
  }
  return means;
}

export interface DayMean {
  /** mean of the valid hour means, NaN where the day is not valid */
  value: number;
  /** the same without the validity test, for information */
  anyway: number;
  validHours: number;
  /** hours that the denominator holds, after stopped time has left it */
  dueHours: number;
  valid: boolean;
}

/** @param stoppedMinutes minutes that leave the denominator */
export function dayMean(hours: HourMeans, stoppedMinutes: number, { minHours }: Validity): DayMean {
  let sum = 0;
  let validHours = 0;
  for (const value of hours.values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    validHours++;
  }
  const dueHours = (1440 - stoppedMinutes) / 60;
  // 20 of 24, scaled; a whisker of slack so that 20/24 of 12 h is 10 and not 10.000000000000002
  const valid = validHours > 0 && validHours >= (minHours / 24) * dueHours - 1e-9;
  const anyway = validHours === 0 ? Number.NaN : sum / validHours;
  return { value: valid ? anyway : Number.NaN, anyway, validHours, dueHours, valid };
}

/** Reference-oxygen conversion (折算), GB 13271-2014 §5.2: C × (21 − ref) / (21 − O2). NaN where O2 ≥ 21. */
export function atReferenceOxygen(measured: number, o2: number, reference: number): number {
  return o2 < 21 ? (measured * (21 - reference)) / (21 - o2) : Number.NaN;
}

/** NaN of nothing, where the library throws. It leaves the values as they are. */
export function median(values: readonly number[] | Float64Array): number {
  // The library selects within a copy, which may as well be typed.
  return values.length === 0 ? Number.NaN : medianOf(values as number[]);
}

/** Values that are numbers, of a span of an array. */
export function numbersOf(values: Float64Array, from = 0, to = values.length): Float64Array {
  const there = new Float64Array(to - from);
  let n = 0;
  for (let i = from; i < to; i++) if (!Number.isNaN(values[i]!)) there[n++] = values[i]!;
  return there.subarray(0, n);
}
