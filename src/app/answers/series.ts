import type { Engine } from '../../engine/engine.ts';
import { DayView } from '../../ledger/view.ts';
import { DAY_MS, dayOf, dayStart, HOUR_MS, MINUTE_MS, rfc3339 } from '../../model/beijing.ts';
import { factorName, factorUnit } from '../../model/factors.ts';
import { Flag, flagLetter, isUsable } from '../../model/flag.ts';
import type { SeriesView } from '../../model/views/series.ts';

export interface SeriesQuery {
  outlet: string;
  factor: string;
  /** epoch ms, half-open */
  from: number;
  to: number;
  /** buckets wanted, about one a pixel */
  width: number;
  basis: 'converted' | 'measured';
}

/** Without marks and alerts: those are in the store. */
export type Series = Omit<SeriesView, 'marks' | 'alerts'>;

/** The longest span that is read minute by minute in one question. */
export const LONGEST_MS = 400 * DAY_MS;

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * MINUTE_MS);

/** A series in buckets that keep every peak and every gap; undefined for an unknown outlet. */
export function seriesView(engine: Engine, query: SeriesQuery): Series | undefined {
  const ledger = engine.ledger(query.outlet);
  if (!ledger) return undefined;
  const { factor, basis } = query;
  const from = Math.floor(query.from / MINUTE_MS) * MINUTE_MS;
  const to = Math.min(query.to, from + LONGEST_MS);
  const stepMs = STEPS.find((step) => (to - from) / step <= query.width) ?? DAY_MS;
  const buckets = Math.max(0, Math.ceil((to - from) / stepMs));
  const series = emptyBuckets(from, stepMs, buckets);
  const sums = new Float64Array(buckets);
  const limits: SeriesView['limits'] = [];
  for (let day = dayOf(from); dayStart(day) < to; day++) {
    const view = new DayView(ledger, day);
    addLimits(limits, view, factor);
    const { values, flags } = basis === 'converted' ? converted(view, factor) : measured(view, factor);
    for (let m = 0; m < 1440; m++) {
      const at = view.start + m * MINUTE_MS;
      if (at < from || at >= to || flags[m] === Flag.EMPTY) continue;
      addMinute(series, sums, Math.floor((at - from) / stepMs), values[m]!, flags[m]!);
    }
  }
  series.mean = series.n.map((n, i) => (n > 0 ? sums[i]! / n : null));
  return {
    outlet: query.outlet,
    factor,
    name: factorName(factor),
    unit: factorUnit(factor) ?? ledger.outlet.channels[factor]?.unit ?? null,
    basis,
    level: stepMs === MINUTE_MS ? 'raw' : stepMs < HOUR_MS ? 'minute' : stepMs < DAY_MS ? 'hour' : 'day',
    stepMs,
    from: rfc3339(from),
    to: rfc3339(to),
    ...series,
    limits,
  };
}

type Buckets = Pick<SeriesView, 't' | 'min' | 'max' | 'mean' | 'n' | 'flags'>;

function emptyBuckets(from: number, stepMs: number, length: number): Buckets {
  const nothing = () => Array<number | null>(length).fill(null);
  return {
    t: Array.from({ length }, (_, i) => from + i * stepMs),
    min: nothing(),
    max: nothing(),
    mean: nothing(),
    n: Array<number>(length).fill(0),
    flags: Array<string>(length).fill(''),
  };
}

function addMinute(series: Buckets, sums: Float64Array, bucket: number, value: number, flag: number): void {
  if (!isUsable(flag)) {
    const letter = flagLetter(flag);
    if (!series.flags[bucket]!.includes(letter)) series.flags[bucket] += letter;
  }
  if (Number.isNaN(value)) return;
  series.n[bucket]!++;
  sums[bucket]! += value;
  const { min, max } = series;
  if (min[bucket] === null || value < min[bucket]!) min[bucket] = value;
  if (max[bucket] === null || value > max[bucket]!) max[bucket] = value;
}

/** Usable converted minutes; unusable ones keep their flag and have no value. */
function converted(view: DayView, factor: string) {
  const { values } = view.converted(factor);
  const { flags } = view.minutes(factor);
  const reported = view.minutes(factor, 'converted').flags;
  return { values, flags: flags.map((flag, m) => (flag === Flag.EMPTY ? reported[m]! : flag)) };
}

/** Every measured minute, whatever its flag. */
const measured = (view: DayView, factor: string) => view.minutes(factor);

function addLimits(limits: SeriesView['limits'], view: DayView, factor: string): void {
  for (const basis of ['hour', 'day'] as const) {
    const bound = view.limit(factor, basis);
    if (!bound) continue;
    const { value, source } = bound.limit;
    const last = limits.findLast((limit) => limit.basis === basis);
    if (last && last.value === value && last.source === source && last.to === rfc3339(view.start))
      last.to = rfc3339(view.end);
    else limits.push({ basis, value, from: rfc3339(view.start), to: rfc3339(view.end), source });
  }
}
