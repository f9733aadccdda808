import { LEAD_STATES, type Lead, type LeadQueue, type LeadState } from '../model/lead.ts';
import { type Database, query } from './database.ts';
import { containsWords, type Search } from './search.ts';
import { isAfter, type Key, type Slice, sliceOf } from './slice.ts';

export interface LeadFilter {
  queue?: LeadQueue;
  states?: readonly LeadState[];
  site?: string;
  search?: Search;
}

/** A line of a lead's history. The machine's own lines, too: an alert was gathered. */
export interface LeadLine {
  /** epoch ms */
  at: number;
  by: string;
  from: LeadState | null;
  to: LeadState;
  reason: string;
}

const SORT_COLUMNS = ['priority', 'opened_at', 'id'];

const stored = ({ body }: { body: string }) => JSON.parse(body) as Lead;

/** Most urgent first, of equal ones the newest. */
export function leadSlice(db: Database, filter: LeadFilter, after: Key | null, limit: number): Slice<Lead> {
  const { queue, states, site, search } = filter;
  const rows = db.all(
    query
      .selectFrom('lead')
      .select(['body', 'priority', 'opened_at', 'id'])
      .$if(queue !== undefined, (q) => q.where('queue', '=', queue!))
      .$if(states !== undefined, (q) => q.where('state', 'in', states!))
      .$if(site !== undefined, (q) => q.where('site', '=', site!))
      .$if(search !== undefined, (q) =>
        q.where((eb) =>
          eb.or([
            containsWords(eb.ref('says'), search!.words),
            eb('id', '=', search!.words),
            ...(search!.sites.length > 0 ? [eb('site', 'in', search!.sites)] : []),
          ]),
        ),
      )
      .$if(after !== null, (q) => q.where(isAfter(SORT_COLUMNS, after!)))
      .orderBy('priority', 'desc')
      .orderBy('opened_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1),
  );
  return sliceOf(rows, limit, stored, (row) => [row.priority, row.opened_at, row.id]);
}

export function leadById(db: Database, id: string): Lead | undefined {
  const row = db.get(query.selectFrom('lead').select('body').where('id', '=', id));
  return row && stored(row);
}

/** Oldest first. */
export function leadHistory(db: Database, id: string): LeadLine[] {
  const rows = db.all(
    query
      .selectFrom('lead_event')
      .select(['at', 'author as by', 'from_state as from', 'to_state as to', 'reason'])
      .where('lead', '=', id)
      .orderBy('n'),
  );
  return rows as LeadLine[];
}

export interface LeadMove {
  lead: string;
  at: number;
  to: LeadState;
}

/** What people moved in `[from, to)` (epoch ms), oldest first. */
export function leadMoves(db: Database, from: number, to: number): LeadMove[] {
  const rows = db.all(
    query
      .selectFrom('lead_event')
      .select(['lead', 'at', 'to_state as to'])
      .where('at', '>=', from)
      .where('at', '<', to)
      .where('from_state', 'is not', null)
      .whereRef('from_state', '<>', 'to_state')
      .orderBy('seq'),
  );
  return rows as LeadMove[];
}

export function leadsOfAlert(db: Database, alert: string): string[] {
  return db
    .all(query.selectFrom('lead_alert').select('lead').where('alert', '=', alert).orderBy('lead'))
    .map((row) => row.lead);
}

/** How many cases of a queue are in each state. */
export function leadsByState(db: Database, queue: LeadQueue): Record<LeadState, number> {
  const counts = Object.fromEntries(LEAD_STATES.map((s) => [s, 0])) as Record<LeadState, number>;
  const rows = db.all(
    query
      .selectFrom('lead')
      .select(['state', (s) => s.fn.countAll<number>().as('n')])
      .where('queue', '=', queue)
      .groupBy('state'),
  );
  for (const { state, n } of rows) counts[state as LeadState] = n;
  return counts;
}
