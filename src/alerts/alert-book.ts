import type { Alert, AlertEvent, AlertEventKind, Finding } from '../model/alert.ts';
import type { Span } from '../model/beijing.ts';
import { Case, isFinal, nextFinal, type RuleTerms, type Subject, type Told } from './case.ts';

export type { RuleTerms, Subject } from './case.ts';

/** What changed in the findings, for whoever keeps them. */
export interface FindingChange {
  put: Finding[];
  drop: Finding[];
}

const EVER: Span = { start: Number.NEGATIVE_INFINITY, end: Number.POSITIVE_INFINITY };

/**
 * Findings gathered into alerts. The same findings give the same alerts, whatever the order in which they came; what
 * differs from before is told as events.
 */
export class AlertBook {
  #cases = new Map<string, Case>();
  #factorsOf = new Map<string, Set<string | null>>();
  /** alerts of which not everything is final */
  #open = new Map<string, { here: Case; told: Told; settlesAt: number }>();
  /** nothing settles before: asked every second, of alerts that take days */
  #nextSettles = Number.POSITIVE_INFINITY;
  /** what happened last to each finding since it was asked for */
  #changed = new Map<string, { finding: Finding; stands: boolean }>();

  /**
   * Replaces what a rule says about one window of an outlet by what it says now.
   * @param now the journal's clock, epoch ms
   * @returns what changed, in order of time
   */
  reconcile(rule: RuleTerms, subject: Subject, window: Span, findings: readonly Finding[], now: number): AlertEvent[] {
    const prefix = `${rule.id}|${subject.outlet}|`;
    const known = this.#factorsOf.get(prefix);
    if (findings.length === 0 && known === undefined) return [];
    const factors = new Set([...findings.map((f) => f.factor), ...(known ?? [])]);
    const events: AlertEvent[] = [];
    for (const factor of factors) {
      const own = distinct(findings.filter((f) => f.factor === factor));
      const here = this.#case(rule, subject, factor, prefix);
      const before = here.within(window);
      if (sameFindings(before, own)) continue;
      here.rule = rule;
      for (const finding of before) this.#changed.set(key(finding), { finding, stands: false });
      for (const finding of own) this.#changed.set(key(finding), { finding, stands: true });
      events.push(...this.#replace(here, before, own, now));
    }
    return events;
  }

  /** Takes back all that a rule says about an outlet: it no longer looks there. Nobody could revise or settle it. */
  silence(rule: string, outlet: string, now: number): AlertEvent[] {
    const prefix = `${rule}|${outlet}|`;
    return this.#casesOf(prefix).flatMap((here) => this.reconcile(here.rule, here.subject, EVER, [], now));
  }

  /**
   * What has passed its marking deadline becomes final: of an alert that still grows the days before, with a `revised`; all of
   * one that no longer does, with `confirmed`.
   */
  settle(now: number): AlertEvent[] {
    const events: AlertEvent[] = [];
    if (now < this.#nextSettles) return events;
    this.#nextSettles = Number.POSITIVE_INFINITY;
    for (const { here, told, settlesAt } of [...this.#open.values()]) {
      if (settlesAt <= now) {
        const { state } = told.alert;
        if (here.settle(told, now)) {
          const event = told.alert.state === state ? 'revised' : 'confirmed';
          events.push({ event, at: now, alert: told.alert, final: here.finalOf(told) });
        }
      }
      this.#await(here, told);
    }
    return events.sort((a, b) => a.alert.start - b.alert.start || (a.alert.id < b.alert.id ? -1 : 1));
  }

  /** Findings of one rule about an outlet whose window begins in a span. */
  findings(rule: string, outlet: string, span: Span): Finding[] {
    return this.#casesOf(`${rule}|${outlet}|`).flatMap((here) => here.within(span));
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
    for (const here of this.#cases.values()) yield* here.alerts();
  }

  /** Every alert that stands, as far as it is final. */
  *finals(): Iterable<Alert> {
    for (const here of this.#cases.values()) yield* here.finals();
  }

  /** Takes back in what a store kept: findings and the alerts made of them, with nothing told. @param now the clock by then */
  restore(
    rule: RuleTerms,
    subject: Subject,
    findings: readonly Finding[],
    alerts: readonly Alert[],
    now: number,
  ): void {
    for (const factor of new Set(findings.map((f) => f.factor))) {
      const here = this.#case(rule, subject, factor, `${rule.id}|${subject.outlet}|`);
      const about = <T extends { factor: string | null }>(all: readonly T[]) => all.filter((x) => x.factor === factor);
      for (const told of here.restore(about(findings), about(alerts), now)) this.#await(here, told);
    }
  }

  #casesOf(prefix: string): Case[] {
    return [...(this.#factorsOf.get(prefix) ?? [])].map((factor) => this.#cases.get(prefix + (factor ?? ''))!);
  }

  #case(rule: RuleTerms, subject: Subject, factor: string | null, prefix: string): Case {
    const name = prefix + (factor ?? '');
    let found = this.#cases.get(name);
    if (!found) {
      found = new Case(rule, subject, factor);
      this.#cases.set(name, found);
      const factors = this.#factorsOf.get(prefix) ?? new Set();
      this.#factorsOf.set(prefix, factors.add(factor));
    }
    return found;
  }

  /** Alerts as they follow from the findings now, against what was told before. */
  #replace(here: Case, before: readonly Finding[], own: readonly Finding[], now: number): AlertEvent[] {
    const { made, raised, revised, gone } = here.replace(before, own, now);
    const events: AlertEvent[] = [];
    const tell = (event: AlertEventKind, told: Told) =>
      events.push({ event, at: now, alert: told.alert, final: here.finalOf(told) });
    for (const told of made) {
      this.#await(here, told);
      if (raised.includes(told)) tell('raised', told);
      else if (revised.includes(told)) tell('revised', told);
    }
    for (const alert of gone) {
      this.#open.delete(alert.id);
      events.push({ event: 'withdrawn', at: now, alert: { ...alert, state: 'withdrawn' } });
    }
    return events;
  }

  #await(here: Case, told: Told): void {
    if (isFinal(told)) {
      this.#open.delete(told.alert.id);
      return;
    }
    const settlesAt = nextFinal(told, here.rule);
    this.#open.set(told.alert.id, { here, told, settlesAt });
    this.#nextSettles = Math.min(this.#nextSettles, settlesAt);
  }
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
