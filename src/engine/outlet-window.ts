import type { MarkBook } from '../ledger/marks.ts';
import { gridOf } from '../ledger/minutes.ts';
import type { Course, OutletLedger } from '../ledger/outlet-ledger.ts';
import { DayView, type OutletDays, type WindowView } from '../ledger/view.ts';
import type { Finding } from '../model/alert.ts';
import { type DaySpan, dayStart, MINUTE_MS, type Span } from '../model/beijing.ts';
import type { Outlet } from '../model/outlet.ts';
import type { WorkCalendar } from '../model/work-calendar.ts';

/** The days of one outlet's ledger; what is derived of a day is derived once for all windows of one judgement. */
export class LedgerDays implements OutletDays {
  readonly ledger: OutletLedger;
  readonly outlet: Outlet;
  readonly marks: MarkBook;
  readonly #views = new Map<number, DayView>();
  readonly #grids = new Map<number, string>();

  constructor(ledger: OutletLedger) {
    this.ledger = ledger;
    this.outlet = ledger.outlet;
    this.marks = ledger.marks;
  }

  day(day: number): DayView {
    let view = this.#views.get(day);
    if (!view) {
      view = new DayView(this.ledger, day);
      this.#views.set(day, view);
    }
    return view;
  }

  profile<T>(day: number, key: string, derive: (day: DayView) => T): T {
    return this.ledger.profile(day, key, () => derive(this.day(day)));
  }

  course<T>(day: number, key: string, begin: () => T): Course<T> {
    const grid = this.#grids.get(day) ?? gridOf(this.day(day).page);
    this.#grids.set(day, grid);
    return this.ledger.course(day, grid, key, begin);
  }
}

/** Outlets that a rule looks at beside its own. */
export interface Beside<T> {
  readonly meters: readonly T[];
  readonly siblings: readonly T[];
}

/** A window of one outlet's ledger, as detectors see it.  */
export class OutletWindow implements WindowView {
  readonly outlet: Outlet;
  readonly marks: MarkBook;
  readonly days: DaySpan;
  readonly start: number;
  readonly end: number;
  readonly until: number;
  readonly firstAt: number;
  readonly meters: readonly OutletDays[];
  readonly siblings: readonly OutletDays[];
  readonly calendar: WorkCalendar;
  readonly #own: LedgerDays;
  readonly #findings: (rule: string, span: Span) => readonly Finding[];

  /** @param until windows of the outlet are over up to here, epoch ms */
  constructor(
    own: LedgerDays,
    { meters, siblings }: Beside<OutletDays>,
    days: DaySpan,
    until: number,
    calendar: WorkCalendar,
    findings: (rule: string, span: Span) => readonly Finding[],
  ) {
    this.#own = own;
    this.#findings = findings;
    this.outlet = own.outlet;
    this.marks = own.marks;
    this.meters = meters;
    this.siblings = siblings;
    this.calendar = calendar;
    this.days = days;
    this.start = dayStart(days.from);
    this.end = dayStart(days.to);
    this.until = until;
    this.firstAt = own.ledger.firstAt;
  }

  day(day: number): DayView {
    return this.#own.day(day);
  }

  profile<T>(day: number, key: string, derive: (day: DayView) => T): T {
    return this.#own.profile(day, key, derive);
  }

  follow<T>(key: string, begin: () => T, extend: (state: T, from: number, to: number) => void): T {
    const { start, end, until } = this;
    const to = Math.min(until, end);
    const kept = this.#own.course(this.days.from, key, begin);
    const course = kept.until <= to ? kept : { until: start, state: begin() };
    if (course.until < to) extend(course.state, (course.until - start) / MINUTE_MS, (to - start) / MINUTE_MS);
    course.until = to;
    return course.state;
  }

  findings(rule: string): readonly Finding[] {
    return this.#findings(rule, this);
  }
}
