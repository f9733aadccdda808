import { AlertBook, type RuleTerms } from '../alerts/alert-book.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { WindowKind } from '../detectors/detector.ts';
import { MarkBook } from '../ledger/marks.ts';
import { OutletLedger } from '../ledger/outlet-ledger.ts';
import type { DayMeanOf } from '../ledger/view.ts';
import type { Alert, AlertEvent, Finding } from '../model/alert.ts';
import { type DaySpan, dayOf, dayStart, HOUR_MS, monthOf, quarterOf, yearOf } from '../model/beijing.ts';
import { FactorIndex } from '../model/channel.ts';
import { USUAL_LEVEL } from '../model/level.ts';
import type { Mark } from '../model/mark.ts';
import type { LimitBasis, Outlet, Site } from '../model/outlet.ts';
import type { Text } from '../model/text.ts';
import { policyFor, type Rule, type Rulebook, rulesFor, speaksOf } from '../rulebook/rulebook.ts';
import { sentence } from '../rulebook/says.ts';
import { type Beside, LedgerDays, OutletWindow } from './outlet-window.ts';

interface Judge {
  readonly rule: Rule;
  readonly terms: RuleTerms;
}

/** An outlet with what watches it. */
interface Watched {
  readonly ledger: OutletLedger;
  readonly site: string;
  /** rules that look at the outlet alone, and those that look at its meters or siblings as well */
  readonly own: readonly Judge[];
  readonly joint: readonly Judge[];
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
  #bySite = new Map<string, Watched[]>();
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
      limit: (factor: string, basis: LimitBasis, day: number, mean: DayMeanOf) =>
        this.catalogue.limit(outlet, factor, basis, day, mean),
    };
    const judges = rulesFor(this.rulebook.rules, site, outlet).map((rule) => ({
      rule,
      terms: this.#terms(rule, site, outlet),
    }));
    const watched: Watched = {
      ledger: new OutletLedger(terms, this.factors, marks),
      site: site.id,
      own: judges.filter(({ rule }) => rule.detector.sees === undefined),
      joint: judges.filter(({ rule }) => rule.detector.sees !== undefined),
      rejudgedAt: Number.NEGATIVE_INFINITY,
    };
    this.#watched.set(outlet.id, watched);
    this.#bySite.set(site.id, [...(this.#bySite.get(site.id) ?? []), watched]);
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
    for (const watched of this.#watched.values()) this.#judgeOwn(watched, events);
    for (const watched of this.#watched.values()) if (watched.joint.length > 0) this.#judgeJoint(watched, events);
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
    for (const { ledger, site, own, joint } of this.#watched.values()) {
      const outlet = ledger.outlet.id;
      for (const { rule, terms } of [...own, ...joint]) {
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

  #judgeOwn(watched: Watched, events: AlertEvent[]): void {
    const { ledger } = watched;
    if (ledger.firstAt === Number.POSITIVE_INFINITY) return;
    const closed = this.#closed(watched);
    const patient = !ledger.urgent && this.#clock - watched.rejudgedAt < this.rulebook.timing.rejudge;
    if (closed <= ledger.closedUntil && (ledger.dirty.size === 0 || patient)) return;
    watched.rejudgedAt = this.#clock;
    ledger.close(closed);
    for (const { joint } of this.#lookers(watched)) for (const day of ledger.dirty) joint.dirty.add(day);
    this.#judgeDays(watched, watched.own, ALONE, ledger, events);
    ledger.dirty.clear();
    ledger.urgent = false;
  }

  /** Windows that look at several outlets follow the slowest of them; one that never sent anything counts as silent. */
  #judgeJoint(watched: Watched, events: AlertEvent[]): void {
    const beside = { meters: this.#metersOf(watched), siblings: this.#siblingsOf(watched) };
    const all = [watched, ...beside.meters, ...beside.siblings];
    const { joint } = watched.ledger;
    const firstAt = Math.min(...all.map(({ ledger }) => ledger.firstAt));
    if (firstAt === Number.POSITIVE_INFINITY) return;
    const closed = Math.min(
      ...all.map((w) => (w.ledger.firstAt === Number.POSITIVE_INFINITY ? this.#closed(w) : w.ledger.closedUntil)),
    );
    if (closed > joint.closedUntil) {
      const from = dayOf(Math.max(joint.closedUntil, firstAt));
      for (let day = from; dayStart(day) < closed; day++) joint.dirty.add(day);
      joint.closedUntil = closed;
    }
    if (joint.dirty.size === 0) return;
    const judged = { ...joint, firstAt };
    this.#judgeDays(watched, watched.joint, beside, judged, events);
    for (const day of joint.dirty) if (dayStart(day) < joint.closedUntil) joint.dirty.delete(day);
  }

  /** Meters of an outlet's site that measure for it: those that say so, and those that name no outlet. */
  #metersOf({ ledger, site, joint }: Watched): Watched[] {
    const { id } = ledger.outlet;
    if (!joint.some(({ rule }) => rule.detector.sees === 'meters')) return [];
    return this.#bySite.get(site)!.filter((other) => {
      const { meter, medium, id: own } = other.ledger.outlet;
      const serves = meter?.serves ?? [];
      return own !== id && (meter || medium === 'water-use') && (serves.length === 0 || serves.includes(id));
    });
  }

  /** Other outlets of the site with the same medium: the other furnaces. */
  #siblingsOf({ ledger, site, joint }: Watched): Watched[] {
    const { id, medium, meter } = ledger.outlet;
    if (meter || !joint.some(({ rule }) => rule.detector.sees === 'siblings')) return [];
    return this.#bySite.get(site)!.filter((other) => {
      const { outlet } = other.ledger;
      return outlet.id !== id && outlet.medium === medium && !outlet.meter;
    });
  }

  /** Ledgers of outlets whose joint rules look at this one, itself included. */
  #lookers(watched: Watched): OutletLedger[] {
    return this.#bySite
      .get(watched.site)!
      .filter((other) => other.joint.length > 0)
      .filter((other) => other === watched || [...this.#metersOf(other), ...this.#siblingsOf(other)].includes(watched))
      .map(({ ledger }) => ledger);
  }

  /** Judges the windows of dirty days, and those that look back at them, in order of time. */
  #judgeDays(
    watched: Watched,
    judges: readonly Judge[],
    beside: Beside<Watched>,
    { dirty, closedUntil, firstAt }: { dirty: ReadonlySet<number>; closedUntil: number; firstAt: number },
    events: AlertEvent[],
  ): void {
    const own = new LedgerDays(watched.ledger);
    const days = (others: readonly Watched[]) => others.map(({ ledger }) => new LedgerDays(ledger));
    const shown = { meters: days(beside.meters), siblings: days(beside.siblings) };
    const { id } = watched.ledger.outlet;
    const judge = (kind: WindowKind, span: DaySpan, distance: number) => {
      const due = judges.filter(({ rule: { detector } }) => {
        return detector.window === kind && (detector.lookbackDays ?? 0) >= distance;
      });
      if (due.length === 0) return;
      const view = new OutletWindow(own, shown, span, closedUntil, this.rulebook.calendar, (rule, within) =>
        this.alerts.findings(rule, id, within),
      );
      for (const one of due) this.#judgeWindow(watched, one, view, events);
    };
    const longest = Math.max(0, ...judges.map(({ rule }) => rule.detector.lookbackDays ?? 0));
    const periods = new Map<string, { kind: WindowKind; days: DaySpan; distance: number }>();
    for (const [day, distance] of withinReach(dirty, longest)) {
      if (day < dayOf(firstAt) || dayStart(day) >= closedUntil) continue;
      const span = { from: day, to: day + 1 };
      judge('hour', span, distance);
      if (dayStart(day + 1) <= closedUntil) judge('day', span, distance);
      for (const [kind, of] of PERIODS) {
        const key = `${kind}@${of(day).from}`;
        const known = periods.get(key)?.distance ?? distance;
        periods.set(key, { kind, days: of(day), distance: Math.min(known, distance) });
      }
    }
    for (const { kind, days, distance } of periods.values()) judge(kind, days, distance);
  }

  /** New instruments are adjusted again and again: what looks false then is no lead (falsification.md §3). */
  #isYoung({ commissioned }: Outlet, at: number): boolean {
    return commissioned !== undefined && at < dayStart(commissioned) + this.rulebook.timing.commissioning;
  }

  #judgeWindow({ ledger, site }: Watched, { rule, terms }: Judge, view: OutletWindow, events: AlertEvent[]): void {
    const subject = { site, outlet: ledger.outlet.id };
    const young = rule.kind === 'falsification' && this.#isYoung(ledger.outlet, view.start);
    const claims = rule.detector.evaluate(view, rule.params).filter(({ factor }) => speaksOf(rule, factor));
    const findings = claims.map((claim): Finding => {
      const { informational, start, end, asOf, facts, ...said } = claim;
      const tells = informational || young;
      const severity = tells ? 'info' : rule.severity;
      const level = (severity === rule.severity && rule.level) || USUAL_LEVEL[severity];
      return {
        rule: rule.id,
        outlet: subject.outlet,
        from: view.start,
        to: view.end,
        start: start ?? view.start,
        end: end ?? view.end,
        asOf: asOf ?? view.end,
        ...said,
        facts: { level, ...facts },
        severity,
        covers: tells ? [] : rule.covers,
      };
    });
    events.push(...this.alerts.reconcile(terms, subject, view, findings, this.#clock));
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

const ALONE: Beside<never> = { meters: [], siblings: [] };

const PERIODS: readonly [WindowKind, (day: number) => DaySpan][] = [
  ['month', monthOf],
  ['quarter', quarterOf],
  ['year', yearOf],
];

/** Dirty days and the days after them, up to `ahead`, each with how far behind it the nearest dirty day lies. */
function withinReach(dirty: ReadonlySet<number>, ahead: number): [day: number, distance: number][] {
  const nearest = new Map<number, number>();
  for (const day of dirty) {
    for (let k = 0; k <= ahead; k++) nearest.set(day + k, Math.min(k, nearest.get(day + k) ?? k));
  }
  return [...nearest].sort(([a], [b]) => a - b);
}
