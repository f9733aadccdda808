import { AlertBook, type RuleTerms } from '../alerts/alert-book.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Claim, WindowKind } from '../detectors/detector.ts';
import { MarkBook } from '../ledger/marks.ts';
import { OutletLedger, type OutletTerms } from '../ledger/outlet-ledger.ts';
import type { DayMeanOf } from '../ledger/view.ts';
import type { Alert, AlertEvent, Finding } from '../model/alert.ts';
import { type DaySpan, dayOf, dayStart, HOUR_MS, monthOf, quarterOf, yearOf } from '../model/beijing.ts';
import { FactorIndex } from '../model/channel.ts';
import { concerns, daysOfOrder, type IssuedOrder } from '../model/issued-order.ts';
import { USUAL_LEVEL } from '../model/level.ts';
import type { Mark } from '../model/mark.ts';
import type { LimitBasis, Outlet, Site } from '../model/outlet.ts';
import type { Text } from '../model/text.ts';
import { policyFor, type Rule, type Rulebook, rulesFor, speaksOf, withDependents } from '../rulebook/rulebook.ts';
import { sentence } from '../rulebook/says.ts';
import { Arrears, type Piece } from './arrears.ts';
import { IssuedOrders } from './issued-orders.ts';
import { Neighbours } from './neighbours.ts';
import { type Beside, LedgerDays, OutletWindow } from './outlet-window.ts';

interface Judge {
  readonly rule: Rule;
  readonly terms: RuleTerms;
}

/** An outlet with what watches it. */
interface Watched {
  readonly ledger: OutletLedger;
  readonly site: Site;
  /** as the catalogue has it */
  readonly outlet: Outlet;
  /** rules that look at the outlet alone, and those that look at its meters or siblings as well */
  own: readonly Judge[];
  joint: readonly Judge[];
  /** when the windows that late data touched were judged last, epoch ms */
  rejudgedAt: number;
}

/** Everything that decides, and nothing that waits: ledger, rulebook and alerts of one shard. */
export class Engine {
  readonly factors = new FactorIndex();
  readonly alerts = new AlertBook();
  #catalogue: Catalogue;
  #rulebook: Rulebook;
  #arrears = new Arrears();
  #orders = new IssuedOrders();
  #watched = new Map<string, Watched>();
  #neighbours = new Neighbours<Watched>();
  #sites = new Set<Site>();
  #byNumber: Watched[] = [];
  #numbers = new Map<string, number>();
  #clock = Number.NEGATIVE_INFINITY;
  /** nothing after it is judged: the end of a recorded input */
  #horizon = Number.POSITIVE_INFINITY;
  readonly #factorName: (code: string) => Text;

  constructor(catalogue: Catalogue, rulebook: Rulebook, factorName: (code: string) => Text) {
    this.#catalogue = catalogue;
    this.#rulebook = rulebook;
    this.#factorName = factorName;
    for (const site of catalogue.sites) for (const outlet of site.outlets) this.watch(site, outlet);
  }

  get catalogue(): Catalogue {
    return this.#catalogue;
  }

  get rulebook(): Rulebook {
    return this.#rulebook;
  }

  /** Begins to watch an outlet: those of the catalogue, and later ones that a person adopted. */
  watch(site: Site, outlet: Outlet): void {
    if (this.#watched.has(outlet.id)) return;
    this.#sites.add(site);
    const marks = new MarkBook(policyFor(this.rulebook, site));
    const watched: Watched = {
      ledger: new OutletLedger(this.#outletTerms(this.#orders.on(site, outlet)), this.factors, marks),
      site,
      outlet,
      ...this.#judges(site, outlet),
      rejudgedAt: Number.NEGATIVE_INFINITY,
    };
    this.#watched.set(outlet.id, watched);
    this.#neighbours.add(watched);
    this.#numbers.set(outlet.id, this.#byNumber.push(watched) - 1);
  }

  /**
   * Puts another rulebook, and a catalogue with other standards, in force. What is no longer looked for is taken back
   * at once; what changed leaves {@link catchUp} to do. The sites of both catalogues are the same.
   */
  swap(catalogue: Catalogue, rulebook: Rulebook): AlertEvent[] {
    const before = { catalogue: this.#catalogue, rulebook: this.#rulebook };
    this.#catalogue = catalogue;
    this.#rulebook = rulebook;
    const events = [...this.#watched.values()].flatMap((watched) => this.#follow(watched, before));
    this.#neighbours.changed();
    return events;
  }

  /** Outlets whose past is still to be judged under rules that changed. */
  get behind(): number {
    return this.#arrears.size;
  }

  /**
   * Judges a piece of the past under the rules that changed, the newest days of every outlet first.
   * @param outletDays about so much in one go
   */
  catchUp(outletDays: number): AlertEvent[] {
    const events: AlertEvent[] = [];
    if (this.behind === 0) return events;
    for (let left = outletDays; left > 0; ) {
      const piece = this.#arrears.take((outlet) => dayOf(this.#neighbours.firstAt(this.#watched.get(outlet)!)));
      if (!piece) break;
      this.#catchUpWith(piece, events);
      left -= 1 + piece.days.to - piece.days.from;
    }
    events.push(...this.alerts.settle(this.#clock));
    return events;
  }

  /** Rules of an outlet that still have to judge the days before one, for a restart to {@link resume}. */
  arrearsOf(outlet: string) {
    return this.#arrears.of(outlet);
  }

  /** @param rules default: all of the outlet's @param until default: everything that is over */
  resume(outlet: string, rules?: readonly string[], until?: number): void {
    const watched = this.#watched.get(outlet);
    if (watched) this.#owe(watched, new Set(rules ?? ruleIds(watched)), until);
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

  /** An order that was handed in, or another version of one. @returns false for a repeat, or one that a later version replaced */
  order(order: IssuedOrder): boolean {
    const versions = this.#orders.put(order);
    if (!versions) return false;
    for (const watched of this.#watched.values()) {
      const { ledger, site, outlet } = watched;
      const reaching = versions.filter((version) => concerns(version, site, outlet.id)).map(daysOfOrder);
      if (reaching.length === 0) continue;
      ledger.rebind(this.#outletTerms(this.#orders.on(site, outlet)), reaching, this.#neighbours.firstAt(watched));
    }
    return true;
  }

  /** Takes back in the orders of before, as outlets were judged under them. */
  restoreOrders(orders: Iterable<IssuedOrder>): void {
    for (const order of orders) this.#orders.put(order);
    for (const { ledger, site, outlet } of this.#watched.values()) {
      ledger.terms = this.#outletTerms(this.#orders.on(site, outlet));
    }
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

  /** Takes back in what a store kept of earlier judgements, with nothing told. @param now the journal's clock by then */
  restore(findings: Iterable<Finding>, alerts: Iterable<Alert>, now: number): void {
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
        if (kept) this.alerts.restore(terms, { site: site.id, outlet }, kept.findings, kept.alerts, now);
      }
    }
  }

  /** Up to when windows of an outlet are over: its own watermark, or the clock where it fell silent. */
  #closed({ ledger }: Watched): number {
    return Math.floor(Math.min(this.#reached(ledger), this.#horizon, ledger.owedUntil) / HOUR_MS) * HOUR_MS;
  }

  #reached(ledger: OutletLedger): number {
    const { grace, silence } = this.rulebook.timing;
    const silent = this.#clock - ledger.lastSeen > silence;
    return Math.max(ledger.watermark - grace, silent ? this.#clock - silence : Number.NEGATIVE_INFINITY);
  }

  #judgeOwn(watched: Watched, events: AlertEvent[]): void {
    const { ledger } = watched;
    if (ledger.firstAt === Number.POSITIVE_INFINITY) return;
    // Most often nothing is due: asked every second of every outlet, so it costs little.
    if (ledger.dirty.size === 0 && this.#reached(ledger) < ledger.closedUntil + HOUR_MS) return;
    const closed = this.#closed(watched);
    const patient = !ledger.urgent && this.#clock - watched.rejudgedAt < this.rulebook.timing.rejudge;
    if (closed <= ledger.closedUntil && (ledger.dirty.size === 0 || patient)) return;
    watched.rejudgedAt = this.#clock;
    ledger.close(closed);
    for (const { ledger: looker } of this.#neighbours.lookers(watched)) {
      for (const day of ledger.dirty) looker.joint.dirty.add(day);
    }
    this.#judgeDays(
      watched,
      watched.own,
      ALONE,
      withinReach(ledger.dirty, watched.own, ledger.closedUntil),
      ledger,
      events,
    );
    ledger.dirty.clear();
    ledger.urgent = false;
  }

  /** Windows that look at several outlets follow the slowest of them; one that never sent anything counts as silent. */
  #judgeJoint(watched: Watched, events: AlertEvent[]): void {
    if (!isDue(watched.ledger)) return;
    const beside = this.#neighbours.beside(watched);
    const all = [watched, ...beside.meters, ...beside.siblings];
    const { joint } = watched.ledger;
    const firstAt = this.#neighbours.firstAt(watched);
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
    const { closedUntil } = joint;
    const reach = withinReach(joint.dirty, watched.joint, closedUntil);
    this.#judgeDays(watched, watched.joint, beside, reach, { closedUntil, firstAt }, events);
    for (const day of joint.dirty) if (dayStart(day) < joint.closedUntil) joint.dirty.delete(day);
  }

  /** Judges the windows of days, in order of time. @param reach days, each with its distance from what changed */
  #judgeDays(
    watched: Watched,
    judges: readonly Judge[],
    beside: Beside<Watched>,
    reach: readonly (readonly [day: number, distance: number])[],
    { closedUntil, firstAt }: { closedUntil: number; firstAt: number },
    events: AlertEvent[],
  ): void {
    if (judges.length === 0) return;
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
      const unbegun = span.to <= dayOf(firstAt);
      for (const one of due) {
        const { rule } = one;
        const claims = unbegun ? [] : rule.detector.evaluate(view, rule.params);
        this.#conclude(watched, one, view, claims, events);
      }
    };
    const periods = new Map<string, { kind: WindowKind; days: DaySpan; distance: number }>();
    for (const [day, distance] of reach) {
      if (dayStart(day) >= closedUntil) continue;
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

  #conclude(
    { ledger, site }: Watched,
    { rule, terms }: Judge,
    view: OutletWindow,
    claimed: readonly Claim[],
    events: AlertEvent[],
  ): void {
    const subject = { site: site.id, outlet: ledger.outlet.id };
    const young = rule.kind === 'falsification' && this.#isYoung(ledger.outlet, view.start);
    const claims = claimed.filter(({ factor }) => speaksOf(rule, factor));
    const findings = claims.map((claim): Finding => {
      const { informational, start, end, asOf, facts, ...said } = claim;
      const tells = informational || young;
      const severity = tells ? 'info' : rule.severity;
      const level = (severity === rule.severity && rule.level) || USUAL_LEVEL[severity];
      return {
        rule: rule.id,
        ruleVersion: rule.version,
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

  /** What changed for one outlet since another rulebook and catalogue were in force. */
  #follow(watched: Watched, before: { catalogue: Catalogue; rulebook: Rulebook }): AlertEvent[] {
    const { ledger, site } = watched;
    const { outlet } = ledger;
    const bound = (catalogue: Catalogue) => JSON.stringify([catalogue.limitsOf(outlet), catalogue.o2Reference(outlet)]);
    const policy = policyFor(this.rulebook, site);
    const otherGround =
      (before.catalogue !== this.catalogue && bound(before.catalogue) !== bound(this.catalogue)) ||
      JSON.stringify(policyFor(before.rulebook, site)) !== JSON.stringify(policy) ||
      before.rulebook.timeVersion !== this.rulebook.timeVersion;
    ledger.terms = this.#outletTerms(outlet);
    if (otherGround) ledger.marks.policy = policy;
    const known = new Map([...watched.own, ...watched.joint].map(({ rule }) => [rule.id, rule.version]));
    Object.assign(watched, this.#judges(site, outlet));
    const now = [...watched.own, ...watched.joint].map(({ rule }) => rule);
    const changed = now.filter((rule) => otherGround || known.get(rule.id) !== rule.version);
    const gone = [...known.keys()].filter((id) => !now.some((rule) => rule.id === id));
    const events = gone.flatMap((id) => this.alerts.silence(id, outlet.id, this.#clock));
    const owing = withDependents([...gone, ...changed.map(({ id }) => id)], now);
    if (owing.size > 0) {
      ledger.forget();
      this.#owe(watched, owing);
    }
    return events;
  }

  #catchUpWith({ outlet, rules, days: { from, to } }: Piece, events: AlertEvent[]): void {
    const watched = this.#watched.get(outlet)!;
    const { ledger } = watched;
    const reach: [number, number][] = [];
    for (let day = from; day < to; day++) reach.push([day, 0]);
    const among = (judges: readonly Judge[]) => judges.filter(({ rule }) => rules.has(rule.id));
    this.#judgeDays(watched, among(watched.own), ALONE, reach, ledger, events);
    const joint = { closedUntil: ledger.joint.closedUntil, firstAt: this.#neighbours.firstAt(watched) };
    this.#judgeDays(watched, among(watched.joint), this.#neighbours.beside(watched), reach, joint, events);
  }

  #owe(watched: Watched, rules: ReadonlySet<string>, until?: number): void {
    const { ledger } = watched;
    const over = Math.max(ledger.closedUntil, ledger.joint.closedUntil);
    if (Number.isFinite(over)) this.#arrears.owe(ledger.outlet.id, rules, until ?? dayOf(over - 1) + 1);
  }

  #outletTerms(outlet: Outlet): OutletTerms {
    const catalogue = this.#catalogue;
    return {
      outlet,
      o2Reference: catalogue.o2Reference(outlet),
      island: this.rulebook.timing.island,
      limit: (factor: string, basis: LimitBasis, day: number, mean: DayMeanOf) =>
        catalogue.limit(outlet, factor, basis, day, mean),
    };
  }

  #judges(site: Site, outlet: Outlet): { own: Judge[]; joint: Judge[] } {
    const judges = rulesFor(this.rulebook.rules, site, outlet).map((rule) => ({
      rule,
      terms: this.#terms(rule, site, outlet),
    }));
    return {
      own: judges.filter(({ rule }) => rule.detector.sees === undefined),
      joint: judges.filter(({ rule }) => rule.detector.sees !== undefined),
    };
  }

  #terms(rule: Rule, site: Site, outlet: Outlet): RuleTerms {
    const { id, kind, settle, ladder, says } = rule;
    return {
      id,
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

const ruleIds = ({ own, joint }: Watched) => [...own, ...joint].map(({ rule }) => rule.id);

/** Whether windows that look at several outlets may have become due: they never are before the outlet's own. */
function isDue({ firstAt, closedUntil, joint }: OutletLedger): boolean {
  if (firstAt === Number.POSITIVE_INFINITY || closedUntil > joint.closedUntil) return true;
  for (const day of joint.dirty) if (dayStart(day) < joint.closedUntil) return true;
  return false;
}

/**
 * Dirty days and the days after them that look back at one, each with how far behind it the nearest dirty day lies.
 * @param closedUntil nothing from there on is judged
 */
function withinReach(
  dirty: ReadonlySet<number>,
  judges: readonly Judge[],
  closedUntil: number,
): [day: number, distance: number][] {
  const ahead = Math.max(0, ...judges.map(({ rule }) => rule.detector.lookbackDays ?? 0));
  const nearest = new Map<number, number>();
  for (const day of dirty) {
    for (let k = 0; k <= ahead && dayStart(day + k) < closedUntil; k++)
      nearest.set(day + k, Math.min(k, nearest.get(day + k) ?? k));
  }
  return [...nearest].sort(([a], [b]) => a - b);
}
