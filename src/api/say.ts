/** From the words of the house to the JSON that the API says: times as RFC 3339, names beside ids. */
import { alertView } from '../model/alert-view.ts';
import { rfc3339 } from '../model/beijing.ts';
import { type DeviceCounters, isSilent } from '../model/device.ts';
import { LEAD_MOVES, type Lead } from '../model/lead.ts';
import { MARK_KINDS, type Mark } from '../model/mark.ts';
import type { AlertRow } from '../model/views/alerts.ts';
import type { DeviceView } from '../model/views/devices.ts';
import type { LeadDetail, LeadView } from '../model/views/leads.ts';
import type { MarkView } from '../model/views/statements.ts';
import type { StoredAlert } from '../store/alert-queries.ts';
import type { LeadLine } from '../store/lead-queries.ts';
import type { Labels } from './names.ts';

export function alertRow(alert: StoredAlert, labels: Labels): AlertRow {
  return {
    ...alertView(alert),
    updatedAt: rfc3339(alert.updatedAt),
    siteName: labels.site(alert.site),
    outletName: labels.outlet(alert.outlet),
    factorName: labels.factor(alert.factor),
    ruleTitle: labels.rule(alert.rule),
  };
}

export function leadView(lead: Lead, labels: Labels): LeadView {
  const { id, site, cause, queue, evidence, severity, priority, reasons, says, state, assignee, alerts, version } =
    lead;
  return {
    v: 1,
    id,
    site,
    siteName: labels.site(site),
    cause,
    queue,
    evidence,
    severity,
    priority,
    reasons,
    says,
    state,
    moves: LEAD_MOVES[state],
    assignee,
    openedAt: rfc3339(lead.openedAt),
    start: rfc3339(lead.start),
    end: rfc3339(lead.end),
    alerts,
    version,
  };
}

export const leadLine = ({ at, by, from, to, reason }: LeadLine): LeadDetail['history'][number] => ({
  at: rfc3339(at),
  by,
  from,
  to,
  reason,
});

export function markView(mark: Mark): MarkView {
  const { layer, name } = MARK_KINDS[mark.kind];
  return {
    id: mark.id,
    outlet: mark.outlet,
    kind: mark.kind,
    name,
    layer,
    start: rfc3339(mark.start),
    end: rfc3339(mark.end),
    createdAt: rfc3339(mark.createdAt),
    factor: mark.factor ?? null,
    receivedAt: rfc3339(mark.receivedAt ?? mark.createdAt),
    author: mark.author ?? null,
    note: mark.note ?? null,
    revoked: mark.revoked ?? false,
  };
}

export function deviceView(device: DeviceCounters, now: number): DeviceView {
  const { lastSeen, lastData, ...counters } = device;
  return {
    ...counters,
    state: deviceState(device, now),
    lastSeen: lastSeen === null ? null : rfc3339(lastSeen),
    lastData: lastData === null ? null : rfc3339(lastData),
  };
}

function deviceState({ outlet, lastSeen }: DeviceCounters, now: number): DeviceView['state'] {
  if (outlet === null) return 'quarantined';
  if (lastSeen === null) return 'never';
  return isSilent(lastSeen, now) ? 'silent' : 'online';
}
