import type { Alert } from '../model/alert.ts';
import { DAY_MS } from '../model/beijing.ts';
import type { Evidence, LeadQueue } from '../model/lead.ts';

/** When signals of suspected falsification make a lead, as configuration (falsification.md §0, §4). */
export interface EvidenceTerms {
  /** summed score from which on they are offered to enforcement, and from which on to the review queue */
  lead: number;
  review: number;
  /** sensors or layers that must agree, unless one signal reaches `lead` by itself */
  layers: number;
  /** signals further apart than this do not speak of one act, days */
  withinDays: number;
  /** acts of people that add up; absent = none */
  again?: AgainTerms | undefined;
}

/**
 * Marks are set, records rewritten and machines switched off by people: each further separate act that one of these rules
 * finds adds to its score. Rules about what an instrument itself does have no place here, for it may fail again and again.
 */
export interface AgainTerms {
  rules: readonly string[];
  score: number;
  /** acts further back than this are forgotten, days */
  withinDays: number;
}

interface Signal {
  alert: Alert;
  score: number;
  layers: string[];
  /** separate acts that the score speaks of */
  acts: number;
}

/**
 * Whether an alert carries a weight as evidence: `facts.score` and `facts.layers`, see detectors/evidence.ts. What is
 * told for information only carries none.
 */
export function isSignal({ severity, facts }: Alert): boolean {
  return severity !== 'info' && typeof facts.score === 'number';
}

/**
 * Weighs signals that lie near each other: the best of each sensor or layer counts once, and the best such sum over
 * all neighbourhoods is taken.
 */
export function weigh(alerts: readonly Alert[], terms: EvidenceTerms): Evidence | null {
  const signals = alerts.filter(isSignal).map((alert) => signalOf(alert, alerts, terms.again));
  let best: Evidence | null = null;
  for (const { alert: anchor } of signals) {
    const near = signals.filter(({ alert }) => {
      const apart = Math.max(alert.start - anchor.end, anchor.start - alert.end);
      return apart <= terms.withinDays * DAY_MS && alert.start >= anchor.start;
    });
    const sum = independent(near, terms);
    if (!best || sum.score > best.score) best = sum;
  }
  return best;
}

export function queueOf(evidence: Evidence | null): LeadQueue | undefined {
  if (!evidence) return undefined;
  const { score, needed, layers, decisive } = evidence;
  if (decisive || (score >= needed.lead - 1e-9 && layers.length >= needed.layers)) return 'enforcement';
  return score >= needed.review - 1e-9 ? 'review' : undefined;
}

function signalOf(alert: Alert, all: readonly Alert[], again: AgainTerms | undefined): Signal {
  const { score, layers } = alert.facts;
  const acts = again?.rules.includes(alert.rule) ? actsUpTo(alert, all, again.withinDays) : 1;
  return {
    alert,
    // What one act cannot say, many can at most make as good as certain.
    score: acts === 1 ? Number(score) : Math.min(1, Number(score) + (acts - 1) * again!.score),
    layers: Array.isArray(layers) ? layers.map(String) : [alert.rule],
    acts,
  };
}

/** Alerts of the same rule and factor up to this one; those that touch are one alert already. */
function actsUpTo({ rule, factor, start }: Alert, all: readonly Alert[], withinDays: number): number {
  return all.filter((other) => {
    const earlier = start - other.start;
    return other.rule === rule && other.factor === factor && earlier >= 0 && earlier <= withinDays * DAY_MS;
  }).length;
}

/** Strongest first; one that rests on a sensor or layer already heard adds nothing. */
function independent(signals: readonly Signal[], { lead, review, layers: needed }: EvidenceTerms): Evidence {
  const heard: string[] = [];
  const alerts: string[] = [];
  let score = 0;
  const strongest = [...signals].sort((a, b) => b.score - a.score || (a.alert.id < b.alert.id ? -1 : 1));
  for (const signal of strongest) {
    if (signal.layers.some((layer) => heard.some((other) => sameSource(layer, other)))) continue;
    heard.push(...signal.layers);
    alerts.push(signal.alert.id);
    score += signal.score;
  }
  return {
    score: Math.round(score * 100) / 100,
    layers: heard,
    alerts,
    decisive: strongest[0]!.score >= lead - 1e-9,
    ...(strongest[0]!.acts > 1 ? { acts: strongest[0]!.acts } : {}),
    needed: { lead, review, layers: needed },
  };
}

/** `emission` as a whole is every channel of it. */
function sameSource(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
