import { createHash } from 'node:crypto';
import { type Alert, type AlertEvent, SEVERITIES, type Severity } from '../model/alert.ts';
import { dateText, dayOf } from '../model/beijing.ts';
import { LEAD_MOVES, type Lead, type LeadEvent, type LeadQueue, type LeadState } from '../model/lead.ts';
import type { Text } from '../model/text.ts';
import { type EvidenceTerms, isSignal, queueOf, weigh } from './evidence.ts';
import { type PriorityTerms, priorityOf } from './priority.ts';

export interface LeadTerms {
  /** a final alert of this severity or graver opens a lead */
  from: Severity;
  evidence: EvidenceTerms;
  priority: PriorityTerms;
}

/** What a lead needs to know of a site. */
export interface SiteTerms {
  name: Text;
  keyPolluter: boolean;
}

export interface LeadMove {
  lead: string;
  to: LeadState;
  version: number;
  by: string;
  reason: string;
}

const MACHINE = 'fluewatch';

/**
 * Alerts, as far as they are final, gathered into leads: one lead per site and cause (outlet, kind of alert, calendar month), so that
 * nothing is dispatched twice while each day stays countable. Signals of suspected falsification are weighed together:
 * they make a lead, a case for review, or wait for more. The machine opens leads and attaches alerts; only people move
 * them.
 */
export class LeadBook {
  #terms: LeadTerms;
  readonly #site: (id: string) => SiteTerms;
  #leads = new Map<string, Lead>();
  /** by lead, also where there are too few signals for one so far */
  #alerts = new Map<string, Map<string, Alert>>();

  constructor(terms: LeadTerms, site: (id: string) => SiteTerms) {
    this.#terms = terms;
    this.#site = site;
  }

  lead(id: string): Lead | undefined {
    return this.#leads.get(id);
  }

  all(): Iterable<Lead> {
    return this.#leads.values();
  }

  /** Takes back in what a store kept. @param alerts as far as they are final, and those that are withdrawn */
  restore(leads: Iterable<Lead>, alerts: ReadonlyMap<string, Alert>): void {
    for (const lead of leads) {
      this.#leads.set(lead.id, lead);
      const known = lead.alerts.flatMap((id) => alerts.get(id) ?? []);
      this.#alerts.set(lead.id, new Map(known.map((alert) => [alert.id, alert])));
    }
    for (const alert of alerts.values()) {
      if (isSignal(alert) && alert.state === 'confirmed') this.#heldBy(leadId(alert)).set(alert.id, alert);
    }
  }

  /** What changes of alerts do to leads. */
  follow(events: readonly AlertEvent[]): LeadEvent[] {
    return events.flatMap((event) => this.#follow(event) ?? []);
  }

  /**
   * Other terms are in force: priorities are worked out anew, and alerts that are grave enough now open leads.
   * @param alerts as far as they are final
   */
  retune(terms: LeadTerms, alerts: Iterable<Alert>, at: number): LeadEvent[] {
    this.#terms = terms;
    return this.follow([...alerts].map((alert) => ({ event: 'revised', at, alert, final: alert })));
  }

  /** A person moves a lead. @returns undefined where the move is not allowed, or the person saw an older version */
  move({ lead: id, to, version, by, reason }: LeadMove, at: number): LeadEvent | undefined {
    const lead = this.#leads.get(id);
    if (!lead || lead.version !== version || !LEAD_MOVES[lead.state].includes(to)) return undefined;
    const assignee = to === 'assigned' ? by : lead.assignee;
    const moved: Lead = { ...lead, state: to, assignee, version: version + 1 };
    this.#leads.set(id, moved);
    return { at, by, from: lead.state, reason, lead: moved };
  }

  #follow({ event, at, alert, final }: AlertEvent): LeadEvent | undefined {
    const id = leadId(alert);
    const known = this.#leads.get(id);
    const held = this.#heldBy(id);
    if (!held.has(alert.id) && !(final && this.#counts(final))) return undefined;
    const last = !final && held.size === 1;
    if (final) held.set(alert.id, final);
    else if (!last || !known) held.delete(alert.id);
    if (!known && !this.#queue([...held.values()])) return undefined;
    const lead = this.#compose(id, known, [...held.values()], at, last);
    if (known && JSON.stringify({ ...known, version: 0 }) === JSON.stringify({ ...lead, version: 0 })) return undefined;
    this.#leads.set(id, lead);
    return { at, by: MACHINE, from: known?.state ?? null, reason: `${event} ${alert.id}`, lead };
  }

  #heldBy(id: string): Map<string, Alert> {
    const held = this.#alerts.get(id) ?? new Map<string, Alert>();
    this.#alerts.set(id, held);
    return held;
  }

  #counts(alert: Alert): boolean {
    return isSignal(alert) || SEVERITIES.indexOf(alert.severity) >= SEVERITIES.indexOf(this.#terms.from);
  }

  /** Undefined where what is held does not make a case. */
  #queue(alerts: readonly Alert[]): LeadQueue | undefined {
    if (alerts.some((alert) => !isSignal(alert))) return 'enforcement';
    return queueOf(weigh(alerts, this.#terms.evidence));
  }

  /** @param withdrawn its last alert was withdrawn: people are told, but only they close the lead */
  #compose(id: string, known: Lead | undefined, alerts: Alert[], at: number, withdrawn: boolean): Lead {
    alerts.sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
    const first = alerts[0]!;
    const queue = this.#queue(alerts) ?? 'review';
    // Signals that suffice together are as grave as an alert that opens a lead by itself.
    const least: Severity = queue === 'enforcement' ? this.#terms.from : 'info';
    const severity = alerts.reduce<Severity>(
      (worst, a) => (SEVERITIES.indexOf(a.severity) > SEVERITIES.indexOf(worst) ? a.severity : worst),
      least,
    );
    const site = this.#site(first.site);
    const evidence = weigh(alerts, this.#terms.evidence);
    return {
      id,
      site: first.site,
      cause: causeOf(first),
      queue,
      evidence,
      severity,
      ...priorityOf(alerts, severity, site.keyPolluter, this.#terms.priority),
      says: sentence(alerts, severity, withdrawn),
      state: known?.state ?? 'new',
      assignee: known?.assignee ?? null,
      openedAt: known?.openedAt ?? at,
      start: first.start,
      end: Math.max(...alerts.map((a) => a.end)),
      alerts: alerts.map((a) => a.id),
      version: (known?.version ?? 0) + 1,
    };
  }
}

const causeOf = (alert: Alert) => `${alert.kind}/${alert.outlet ?? alert.site}`;

function leadId(alert: Alert): string {
  const month = dateText(dayOf(alert.start)).slice(0, 7);
  const digest = createHash('sha256')
    .update([alert.site, causeOf(alert), month].join('|'))
    .digest('hex');
  return `ld_${digest.slice(0, 20)}`;
}

/** The gravest alert's own sentence, and how many more there are. */
function sentence(alerts: readonly Alert[], severity: Severity, withdrawn: boolean): Text {
  const says = (alerts.find((a) => a.severity === severity) ?? alerts[0]!).says;
  const more = alerts.length - 1;
  const zh = more === 0 ? says.zh : `${says.zh}；同一事由另有 ${more} 条报警`;
  const en = more === 0 ? says.en : `${says.en}; ${more} more alert(s) of the same cause`;
  return withdrawn ? { zh: `【报警已撤回】${zh}`, en: `[alert withdrawn] ${en}` } : { zh, en };
}
