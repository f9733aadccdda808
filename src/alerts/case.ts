import { createHash } from 'node:crypto';
import type { Alert, Facts, Finding, Json } from '../model/alert.ts';
import { DAY_MS, dayOf, dayStart, rfc3339, type Span } from '../model/beijing.ts';
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
  /** how many of its findings, from the first on, are final */
  final: number;
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

  /** The alerts as far as they are final. */
  *finals(): Iterable<Alert> {
    for (const told of this.#told) {
      const final = this.finalOf(told);
      if (final) yield final;
    }
  }

  /** An alert as far as it is final: made of the findings whose settle time has passed, undefined where there are none. */
  finalOf({ episode, alert, final }: Told): Alert | undefined {
    if (final === episode.length) return alert.state === 'confirmed' ? alert : { ...alert, state: 'confirmed' };
    return final === 0 ? undefined : this.#alert(episode.slice(0, final), alert.id, 'confirmed');
  }

  /** Lets time pass for an alert. @returns whether more of it is final than before */
  settle(told: Told, now: number): boolean {
    const { episode, alert } = told;
    const final = finalCount(episode, this.rule, now);
    const state = final === episode.length ? 'confirmed' : alert.state;
    if (final === told.final && state === alert.state) return false;
    told.final = final;
    told.alert = this.#alert(episode, alert.id, state, final);
    return true;
  }

  /** Findings whose window begins in a span. */
  within({ start, end }: Span): Finding[] {
    const found: Finding[] = [];
    for (const [from, findings] of this.#findings) if (from >= start && from < end) found.push(...findings);
    return found;
  }

  /** Takes back in what a store kept. @param now how far the clock had gone @returns the alerts that are not final */
  restore(findings: readonly Finding[], alerts: readonly Alert[], now: number): Told[] {
    for (const finding of findings) this.#put(finding);
    const byStart = new Map(episodes(findings).map((episode) => [episode[0]!.start, episode]));
    this.#told = alerts
      .map((alert): Told => {
        const episode = byStart.get(alert.start) ?? [];
        return { rule: undefined, episode, alert, final: finalCount(episode, this.rule, now) };
      })
      .sort((a, b) => a.alert.start - b.alert.start);
    return this.#told.filter((told) => !isFinal(told));
  }

  /** Replaces findings by others; only the alerts that these touch are made anew. */
  replace(old: readonly Finding[], findings: readonly Finding[], now: number): Difference {
    for (const { from } of old) this.#findings.delete(from);
    for (const finding of findings) this.#put(finding);
    const { from, to } = this.#touched(old, findings);
    const before = this.#told.slice(from, to);
    const left = new Set(old);
    const pool = before.flatMap(({ episode }) => episode).filter((finding) => !left.has(finding));
    const known = new Map(before.map((told) => [told.alert.start, told]));
    const difference: Difference = { raised: [], revised: [], gone: [], made: [] };
    const made = episodes([...pool, ...findings]).map((episode): Told => {
      const was = known.get(episode[0]!.start);
      known.delete(episode[0]!.start);
      if (was && sameEpisode(was, this.rule, episode)) return was;
      const final = finalCount(episode, this.rule, now);
      const alert = this.#alert(
        episode,
        was?.alert.id ?? this.#idOf(episode),
        was?.alert.state ?? 'provisional',
        final,
      );
      const told = { rule: this.rule, episode, alert, final };
      difference.made.push(told);
      if (!was) difference.raised.push(told);
      else if (!sameAlert(was.alert, alert)) difference.revised.push(told);
      return told;
    });
    difference.gone = [...known.values()].map(({ alert }) => alert);
    this.#told.splice(from, to - from, ...made);
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

  /** @param final how many of the findings are final; all of them where that is not told */
  #alert(episode: Episode, id: string, state: Alert['state'], final = episode.length): Alert {
    const { rule, subject, factor } = this;
    const judged = worst(episode);
    const rung = rule.ladder.filter(({ count }) => episode.length >= count).at(-1);
    const facts: Facts = { ...judged.facts, windows: episode.map(windowFacts) };
    if (rung) facts.level = rung.level;
    if (final > 0 && final < episode.length) facts.finalUntil = rfc3339(endOf(episode.slice(0, final)));
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

/**
 * How many findings of an episode are final, from the first on: each is when its settle time has passed. An episode that still
 * grows becomes final by whole days of Beijing time, so that its lead changes once a day and not with every window.
 */
function finalCount(episode: Episode, { settleMs }: RuleTerms, now: number): number {
  if (wholeSettlesAt(episode, settleMs) <= now) return episode.length;
  const until = dayStart(dayOf(now - settleMs));
  return episode.findIndex(({ asOf }) => asOf > until);
}

export const isFinal = ({ episode, final, alert }: Told) => final === episode.length && alert.state === 'confirmed';

/** When more of an alert becomes final than is now. */
export function nextFinal({ episode, final }: Told, { settleMs }: RuleTerms): number {
  const whole = wholeSettlesAt(episode, settleMs);
  const next = episode[final];
  return next ? Math.min(dayStart(dayOf(next.asOf - 1)) + DAY_MS + settleMs, whole) : whole;
}

function wholeSettlesAt(episode: Episode, settleMs: number): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const { asOf } of episode) last = Math.max(last, asOf);
  return last + settleMs;
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
