import { createHash } from 'node:crypto';
import type { Alert, AlertEvent, AlertEventKind, Facts, Finding, Json } from '../model/alert.ts';
import type { Span } from '../model/beijing.ts';
import { rfc3339 } from '../model/beijing.ts';
import type { Text } from '../model/text.ts';
import { type Episode, episodes, gravest, worst } from './episodes.ts';

/** What an alert takes from its rule. */
export interface RuleTerms {
  id: string;
  kind: Alert['kind'];
  settleMs: number;
  ladder: readonly { count: number; level: string }[];
  says(alert: Omit<Alert, 'says'>): Text;
}

/** Where an alert belongs. */
export interface Subject {
  site: string;
  outlet: string;
}

/** What changed in the findings, for whoever keeps them. */
export interface FindingChange {
  put: Finding[];
  drop: Finding[];
}

interface Case {
  rule: RuleTerms;
  subject: Subject;
  factor: string | null;
  findings: Finding[];
  alerts: Map<string, Alert>;
  /** what each alert was made of, by the start of its episode: as long as that is the same, so is the alert */
  made: Map<number, Made>;
}

interface Made {
  rule: RuleTerms;
  episode: Episode;
  id: string;
}

const EVER: Span = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY };

/**
 * Findings gathered into alerts. The same findings give the same alerts, whatever the order in which they came; what
 * differs from before is told as events.
 */
export class AlertBook {
  #cases = new Map<string, Case>();
  #provisional = new Map<string, { at: Case; settlesAt: number }>();
  /** what happened last to each finding since it was asked for */
  #changed = new Map<string, { finding: Finding; stands: boolean }>();

  /**
   * Replaces what a rule says about one window of an outlet by what it says now.
   * @param now the journal's clock, epoch ms
   * @returns what changed, in order of time
   */
  reconcile(rule: RuleTerms, subject: Subject, window: Span, findings: readonly Finding[], now: number): AlertEvent[] {
    const factors = new Set(findings.map((f) => f.factor));
    const prefix = `${rule.id}|${subject.outlet}|`;
    for (const known of this.#factorsOf.get(prefix) ?? []) factors.add(known);
    const events: AlertEvent[] = [];
    for (const factor of factors) {
      const own = distinct(findings.filter((f) => f.factor === factor));
      const here = this.#case(rule, subject, factor, prefix);
      const inWindow = here.findings.filter((f) => f.from >= window.start && f.from < window.end);
      if (sameFindings(inWindow, own)) continue;
      here.rule = rule;
      for (const finding of inWindow) this.#changed.set(key(finding), { finding, stands: false });
      for (const finding of own) this.#changed.set(key(finding), { finding, stands: true });
      here.findings = [...here.findings.filter((f) => !inWindow.includes(f)), ...own];
      events.push(...this.#regroup(here, now));
    }
    return events;
  }

  /** Takes back all that a rule says about an outlet: it no longer looks there. Nobody could revise or settle it. */
  silence(rule: string, outlet: string, now: number): AlertEvent[] {
    const prefix = `${rule}|${outlet}|`;
    const cases = [...(this.#factorsOf.get(prefix) ?? [])].map((factor) => this.#cases.get(prefix + (factor ?? ''))!);
    return cases.flatMap((here) => this.reconcile(here.rule, here.subject, EVER, [], now));
  }

  /** Alerts whose marking deadline has passed become final. */
  settle(now: number): AlertEvent[] {
    const events: AlertEvent[] = [];
    for (const [id, { at, settlesAt }] of this.#provisional) {
      if (settlesAt > now) continue;
      this.#provisional.delete(id);
      const alert: Alert = { ...at.alerts.get(id)!, state: 'confirmed' };
      at.alerts.set(id, alert);
      events.push({ event: 'confirmed', at: now, alert });
    }
    return events.sort((a, b) => a.alert.start - b.alert.start || (a.alert.id < b.alert.id ? -1 : 1));
  }

  /** Findings of one rule about an outlet whose window begins in a span. */
  findings(rule: string, outlet: string, { start, end }: Span): Finding[] {
    const prefix = `${rule}|${outlet}|`;
    return [...(this.#factorsOf.get(prefix) ?? [])].flatMap((factor) =>
      this.#cases.get(prefix + (factor ?? ''))!.findings.filter((f) => f.from >= start && f.from < end),
    );
  }

  /** What became of findings since the last call. */
  takeChanges(): FindingChange {
    const all = [...this.#changed.values()];
    this.#changed.clear();
    const which = (stands: boolean) => all.filter((change) => change.stands === stands).map(({ finding }) => finding);
    return { put: which(true), drop: which(false) };
  }

  /** Every alert that stands. */
  *alerts(): Iterable<Alert> {
    for (const { alerts } of this.#cases.values()) yield* alerts.values();
  }

  /** Takes back in what a store kept: findings and the alerts made of them, with nothing told. */
  restore(rule: RuleTerms, subject: Subject, findings: readonly Finding[], alerts: readonly Alert[]): void {
    for (const factor of new Set(findings.map((f) => f.factor))) {
      const here = this.#case(rule, subject, factor, `${rule.id}|${subject.outlet}|`);
      here.findings = findings.filter((f) => f.factor === factor);
      for (const alert of alerts) {
        if (alert.factor !== factor) continue;
        here.alerts.set(alert.id, alert);
        if (alert.state === 'provisional') {
          const episode = episodes(here.findings).find((e) => e[0]!.start === alert.start);
          if (episode) this.#provisional.set(alert.id, { at: here, settlesAt: settlesAt(episode, rule) });
        }
      }
    }
  }

  #factorsOf = new Map<string, Set<string | null>>();

  #case(rule: RuleTerms, subject: Subject, factor: string | null, prefix: string): Case {
    const name = prefix + (factor ?? '');
    let found = this.#cases.get(name);
    if (!found) {
      found = { rule, subject, factor, findings: [], alerts: new Map(), made: new Map() };
      this.#cases.set(name, found);
      const factors = this.#factorsOf.get(prefix) ?? new Set();
      this.#factorsOf.set(prefix, factors.add(factor));
    }
    return found;
  }

  /** Alerts as they follow from the findings now, against what was told before. */
  #regroup(here: Case, now: number): AlertEvent[] {
    const events: AlertEvent[] = [];
    const tell = (event: AlertEventKind, alert: Alert) => events.push({ event, at: now, alert });
    const before = here.alerts;
    const made = here.made;
    here.alerts = new Map();
    here.made = new Map();
    for (const episode of episodes(here.findings)) {
      const same = madeOf(made.get(episode[0]!.start), here.rule, episode);
      const id = same?.id ?? alertId(here, episode);
      here.made.set(episode[0]!.start, same ?? { rule: here.rule, episode, id });
      const known = before.get(id);
      before.delete(id);
      if (same && known) {
        here.alerts.set(id, known);
        continue;
      }
      const state = known?.state ?? 'provisional';
      const alert = this.#alert(here, episode, id, state);
      here.alerts.set(id, alert);
      if (state === 'provisional') this.#provisional.set(id, { at: here, settlesAt: settlesAt(episode, here.rule) });
      if (!known) tell('raised', alert);
      else if (JSON.stringify(known) !== JSON.stringify(alert)) tell('revised', alert);
    }
    for (const gone of before.values()) {
      this.#provisional.delete(gone.id);
      tell('withdrawn', { ...gone, state: 'withdrawn' });
    }
    return events;
  }

  #alert({ rule, subject, factor }: Case, episode: Episode, id: string, state: Alert['state']): Alert {
    const judged = worst(episode);
    const rung = rule.ladder.filter(({ count }) => episode.length >= count).at(-1);
    const facts: Facts = { ...judged.facts, windows: episode.map(windowFacts) };
    if (rung) facts.level = rung.level;
    const alert: Omit<Alert, 'says'> = {
      id,
      rule: rule.id,
      ruleVersion: episode.at(-1)!.ruleVersion,
      covers: [...new Set(episode.flatMap((f) => f.covers))],
      kind: rule.kind,
      severity: gravest(episode.map((f) => f.severity)),
      state,
      site: subject.site,
      outlet: subject.outlet,
      factor,
      start: episode[0]!.start,
      end: Math.max(...episode.map((f) => f.end)),
      value: judged.value,
      limit: judged.limit,
      unit: judged.unit,
      count: episode.length,
      facts,
    };
    return { ...alert, says: rule.says(alert) };
  }
}

/** What an alert was made of, if that was these very findings under this very rule. */
function madeOf(made: Made | undefined, rule: RuleTerms, episode: Episode): Made | undefined {
  if (made?.rule !== rule || made.episode.length !== episode.length) return undefined;
  return made.episode.every((finding, i) => finding === episode[i]) ? made : undefined;
}

/** A finding in the list of an alert's windows: when, what value, and what else tells one act from another. */
function windowFacts(finding: Finding): Json {
  const { act, raw } = finding.facts;
  return {
    start: rfc3339(finding.start),
    end: rfc3339(finding.end),
    value: finding.value,
    limit: finding.limit,
    ...(act === undefined ? {} : { act }),
    ...(raw === undefined ? {} : { raw }),
  };
}

/** Of content, so that the same episode has the same id after a replay, a crash or another order of arrival. */
function alertId({ rule, subject, factor }: Case, episode: Episode): string {
  const content = [rule.id, subject.outlet, factor ?? '', episode[0]!.start].join('|');
  return `al_${createHash('sha256').update(content).digest('hex').slice(0, 20)}`;
}

function settlesAt(episode: Episode, rule: RuleTerms): number {
  return Math.max(...episode.map((f) => f.asOf)) + rule.settleMs;
}

/** One finding a beginning: of two that begin together the later ending one stays. */
function distinct(findings: readonly Finding[]): Finding[] {
  const bySlot = new Map<string, Finding>();
  for (const finding of findings) {
    const known = bySlot.get(slot(finding));
    if (!known || finding.end > known.end) bySlot.set(slot(finding), finding);
  }
  return [...bySlot.values()];
}

const key = (f: Finding) => `${f.rule}|${f.outlet}|${f.factor ?? ''}|${slot(f)}`;
const slot = (f: Finding) => `${f.from}|${f.start}`;

function sameFindings(a: readonly Finding[], b: readonly Finding[]): boolean {
  return a.length === b.length && a.every((f, i) => JSON.stringify(f) === JSON.stringify(b[i]));
}
