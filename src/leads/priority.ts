import type { Alert, Severity } from '../model/alert.ts';
import { DAY_MS, dateText, dayOf } from '../model/beijing.ts';
import type { Text } from '../model/text.ts';

const SEVERITY: Record<Severity, string> = { critical: '特别严重', serious: '严重', warning: '警告', info: '提示' };

/** What a priority is made of, as configuration. */
export interface PriorityTerms {
  severity: Record<Severity, number>;
  perExtraAlert: number;
  extraAlertsMax: number;
  perExtraDay: number;
  extraDaysMax: number;
  perTenthOver: number;
  overMax: number;
  keyPolluter: number;
}

/** 0–100, and the reasons with the points that each gave. */
export function priorityOf(
  alerts: readonly Alert[],
  severity: Severity,
  keyPolluter: boolean,
  terms: PriorityTerms,
): { priority: number; reasons: Text[] } {
  const days = new Set(alerts.flatMap((a) => daysOf(a)));
  const over = Math.max(0, ...alerts.map((a) => (a.limit && a.value !== null ? Math.abs(a.value / a.limit - 1) : 0)));
  const parts: [points: number, zh: string, en: string][] = [
    [terms.severity[severity], `最高级别${SEVERITY[severity]}`, `gravest severity ${severity}`],
    [
      Math.min(terms.extraAlertsMax, (alerts.length - 1) * terms.perExtraAlert),
      `同一事由 ${alerts.length} 条报警`,
      `${alerts.length} alerts of the same cause`,
    ],
    [
      Math.min(terms.extraDaysMax, (days.size - 1) * terms.perExtraDay),
      `涉及 ${days.size} 天`,
      `${days.size} days concerned`,
    ],
    [
      Math.min(terms.overMax, Math.floor(over * 10) * terms.perTenthOver),
      `最严重处偏离限值 ${Math.round(over * 100)}%`,
      `worst value ${Math.round(over * 100)} % beyond its limit`,
    ],
    [keyPolluter ? terms.keyPolluter : 0, '重点排污单位', 'key polluter'],
  ];
  const given = parts.filter(([points]) => points > 0);
  return {
    priority: Math.min(
      100,
      given.reduce((sum, [points]) => sum + points, 0),
    ),
    reasons: given.map(([points, zh, en]) => ({ zh: `${zh}（+${points}）`, en: `${en} (+${points})` })),
  };
}

/** Days that an alert speaks of: those it lists, or those it spans. */
function daysOf({ start, end, facts }: Alert): string[] {
  if (Array.isArray(facts.dates)) return facts.dates.map(String);
  const days: string[] = [];
  for (let at = start; at < end && days.length < 366; at += DAY_MS) days.push(dateText(dayOf(at)));
  return days;
}
