import { sql } from 'kysely';
import { dayOf } from '../model/beijing.ts';
import type { Mark } from '../model/mark.ts';
import type { StoredPage } from './change.ts';
import { type Database, query } from './database.ts';

/** Which version of which page. */
export type PageVersion = Omit<StoredPage, 'bytes'>;

/** Marks are looked at this many at once. */
const MARKS = 100;

const after = ({ seq, day, outlet }: PageVersion) => sql<boolean>`(seq, day, outlet) > (${seq}, ${day}, ${outlet})`;

export function pagesAfter(db: Database, place: PageVersion, limit: number): PageVersion[] {
  return db.all(
    query
      .selectFrom('page')
      .select(['outlet', 'day', 'seq'])
      .where(after(place))
      .orderBy('seq')
      .orderBy('day')
      .orderBy('outlet')
      .limit(limit),
  );
}

export function pagesWaiting(db: Database, place: PageVersion): number {
  return db.get(
    query
      .selectFrom('page')
      .select((s) => s.fn.countAll<number>().as('n'))
      .where(after(place)),
  )!.n;
}

export function lastPage(db: Database): PageVersion | undefined {
  return db.get(
    query
      .selectFrom('page')
      .select(['outlet', 'day', 'seq'])
      .orderBy('seq', 'desc')
      .orderBy('day', 'desc')
      .orderBy('outlet', 'desc')
      .limit(1),
  );
}

export interface MarkedDays {
  days: { outlet: string; day: number }[];
  /** number of the last mark that was looked at */
  last: number;
}

export function daysMarkedAfter(db: Database, number: number): MarkedDays {
  const changed = db.all(
    query.selectFrom('mark_version').select(['n', 'id']).where('n', '>', number).orderBy('n').limit(MARKS),
  );
  if (changed.length === 0) return { days: [], last: number };
  const ids = changed.map(({ id }) => id);
  const versions = db.all(query.selectFrom('mark_version').select('body').where('id', 'in', ids));
  const days = new Map<string, { outlet: string; day: number }>();
  for (const { body } of versions) {
    const { outlet, start, end } = JSON.parse(body) as Mark;
    const touched = db.all(
      query
        .selectFrom('page')
        .select(['outlet', 'day'])
        .where('outlet', '=', outlet)
        .where('day', '>=', dayOf(start))
        .where('day', '<=', dayOf(end - 1)),
    );
    for (const page of touched) days.set(`${page.outlet}/${page.day}`, page);
  }
  return { days: [...days.values()], last: changed.at(-1)!.n };
}
