import type { Alert, AlertEvent, AlertEventKind, AlertKind, AlertState, Severity } from '../model/alert.ts';
import { SEVERITIES } from '../model/alert.ts';
import { type Database, query } from './database.ts';
import { type Search, saysOrNames } from './search.ts';
import { isAfter, type Key, type Slice, sliceOf } from './slice.ts';

export interface AlertFilter {
  states?: readonly AlertState[];
  severities?: readonly Severity[];
  kinds?: readonly AlertKind[];
  site?: string;
  outlet?: string;
  rule?: string;
  /** alerts that touch `[from, to)`, epoch ms */
  from?: number;
  to?: number;
  search?: Search;
}

/** All descending. `severity`: then by start. */
export const ALERT_SORTS = ['severity', 'start', 'updated'] as const;
export type AlertSort = (typeof ALERT_SORTS)[number];

const SORT_COLUMNS = {
  severity: ['severity', 'start_at', 'id'],
  start: ['start_at', 'id'],
  updated: ['updated_at', 'id'],
} as const;

/** @property updatedAt the journal's clock at its last event, epoch ms */
export interface StoredAlert extends Alert {
  updatedAt: number;
}

interface BodyRow {
  body: string;
  updated_at: number;
}
const stored = ({ body, updated_at }: BodyRow): StoredAlert => ({
  ...(JSON.parse(body) as Alert),
  updatedAt: updated_at,
});

export function alertSlice(
  db: Database,
  filter: AlertFilter,
  sort: AlertSort,
  after: Key | null,
  limit: number,
): Slice<StoredAlert> {
  const columns = SORT_COLUMNS[sort];
  const { states, severities, kinds, site, outlet, rule, from, to, search } = filter;
  const rows = query
    .selectFrom('alert')
    .select(['body', 'updated_at', 'severity', 'start_at', 'id'])
    .$if(states !== undefined, (q) => q.where('state', 'in', states!))
    .$if(severities !== undefined, (q) =>
      q.where(
        'severity',
        'in',
        severities!.map((s) => SEVERITIES.indexOf(s)),
      ),
    )
    .$if(kinds !== undefined, (q) => q.where('kind', 'in', kinds!))
    .$if(site !== undefined, (q) => q.where('site', '=', site!))
    .$if(outlet !== undefined, (q) => q.where('outlet', '=', outlet!))
    .$if(rule !== undefined, (q) => q.where('rule', '=', rule!))
    .$if(from !== undefined, (q) => q.where('end_at', '>', from!))
    .$if(to !== undefined, (q) => q.where('start_at', '<', to!))
    .$if(search !== undefined, (q) => q.where((eb) => saysOrNames(eb, search!)))
    .$if(after !== null, (q) => q.where(isAfter(columns, after!)));
  const ordered = columns.reduce((q, column) => q.orderBy(column, 'desc'), rows);
  return sliceOf(db.all(ordered.limit(limit + 1)), limit, stored, (row) => columns.map((column) => row[column]));
}

export function alertById(db: Database, id: string): StoredAlert | undefined {
  const row = db.get(query.selectFrom('alert').select(['body', 'updated_at']).where('id', '=', id));
  return row && stored(row);
}

export function alertsOfLead(db: Database, lead: string): StoredAlert[] {
  return db
    .all(
      query
        .selectFrom('lead_alert')
        .innerJoin('alert', 'alert.id', 'lead_alert.alert')
        .select(['alert.body', 'alert.updated_at'])
        .where('lead_alert.lead', '=', lead)
        .orderBy('alert.start_at')
        .orderBy('alert.id'),
    )
    .map(stored);
}

/** Oldest first. */
export function alertHistory(db: Database, id: string): AlertEvent[] {
  return db
    .all(query.selectFrom('alert_event').select(['event', 'at', 'body']).where('alert', '=', id).orderBy('n'))
    .map(({ event, at, body }) => ({ event: event as AlertEventKind, at, alert: JSON.parse(body) as Alert }));
}

export function openBySeverity(db: Database): Record<Severity, number> {
  const counts = Object.fromEntries(SEVERITIES.map((s) => [s, 0])) as Record<Severity, number>;
  const rows = db.all(
    query
      .selectFrom('alert')
      .select(['severity', (s) => s.fn.countAll<number>().as('n')])
      .where('open', '=', 1)
      .groupBy('severity'),
  );
  for (const { severity, n } of rows) counts[SEVERITIES[severity]!] = n;
  return counts;
}
