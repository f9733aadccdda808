import type { MarkBook } from '../ledger/marks.ts';
import type { OutletLedger } from '../ledger/outlet-ledger.ts';
import { DayView, type WindowView } from '../ledger/view.ts';
import type { Finding } from '../model/alert.ts';
import { type DaySpan, dayStart, type Span } from '../model/beijing.ts';
import type { Outlet } from '../model/outlet.ts';

/** A window of one outlet's ledger, as detectors see it.  */
export class OutletWindow implements WindowView {
  readonly outlet: Outlet;
  readonly days: DaySpan;
  readonly start: number;
  readonly end: number;
  readonly until: number;
  readonly marks: MarkBook;
  readonly #ledger: OutletLedger;
  readonly #findings: (rule: string, span: Span) => readonly Finding[];
  readonly #views: Map<number, DayView>;

  /** @param views day views that windows of one judgement share, so that what is derived is derived once */
  constructor(
    ledger: OutletLedger,
    days: DaySpan,
    views: Map<number, DayView>,
    findings: (rule: string, span: Span) => readonly Finding[],
  ) {
    this.#ledger = ledger;
    this.#findings = findings;
    this.#views = views;
    this.outlet = ledger.outlet;
    this.marks = ledger.marks;
    this.days = days;
    this.start = dayStart(days.from);
    this.end = dayStart(days.to);
    this.until = ledger.closedUntil;
  }

  day(day: number): DayView {
    let view = this.#views.get(day);
    if (!view) {
      view = new DayView(this.#ledger, day);
      this.#views.set(day, view);
    }
    return view;
  }

  findings(rule: string): readonly Finding[] {
    return this.#findings(rule, this);
  }
}
