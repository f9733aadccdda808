import type { Json } from '../../model/alert.ts';
import { dayStart, parseTime } from '../../model/beijing.ts';
import { type DeviceCounters, isSilent } from '../../model/device.ts';
import type { LeadQueue, LeadState } from '../../model/lead.ts';
import { OPEN_LEAD_STATES } from '../../model/lead.ts';
import type {
  OutletFigures,
  ReportedAlert,
  ReportedDevice,
  ReportedLead,
  ReportedWindow,
  ReportFacts,
  ReportScope,
} from '../../report/facts.ts';
import type { StoredAlert } from '../../store/alert-queries.ts';
import type { StoreReader } from '../../store/reader.ts';
import type { Slice } from '../../store/slice.ts';
import type { Questions } from '../questions.ts';

/** Asks a shard, in its thread or in this one. */
export type Ask = <Q extends keyof Questions>(question: Q, ask: Questions[Q]['ask']) => Promise<Questions[Q]['answer']>;

export interface ReportGround {
  ask: Ask;
  views: StoreReader;
  issuer: string | null;
  /** Beijing day of today */
  today: number;
}

/** Rows that are read from the store at once; others get their turn between two readings. */
const SLICE = 500;

/** Everything that a report is made from, outlet by outlet, so that nobody waits long for the engine. */
export async function gather(scope: ReportScope, { ask, views, issuer, today }: ReportGround): Promise<ReportFacts> {
  const { days, kind } = scope;
  const places = Object.entries(await ask('places', undefined)).filter(
    ([id, { region }]) => (scope.site ?? id) === id && region.startsWith(scope.region ?? ''),
  );
  const sites = new Set(places.map(([id]) => id));
  const outlets: OutletFigures[] = [];
  for (const [, place] of places) {
    for (const outlet of Object.keys(place.outlets)) {
      const figures = await ask('outletFigures', { outlet, days, by: kind === 'daily' ? 'day' : 'month' });
      if (figures) outlets.push(figures);
    }
  }
  const { clock, rules, behind } = await ask('standing', undefined);
  const asOf = clock > 0 ? clock : null;
  const { factors, rules: titles } = await ask('labels', undefined);
  const [from, to] = [dayStart(days.from), dayStart(days.to)];
  const states = ['provisional', 'confirmed'] as const;
  const alerts: ReportedAlert[] = [];
  for await (const alert of each((after) => views.alerts({ states, from, to }, 'start', after, SLICE))) {
    if (sites.has(alert.site)) alerts.push(reported(alert, from, to));
  }
  const ids = new Set(outlets.map(({ outlet }) => outlet.id));
  const devices: ReportedDevice[] = [];
  for await (const device of each((after) => views.devices(after, SLICE))) {
    if (device.outlet !== null && ids.has(device.outlet)) devices.push(deviceOf(device, device.outlet, asOf ?? 0));
  }
  return {
    ...scope,
    issuer,
    producedOn: today,
    asOf,
    rules,
    behind,
    outlets,
    alerts,
    ...(await leadsOf(views, sites, from, to)),
    devices,
    names: { factors, rules: titles },
  };
}

async function* each<T>(read: (after: Slice<T>['next']) => Slice<T>): AsyncGenerator<T> {
  for (let after: Slice<T>['next'] = null; ; ) {
    const { items, next } = read(after);
    yield* items;
    if (next === null) return;
    after = next;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function reported(alert: StoredAlert, from: number, to: number): ReportedAlert {
  const { id, rule, kind, severity, state, site, outlet, factor, start, end, unit, says, covers, facts } = alert;
  const windows = Array.isArray(facts.windows) ? facts.windows.map(windowOf) : [];
  return {
    ...{ id, rule, kind, severity, state, site, outlet, factor, start, end, unit, says },
    asserts: covers.length > 0,
    windows: windows.filter((window) => window.start < to && window.end > from),
  };
}

function windowOf(window: Json): ReportedWindow {
  const { start, end, value, limit, act } = window as Record<string, Json>;
  return {
    start: parseTime(String(start)),
    end: parseTime(String(end)),
    value: typeof value === 'number' ? value : null,
    limit: typeof limit === 'number' ? limit : null,
    act: typeof act === 'string' ? act : null,
  };
}

const deviceOf = ({ mn, lastSeen }: DeviceCounters, outlet: string, asOf: number): ReportedDevice => ({
  mn,
  outlet,
  state: lastSeen === null ? 'never' : isSilent(lastSeen, asOf) ? 'silent' : 'online',
  lastSeen,
});

/** Free text and names of people stay where they are: a report goes far. */
async function leadsOf(
  views: StoreReader,
  sites: ReadonlySet<string>,
  from: number,
  to: number,
): Promise<Pick<ReportFacts, 'leads' | 'openLeads'>> {
  const moves = new Map<string, { at: number; to: LeadState }[]>();
  for (const { lead, at, to: state } of views.leadMoves(from, to)) {
    moves.set(lead, [...(moves.get(lead) ?? []), { at, to: state }]);
  }
  const openLeads: Record<LeadQueue, Partial<Record<LeadState, number>>> = { enforcement: {}, review: {} };
  const leads: ReportedLead[] = [];
  for await (const lead of each((after) => views.leads({}, after, SLICE))) {
    if (!sites.has(lead.site)) continue;
    const { id, site, queue, severity, state, says, openedAt, start, end } = lead;
    if ((OPEN_LEAD_STATES as readonly LeadState[]).includes(state)) {
      openLeads[queue][state] = (openLeads[queue][state] ?? 0) + 1;
    }
    const own = moves.get(id) ?? [];
    if (own.length === 0 && (openedAt < from || openedAt >= to)) continue;
    const told = { id, site, queue, severity, state, says, openedAt, start, end };
    leads.push({ ...told, alerts: lead.alerts.length, moves: own });
  }
  return { leads, openLeads };
}
