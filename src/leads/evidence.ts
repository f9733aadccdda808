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
}

interface Signal {
  alert: Alert;
  score: number;
  layers: string[];
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
  const signals = alerts.filter(isSignal).map(signalOf);
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

function signalOf(alert: Alert): Signal {
  const { score, layers } = alert.facts;
  return { alert, score: Number(score), layers: Array.isArray(layers) ? layers.map(String) : [alert.rule] };
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
    decisive: strongest[0]!.score >= lead,
    needed: { lead, review, layers: needed },
  };
}

/** `emission` as a whole is every channel of it. */
function sameSource(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
