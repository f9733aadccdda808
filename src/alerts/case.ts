import { createHash } from 'node:crypto';
import type { Alert, Facts, Finding, Json } from '../model/alert.ts';
import { rfc3339, type Span } from '../model/beijing.ts';
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

/** An alert that was told, and what it was made of: as long as that is the same, so is the alert. */
export interface Told {
  readonly rule: RuleTerms | undefined;
  readonly episode: Episode;
  alert: Alert;
}

/** What became different: alerts that are new, that say something else now, and that are no more. */
export interface Difference {
  raised: Told[];
  revised: Told[];
  gone: Alert[];
  /** in order of time: those of the above that stand, and others that only settle at another time */
  made: Told[];
}

/** All that a rule says about one factor of an outlet: its findings, and the alerts made of them. */
export class Case {
  rule: RuleTerms;
  readonly subject: Subject;
  readonly factor: string | null;
  /** by the beginning of the window that they were found in */
  #findings = new Map<number, Finding[]>();
  /** in order of time, apart from each other */
  #told: Told[] = [];

  constructor(rule: RuleTerms, subject: Subject, factor: string | null) {
    this.rule = rule;
    this.subject = subject;
    this.factor = factor;
  }

  *alerts(): Iterable<Alert> {
    for (const { alert } of this.#told) yield alert;
  }

  /** Findings whose window begins in a span. */
  within({ start, end }: Span): Finding[] {
    const found: Finding[] = [];
    for (const [from, findings] of this.#findings) if (from >= start && from < end) found.push(...findings);
    return found;
  }

  /** Takes back in what a store kept. @returns the alerts that are not final */
  restore(findings: readonly Finding[], alerts: readonly Alert[]): Told[] {
    for (const finding of findings) this.#put(finding);
    const byStart = new Map(episodes(findings).map((episode) => [episode[0]!.start, episode]));
    this.#told = alerts
      .map((alert): Told => ({ rule: undefined, episode: byStart.get(alert.start) ?? [], alert }))
      .sort((a, b) => a.alert.start - b.alert.start);
    return this.#told.filter(({ alert, episode }) => alert.state === 'provisional' && episode.length > 0);
  }

  /** Replaces findings by others; only the alerts that these touch are made anew. */
  replace(old: readonly Finding[], findings: readonly Finding[]): Difference {
    for (const { from } of old) this.#findings.delete(from);
    for (const finding of findings) this.#put(finding);
    const { from, to } = this.#touched(old, findings);
    const before = this.#told.slice(from, to);
    const left = new Set(old);
    const pool = before.flatMap(({ episode }) => episode).filter((finding) => !left.has(finding));
    const known = new Map(before.map((told) => [told.alert.start, told]));
    const difference: Difference = { raised: [], revised: [], gone: [], made: [] };
    const now = episodes([...pool, ...findings]).map((episode): Told => {
      const was = known.get(episode[0]!.start);
      known.delete(episode[0]!.start);
      if (was && sameEpisode(was, this.rule, episode)) return was;
      const alert = this.#alert(episode, was?.alert.id ?? this.#idOf(episode), was?.alert.state ?? 'provisional');
      const told = { rule: this.rule, episode, alert };
      difference.made.push(told);
      if (!was) difference.raised.push(told);
      else if (!sameAlert(was.alert, alert)) difference.revised.push(told);
      return told;
    });
    difference.gone = [...known.values()].map(({ alert }) => alert);
    this.#told.splice(from, to - from, ...now);
    return difference;
  }

  #put(finding: Finding): void {
    const window = this.#findings.get(finding.from);
    if (window) window.push(finding);
    else this.#findings.set(finding.from, [finding]);
  }

  /** Alerts that findings which go or come are part of or touch; all where another rule made some of them. */
  #touched(old: readonly Finding[], findings: readonly Finding[]): { from: number; to: number } {
    const told = this.#told;
    if (told.some(({ rule }) => rule !== this.rule)) return { from: 0, to: told.length };
    let start = Number.POSITIVE_INFINITY;
    let end = Number.NEGATIVE_INFINITY;
    for (const finding of [...old, ...findings]) {
      start = Math.min(start, finding.start);
      end = Math.max(end, finding.end);
    }
    let from = told.findIndex(({ alert }) => alert.end >= start);
    if (from < 0) from = told.length;
    let to = from;
    while (to < told.length && told[to]!.alert.start <= end) to++;
    return { from, to };
  }

  #alert(episode: Episode, id: string, state: Alert['state']): Alert {
    const { rule, subject, factor } = this;
    const judged = worst(episode);
    const rung = rule.ladder.filter(({ count }) => episode.length >= count).at(-1);
    const facts: Facts = { ...judged.facts, windows: episode.map(windowFacts) };
    if (rung) facts.level = rung.level;
    const alert: Omit<Alert, 'says'> = {
      id,
      rule: rule.id,
      ruleVersion: episode.at(-1)!.ruleVersion,
      covers: coversOf(episode),
      kind: rule.kind,
      severity: gravest(episode),
      state,
      site: subject.site,
      outlet: subject.outlet,
      factor,
      start: episode[0]!.start,
      end: endOf(episode),
      value: judged.value,
      limit: judged.limit,
      unit: judged.unit,
      count: episode.length,
      facts,
    };
    return { ...alert, says: rule.says(alert) };
  }

  /** Of content, so that the same episode has the same id after a replay, a crash or another order of arrival. */
  #idOf(episode: Episode): string {
    const content = [this.rule.id, this.subject.outlet, this.factor ?? '', episode[0]!.start].join('|');
    return `al_${createHash('sha256').update(content).digest('hex').slice(0, 20)}`;
  }
}

function sameEpisode({ rule, episode: was }: Told, now: RuleTerms, episode: Episode): boolean {
  return rule === now && was.length === episode.length && was.every((finding, i) => finding === episode[i]);
}

/** Most alerts that are made anew have grown: that is told without writing both out. */
function sameAlert(a: Alert, b: Alert): boolean {
  return a.count === b.count && a.end === b.end && a.value === b.value && JSON.stringify(a) === JSON.stringify(b);
}

function endOf(episode: Episode): number {
  let end = Number.NEGATIVE_INFINITY;
  for (const finding of episode) end = Math.max(end, finding.end);
  return end;
}

function coversOf(episode: Episode): string[] {
  const covers = new Set<string>();
  for (const finding of episode) for (const id of finding.covers) covers.add(id);
  return [...covers];
}

/** Said again with every window that an alert grows by. */
const windowsSaid = new WeakMap<Finding, Json>();

/** A finding in the list of an alert's windows: when, what value, and what else tells one act from another. */
function windowFacts(finding: Finding): Json {
  let said = windowsSaid.get(finding);
  if (said === undefined) {
    const { act, raw } = finding.facts;
    said = {
      start: rfc3339(finding.start),
      end: rfc3339(finding.end),
      value: finding.value,
      limit: finding.limit,
      ...(act === undefined ? {} : { act }),
      ...(raw === undefined ? {} : { raw }),
    };
    windowsSaid.set(finding, said);
  }
  return said;
}
