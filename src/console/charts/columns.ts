/** Reading the columns of a series: stretches of data, gaps, limits in force. Times are epoch ms, spans half-open. */
import type { Span } from '../../model/beijing.ts';
import { parseTime } from '../../model/beijing.ts';
import type { SeriesView } from '../../model/views/series.ts';

/** Indexes `[from, to)` of buckets that follow each other and all satisfy a condition. */
export interface Run {
  from: number;
  to: number;
}

/** Stretches without a break: a bucket that fails `holds`, or a jump in time, ends one. */
export function runs({ t, stepMs }: SeriesView, holds: (i: number) => boolean): Run[] {
  const found: Run[] = [];
  let from = -1;
  for (let i = 0; i <= t.length; i++) {
    const goes = i < t.length && holds(i);
    const jumps = from >= 0 && goes && t[i]! - t[i - 1]! > stepMs * 1.5;
    if (from >= 0 && (!goes || jumps)) {
      found.push({ from, to: i });
      from = -1;
    }
    if (goes && from < 0) from = i;
  }
  return found;
}

export const hasValue = (view: SeriesView) => (i: number) => (view.mean[i] ?? view.max[i] ?? null) !== null;

export const spanOf = ({ t, stepMs }: SeriesView, { from, to }: Run): Span => ({
  start: t[from]!,
  end: t[to - 1]! + stepMs,
});

/** Spans of `[from, to)` of the series in which nothing was measured. */
export function gaps(view: SeriesView): Span[] {
  const found: Span[] = [];
  let edge = parseTime(view.from);
  const end = parseTime(view.to);
  for (const run of runs(view, hasValue(view))) {
    const span = spanOf(view, run);
    if (span.start > edge) found.push({ start: edge, end: span.start });
    edge = Math.max(edge, span.end);
  }
  if (end > edge) found.push({ start: edge, end });
  return found;
}

/**
 * Points of a line that holds each mean for its whole period, and breaks between stretches: a single bucket between
 * two gaps stays visible as a short dash. `base` is where a stretch rises from and falls back to, if anywhere.
 */
export function heldPoints(
  view: SeriesView,
  stretches: Run[],
  base: (at: number) => number | null = () => null,
): [number, number | null][] {
  return stretches.flatMap((run) => {
    const { start, end } = spanOf(view, run);
    const rise = run.from > 0 ? base(start) : null;
    const fall = run.to < view.t.length ? base(end) : null;
    const points: [number, number | null][] = rise === null ? [] : [[start, rise]];
    for (let i = run.from; i < run.to; i++) points.push([view.t[i]!, view.mean[i] ?? null]);
    points.push([end, view.mean[run.to - 1] ?? null]);
    if (fall !== null) points.push([end, fall]);
    points.push([end, null]);
    return points;
  });
}

/** The bucket that holds an instant; -1 where there is none. */
export function bucketAt({ t, stepMs }: SeriesView, at: number): number {
  let low = 0;
  let high = t.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (t[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  const i = low - 1;
  return i >= 0 && at < t[i]! + stepMs ? i : -1;
}

type LimitBasis = 'hour' | 'day';

/** The averaging period whose limit the buckets are held against: days against the day's limit, the rest the hour's. */
export function judgedBasis({ level, limits }: SeriesView): LimitBasis | null {
  const there = (basis: LimitBasis) => limits.some((limit) => limit.basis === basis);
  const order: LimitBasis[] = level === 'day' ? ['day', 'hour'] : ['hour', 'day'];
  return order.find(there) ?? null;
}

export function limitAt(view: SeriesView, basis: LimitBasis | null, at: number): number | null {
  const limit = view.limits.find((l) => l.basis === basis && parseTime(l.from) <= at && at < parseTime(l.to));
  return limit?.value ?? null;
}
