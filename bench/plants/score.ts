import { type EvidenceTerms, queueOf, weigh } from '../../src/leads/evidence.ts';
import type { Alert } from '../../src/model/alert.ts';
import { DAY_MS } from '../../src/model/beijing.ts';
import type { Lead } from '../../src/model/lead.ts';
import type { Truth } from '../../src/simulator/script/truth.ts';
import type { Outcome } from './watch.ts';

/** What was said of suspected falsification, held against what was done. */
export interface Score {
  /** leads for enforcement that speak of a furnace in the days in which it falsified, and those that do not */
  right: number;
  wrong: number;
  /** what each wrong lead rests on */
  wrongLeads: string[];
  /** the same for cases that only ask an analyst to look */
  reviewRight: number;
  reviewWrong: number;
  furnaces: Furnace[];
  /** rules that spoke about honest furnaces or honest days, by how many alerts */
  falseSignals: Record<string, number>;
}

export interface Furnace {
  mode: string;
  /** a lead, a case for review, or nothing */
  found: 'lead' | 'review' | null;
  /** whether it would be a lead where instruments do not tell their settings (CN 3020) */
  leadWithoutSettings: boolean;
  /** days from the first act to the lead */
  delayDays: number;
  /** rules that spoke rightly */
  rules: string[];
}

/** Signals and leads that touch an act within this long count as speaking of it. */
const NEAR_MS = DAY_MS;

/** Rules that judge what instruments tell of themselves. */
const SETTING_RULES: ReadonlySet<string> = new Set(['setting-changed', 'hold-unflagged']);

/** Whether what was rightly said of an outlet makes a lead without some of the rules. */
function leadWithout(
  rules: ReadonlySet<string>,
  outlet: string,
  signals: readonly Alert[],
  terms: EvidenceTerms,
): boolean {
  const own = signals.filter((alert) => alert.outlet === outlet && !rules.has(alert.rule));
  return queueOf(weigh(own, terms)) === 'enforcement';
}

function restsOn({ cause, evidence, alerts }: Lead, all: ReadonlyMap<string, Alert>): string {
  const signals = (evidence?.alerts ?? alerts).flatMap((id) => all.get(id) ?? []);
  return [cause, ...signals.map(({ rule, facts, says }) => `${rule} (${facts.score}): ${says.en}`)].join('\n  ');
}

/** @param cheats mode by furnace */
export function score(outcome: Outcome, cheats: ReadonlyMap<string, { id: string }>): Score {
  const acts = outcome.truth.filter(({ kind }) => kind === 'falsification');
  const speaksOfAct = ({ outlet, start, end }: Alert) =>
    acts.some((act: Truth) => act.outlet === outlet && start < act.end + NEAR_MS && end > act.start - NEAR_MS);
  const cases = outcome.leads.filter(({ lead }) => lead.cause.startsWith('falsification/'));
  const result: Score = {
    right: 0,
    wrong: 0,
    wrongLeads: [],
    reviewRight: 0,
    reviewWrong: 0,
    furnaces: [],
    falseSignals: {},
  };
  const speaks = ({ evidence, alerts }: Lead) =>
    (evidence?.alerts ?? alerts).some((id) => outcome.alerts.has(id) && speaksOfAct(outcome.alerts.get(id)!));
  for (const { lead } of cases) {
    const right = speaks(lead);
    if (lead.queue === 'enforcement') result[right ? 'right' : 'wrong']++;
    else result[right ? 'reviewRight' : 'reviewWrong']++;
    if (lead.queue === 'enforcement' && !right) result.wrongLeads.push(restsOn(lead, outcome.alerts));
  }
  const signals = [...outcome.alerts.values()].filter((a) => a.kind === 'falsification' && a.severity !== 'info');
  for (const alert of signals) {
    if (!speaksOfAct(alert)) result.falseSignals[alert.rule] = (result.falseSignals[alert.rule] ?? 0) + 1;
  }
  for (const [outlet, { id: mode }] of cheats) {
    const own = cases.filter(({ lead }) => lead.cause === `falsification/${outlet}` && speaks(lead));
    const lead = own.filter(({ lead }) => lead.queue === 'enforcement').sort((a, b) => a.at - b.at)[0];
    const began = Math.min(...acts.filter((act) => act.outlet === outlet).map(({ start }) => start));
    const rules = signals.filter((a) => a.outlet === outlet && speaksOfAct(a)).map(({ rule }) => rule);
    result.furnaces.push({
      mode,
      leadWithoutSettings: leadWithout(SETTING_RULES, outlet, signals.filter(speaksOfAct), outcome.terms),
      found: lead ? 'lead' : own.length > 0 ? 'review' : null,
      delayDays: lead ? (lead.at - began) / DAY_MS : Number.NaN,
      rules: [...new Set(rules)].sort(),
    });
  }
  return result;
}
