import type { WindowView } from '../../ledger/view.ts';
import { type DaySpan, dateText, dayStart, MINUTE_MS, type Span } from '../../model/beijing.ts';
import type { FilingKind } from '../../model/filing.ts';
import type { MarkKind } from '../../model/mark.ts';

/**
 * The window's day and the day before it, minute by minute, up to what is over: so that a state that crosses midnight
 * is seen whole. Detectors that use it look back one day.
 */
export interface Recent {
  days: DaySpan;
  /** epoch ms */
  start: number;
  /** minutes that are over, counted from `start` */
  closed: number;
}

/** Minutes of the day before the window's. */
export const BEFORE = 1440;

export function recentOf(view: WindowView): Recent {
  const days = { from: view.days.from - 1, to: view.days.from + 1 };
  const start = dayStart(days.from);
  return { days, start, closed: Math.min(2 * 1440, Math.floor((view.until - start) / MINUTE_MS)) };
}

/** Minutes `[from, to)` of a {@link Recent}. */
export interface Run {
  from: number;
  to: number;
}

/**
 * Unbroken runs of at least so many minutes that reach into the window's own day. One that goes on from the day before
 * is told from its beginning there, so that both days' findings are one episode.
 */
export function runs({ closed }: Recent, minutes: number, holds: (minute: number) => boolean): Run[] {
  const found: Run[] = [];
  let from = -1;
  for (let m = 0; m <= closed; m++) {
    const on = m < closed && holds(m);
    if (on && from < 0) from = m;
    if (on || from < 0) continue;
    if (m - from >= minutes && m > BEFORE) found.push({ from, to: m });
    from = -1;
  }
  return found;
}

/** 1 for each minute that one of the spans covers. */
export function covered({ start, closed }: Recent, spans: readonly Span[]): Uint8Array {
  const minutes = new Uint8Array(closed);
  for (const span of spans) {
    const from = Math.max(0, Math.ceil((span.start - start) / MINUTE_MS));
    minutes.fill(
      1,
      Math.min(from, closed),
      Math.max(from, Math.min(closed, Math.ceil((span.end - start) / MINUTE_MS))),
    );
  }
  return minutes;
}

/** Minutes under marks of these kinds. */
export function marked(view: WindowView, recent: Recent, kinds: readonly MarkKind[]): Uint8Array {
  const marks = view.marks.within({ start: recent.start, end: dayStart(recent.days.to) });
  return covered(
    recent,
    marks.filter(({ kind, factor }) => kinds.includes(kind) && factor === undefined),
  );
}

/** Minutes for which the plant has filed one of these reasons. */
export function filed(view: WindowView, recent: Recent, kinds: readonly FilingKind[]): Uint8Array {
  return covered(
    recent,
    (view.outlet.filings ?? []).filter(({ kind }) => kinds.includes(kind)),
  );
}

/** The span of a run as a claim states it, and the act that it is part of: one outlet and day. */
export function spanOf(view: WindowView, recent: Recent, run: Run) {
  const start = recent.start + run.from * MINUTE_MS;
  const end = recent.start + run.to * MINUTE_MS;
  const date = dateText(view.days.from);
  return { start, end, act: `${view.outlet.id}/${date}`, date };
}

/** A two-day column of a factor: its values and flags, from {@link DayView.minutes} of both days. */
export function column(view: Pick<WindowView, 'day'>, { days }: Recent, factor: string) {
  const [a, b] = [view.day(days.from).minutes(factor), view.day(days.from + 1).minutes(factor)];
  const values = new Float64Array(2880);
  const flags = new Uint8Array(2880);
  for (const [i, { values: v, flags: f }] of [a, b].entries()) {
    values.set(v, i * 1440);
    flags.set(f, i * 1440);
  }
  return { values, flags };
}
