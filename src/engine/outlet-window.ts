import type { MarkBook } from '../ledger/marks.ts';
import type { OutletLedger } from '../ledger/outlet-ledger.ts';
import { DayView, type OutletDays, type WindowView } from '../ledger/view.ts';
import type { Finding } from '../model/alert.ts';
import { type DaySpan, dayStart, type Span } from '../model/beijing.ts';
import type { Outlet } from '../model/outlet.ts';
import type { WorkCalendar } from '../model/work-calendar.ts';

/** The days of one outlet's ledger; what is derived of a day is derived once for all windows of one judgement. */
export class LedgerDays implements OutletDays {
  readonly ledger: OutletLedger;
  readonly outlet: Outlet;
  readonly marks: MarkBook;
  readonly #views = new Map<number, DayView>();

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

  findings(rule: string): readonly Finding[] {
    return this.#findings(rule, this);
  }
}
