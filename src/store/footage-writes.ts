import type { Footage } from '../model/footage.ts';
import { type Database, query } from './database.ts';

/** Of each bookmarked span the latest that is known. */
export function footageWrites(db: Database): (footage: Footage) => void {
  return (footage) => {
    const { id, alert, from } = footage;
    const said = { alert, from_at: from, body: JSON.stringify(footage) };
    db.run(
      query
        .insertInto('footage')
        .values({ id, ...said })
        .onConflict((c) => c.column('id').doUpdateSet(said)),
    );
  };
}
