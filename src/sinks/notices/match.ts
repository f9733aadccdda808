import { z } from 'zod';
import { ALERT_KINDS, SEVERITIES, type Severity } from '../../model/alert.ts';
import { LEAD_QUEUES } from '../../model/lead.ts';
import type { Place } from '../../model/place.ts';
import type { StoredEvent } from '../../store/event-queries.ts';

/** What must hold of an event, all of it; what is not named may be anything. */
export const matchSchema = z.strictObject({
  what: z.enum(['alert', 'lead']).optional().describe('报警或线索 / alerts or leads'),
  severity: z.enum(SEVERITIES).optional().describe('至少此级别 / at least this severity'),
  kinds: z.array(z.enum(ALERT_KINDS)).min(1).optional().describe('报警类别 / kinds of alert'),
  rules: z.array(z.string()).min(1).optional().describe('规则编号 / ids of rules'),
  queues: z.array(z.enum(LEAD_QUEUES)).min(1).optional().describe('线索去向 / queues of leads'),
  regions: z
    .array(z.string().regex(/^\d{2,12}$/))
    .min(1)
    .optional()
    .describe('行政区划代码前缀，如 3301 / beginnings of administrative division codes, such as 3301'),
  industries: z.array(z.string()).min(1).optional().describe('行业 / industries'),
  sites: z.array(z.string()).min(1).optional().describe('企业编号 / ids of sites'),
});
export type Match = z.output<typeof matchSchema>;

/** @param graver the severity asked for does not count: it was told of it before */
export function matches(match: Match, event: StoredEvent, place: Place | undefined, graver = false): boolean {
  const { site, severity } = event.kind === 'alert' ? event.alert : event.lead;
  const kind = event.kind === 'alert' ? event.alert.kind : undefined;
  const rule = event.kind === 'alert' ? event.alert.rule : undefined;
  const queue = event.kind === 'lead' ? event.lead.queue : undefined;
  return (
    (match.what === undefined || match.what === event.kind) &&
    (match.severity === undefined || graver || atLeast(severity, match.severity)) &&
    named(match.kinds, kind) &&
    named(match.rules, rule) &&
    named(match.queues, queue) &&
    named(match.industries, place?.industry) &&
    named(match.sites, site) &&
    (match.regions === undefined || match.regions.some((region) => place?.region.startsWith(region) ?? false))
  );
}

export const atLeast = (severity: Severity, least: Severity) =>
  SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);

const named = <T>(allowed: readonly T[] | undefined, value: T | undefined) =>
  allowed === undefined || (value !== undefined && allowed.includes(value));

/** Kinds that an enterprise may be told of, to mark, repair or explain (电子督办). */
const OPEN_KINDS = ['exceedance', 'temperature', 'duty', 'quality'];

/**
 * Whether the enterprise itself may learn of it: never of a lead, and never of a suspicion – a check by surprise is how
 * such cases are made (leads.md §4).
 */
export function forEnterprise(event: StoredEvent): boolean {
  if (event.kind === 'lead') return false;
  const { kind, covers } = event.alert;
  return OPEN_KINDS.includes(kind) && !covers.some((id) => /^F\d/.test(id));
}
