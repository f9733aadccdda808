import { AlertBook, type RuleTerms } from '../alerts/alert-book.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { WindowKind } from '../detectors/detector.ts';
import { MarkBook } from '../ledger/marks.ts';
import { OutletLedger } from '../ledger/outlet-ledger.ts';
import type { DayView } from '../ledger/view.ts';
import type { Alert, AlertEvent, Finding } from '../model/alert.ts';
import { type DaySpan, dayOf, dayStart, HOUR_MS, monthOf, quarterOf, yearOf } from '../model/beijing.ts';
import { FactorIndex } from '../model/channel.ts';
import type { Mark } from '../model/mark.ts';
import type { LimitBasis, Outlet, Site } from '../model/outlet.ts';
import type { Text } from '../model/text.ts';
import { policyFor, type Rule, type Rulebook, rulesFor } from '../rulebook/rulebook.ts';
import { sentence } from '../rulebook/says.ts';
import { OutletWindow } from './outlet-window.ts';

/** An outlet with what watches it. */
interface Watched {
  readonly ledger: OutletLedger;
  readonly site: string;
  readonly rules: readonly { rule: Rule; terms: RuleTerms }[];
  /** when the windows that late data touched were judged last, epoch ms */
  rejudgedAt: number;
}

/** Everything that decides, and nothing that waits: ledger, rulebook and alerts of one shard. */
export class Engine {
  readonly factors = new FactorIndex();
  readonly alerts = new AlertBook();
  readonly catalogue: Catalogue;
  readonly rulebook: Rulebook;
  #watched = new Map<string, Watched>();
  #sites = new Set<Site>();
  #byNumber: Watched[] = [];
  #numbers = new Map<string, number>();
  #clock = Number.NEGATIVE_INFINITY;
  /** nothing after it is judged: the end of a recorded input */
  #horizon = Number.POSITIVE_INFINITY;
  readonly #factorName: (code: string) => Text;

  constructor(catalogue: Catalogue, rulebook: Rulebook, factorName: (code: string) => Text) {
    this.catalogue = catalogue;
    this.rulebook = rulebook;
    this.#factorName = factorName;
    for (const site of catalogue.sites) for (const outlet of site.outlets) this.watch(site, outlet);
  }

  /** Begins to watch an outlet: those of the catalogue, and later ones that a person adopted. */
  watch(site: Site, outlet: Outlet): void {
    if (this.#watched.has(outlet.id)) return;
    this.#sites.add(site);
    const marks = new MarkBook(policyFor(this.rulebook, site));
    const terms = {
      outlet,
      o2Reference: this.catalogue.o2Reference(outlet),
      limit: (factor: string, basis: LimitBasis, day: number) => this.catalogue.limit(outlet, factor, basis, day),
    };
    const watched: Watched = {
      ledger: new OutletLedger(terms, this.factors, marks),
      site: site.id,
      rules: rulesFor(this.rulebook, site, outlet).map((rule) => ({ rule, terms: this.#terms(rule, site, outlet) })),
      rejudgedAt: Number.NEGATIVE_INFINITY,
    };
    this.#watched.set(outlet.id, watched);
    this.#numbers.set(outlet.id, this.#byNumber.push(watched) - 1);
  }

  get clock(): number {
    return this.#clock;
  }

  /** Number of an outlet for the `source` column of a batch. */
  numberOf(outlet: string): number | undefined {
    return this.#numbers.get(outlet);
  }

  ledger(outlet: string): OutletLedger | undefined {
    return this.#watched.get(outlet)?.ledger;
  }

  /** Sites that are watched: those of the catalogue, then adopted ones. */
  sites(): Iterable<Site> {
    return this.#sites;
  }

  *ledgers(): Iterable<OutletLedger> {
    for (const { ledger } of this.#watched.values()) yield ledger;
  }

  /** One reading into its slot. @returns an `Outcome` of the ledger */
  write(source: number, channel: number, at: number, sentAt: number, value: number, flag: number): number {
    return this.#byNumber[source]!.ledger.write(channel, at, sentAt, value, flag);
  }

  /** Something arrived from an outlet, whatever it was. */
  seen(source: number, arrivedAt: number): void {
    const { ledger } = this.#byNumber[source]!;
    if (arrivedAt > ledger.lastSeen) ledger.lastSeen = arrivedAt;
  }

  /** @returns false for a repeat */
  mark(mark: Mark): boolean {
    return this.#watched.get(mark.outlet)?.ledger.mark(mark) ?? false;
  }

  /** Lets time pass: judges every window that is due, and tells what changed. @param now the journal's clock */
  advance(now: number): AlertEvent[] {
    if (now > this.#clock) this.#clock = now;
    const events: AlertEvent[] = [];
    for (const watched of this.#watched.values()) this.#judge(watched, events);
    events.push(...this.alerts.settle(this.#clock));
    return events;
  }

  /**
   * Bounds what is judged by the end of a recorded input: an incomplete last day is not.
   * @param lastData end of the latest period in the input, epoch ms
   */
  endsAt(lastData: number): void {
    const day = dayOf(lastData + this.rulebook.timing.completeWithin);
    this.#horizon = dayStart(day) >= lastData ? dayStart(day) : Math.floor(lastData / HOUR_MS) * HOUR_MS;
  }

  /** Lets the clock run on until every window of a bounded input has settled. */
  finish(): AlertEvent[] {
    const { grace, silence } = this.rulebook.timing;
    const longest = Math.max(0, ...this.rulebook.rules.map((rule) => rule.settle));
    const { to } = yearOf(dayOf(this.#horizon));
    const judged = this.advance(Math.max(this.#clock, this.#horizon + grace + silence));
    return [...judged, ...this.advance(Math.max(this.#clock, dayStart(to)) + longest)];
  }

  /** Takes back in what a store kept of earlier judgements, with nothing told. */
  restore(findings: Iterable<Finding>, alerts: Iterable<Alert>): void {
    const byRule = new Map<string, { findings: Finding[]; alerts: Alert[] }>();
    const at = (rule: string, outlet: string | null) => {
      const key = `${rule}|${outlet}`;
      const kept = byRule.get(key) ?? { findings: [], alerts: [] };
      byRule.set(key, kept);
      return kept;
    };
    for (const finding of findings) at(finding.rule, finding.outlet).findings.push(finding);
    for (const alert of alerts) if (alert.state !== 'withdrawn') at(alert.rule, alert.outlet).alerts.push(alert);
    for (const { ledger, site, rules } of this.#watched.values()) {
      const outlet = ledger.outlet.id;
      for (const { rule, terms } of rules) {
        const kept = byRule.get(`${rule.id}|${outlet}`);
        if (kept) this.alerts.restore(terms, { site, outlet }, kept.findings, kept.alerts);
      }
    }
  }

  /** Up to when windows of an outlet are over: its own watermark, or the clock where it fell silent. */
  #closed({ ledger }: Watched): number {
    const { grace, silence } = this.rulebook.timing;
    const silent = this.#clock - ledger.lastSeen > silence;
    const reached = Math.max(ledger.watermark - grace, silent ? this.#clock - silence : Number.NEGATIVE_INFINITY);
    return Math.floor(Math.min(reached, this.#horizon) / HOUR_MS) * HOUR_MS;
  }

  #judge(watched: Watched, events: AlertEvent[]): void {
    const { ledger } = watched;
    if (ledger.firstAt === Number.POSITIVE_INFINITY) return;
    const closed = this.#closed(watched);
    const patient = !ledger.urgent && this.#clock - watched.rejudgedAt < this.rulebook.timing.rejudge;
    if (closed <= ledger.closedUntil && (ledger.dirty.size === 0 || patient)) return;
    watched.rejudgedAt = this.#clock;
    ledger.close(closed);
    const days = this.#withLookback(watched).filter((day) => dayStart(day) < ledger.closedUntil);
    ledger.dirty.clear();
    ledger.urgent = false;
    const views = new Map<number, DayView>();
    const periods = new Map<string, { kind: WindowKind; days: DaySpan }>();
    for (const day of days) {
      const span = { from: day, to: day + 1 };
      this.#judgeWindow(watched, 'hour', span, views, events);
      if (dayStart(day + 1) <= ledger.closedUntil) this.#judgeWindow(watched, 'day', span, views, events);
      for (const [kind, of] of PERIODS) periods.set(`${kind}@${of(day).from}`, { kind, days: of(day) });
    }
    for (const period of periods.values()) this.#judgeWindow(watched, period.kind, period.days, views, events);
  }

  /** Dirty days and those whose rules look back at them, in order of time. */
  #withLookback({ rules, ledger }: Watched): number[] {
    const ahead = Math.max(0, ...rules.map(({ rule }) => rule.detector.lookbackDays ?? 0));
    const all = new Set<number>();
    for (const day of ledger.dirty) for (let d = day; d <= day + ahead; d++) if (d >= dayOf(ledger.firstAt)) all.add(d);
    return [...all].sort((a, b) => a - b);
  }

  #judgeWindow(
    watched: Watched,
    kind: WindowKind,
    days: DaySpan,
    views: Map<number, DayView>,
    events: AlertEvent[],
  ): void {
    const due = watched.rules.filter(({ rule }) => rule.detector.window === kind);
    if (due.length === 0) return;
    const { ledger, site } = watched;
    const view = new OutletWindow(ledger, days, views, (rule, span) =>
      this.alerts.findings(rule, ledger.outlet.id, span),
    );
    const subject = { site, outlet: ledger.outlet.id };
    for (const { rule, terms } of due) {
      const findings = rule.detector.evaluate(view, rule.params).map((claim): Finding => {
        const { informational, start, end, asOf, ...said } = claim;
        return {
          rule: rule.id,
          outlet: subject.outlet,
          from: view.start,
          to: view.end,
          start: start ?? view.start,
          end: end ?? view.end,
          asOf: asOf ?? view.end,
          ...said,
          severity: informational ? 'info' : rule.severity,
          covers: informational ? [] : rule.covers,
        };
      });
      events.push(...this.alerts.reconcile(terms, subject, view, findings, this.#clock));
    }
  }

  #terms(rule: Rule, site: Site, outlet: Outlet): RuleTerms {
    const { id, version, kind, settle, ladder, says } = rule;
    return {
      id,
      version,
      kind,
      settleMs: settle,
      ladder,
      says: (alert) => {
        const factor = alert.factor === null ? null : this.#factorName(alert.factor);
        return sentence(says, alert, { site: site.name, outlet: outlet.name, factor });
      },
    };
  }
}

const PERIODS: readonly [WindowKind, (day: number) => DaySpan][] = [
  ['month', monthOf],
  ['quarter', quarterOf],
  ['year', yearOf],
];
