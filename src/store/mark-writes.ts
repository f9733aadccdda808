import type { Mark } from '../model/mark.ts';
import { type Database, query } from './database.ts';

/**
 * Keeps every version of a mark and shows the one created last, of equally old ones the one that came last. Takes and
 * returns the last version number given.
 */
export function markWrites(db: Database): (marks: readonly Mark[], last: number) => number {
  return (marks, last) => {
    let n = last;
    for (const mark of marks) {
      const body = JSON.stringify(mark);
      db.run(query.insertInto('mark_version').values({ n: ++n, id: mark.id, body }));
      const shown = {
        outlet: mark.outlet,
        start_at: mark.start,
        end_at: mark.end,
        created_at: mark.createdAt,
        revoked: mark.revoked ? 1 : 0,
        body,
      };
      db.run(
        query
          .insertInto('mark')
          .values({ id: mark.id, ...shown })
          .onConflict((c) => c.column('id').doUpdateSet(shown).where('mark.created_at', '<=', mark.createdAt)),
      );
    }
    return n;
  };
}
