import { type Database, queriesOver } from '../../store/database.ts';
import type { Made } from './blocks.ts';

interface WrittenTables {
  written: { outlet: string; day: number; made: string; hashes: Uint8Array };
}
const query = queriesOver<WrittenTables>();

/** Later than this nobody minds that a day is written whole again. */
const KEPT_DAYS = 40;

/** Remembers what of a day the other side has, so that a page that grew by a minute does not go out whole. */
export class Written {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
    db.run(
      query.schema
        .createTable('written')
        .ifNotExists()
        .addColumn('outlet', 'text', (c) => c.notNull())
        .addColumn('day', 'integer', (c) => c.notNull())
        .addColumn('made', 'text', (c) => c.notNull())
        .addColumn('hashes', 'blob', (c) => c.notNull())
        .addPrimaryKeyConstraint('written_key', ['day', 'outlet', 'made']),
    );
  }

  hashes(outlet: string, day: number, made: Made): Uint8Array | undefined {
    return this.#db.get(
      query
        .selectFrom('written')
        .select('hashes')
        .where('day', '=', day)
        .where('outlet', '=', outlet)
        .where('made', '=', made),
    )?.hashes;
  }

  put(outlet: string, day: number, made: Made, hashes: Uint8Array): void {
    this.#db.run(
      query
        .insertInto('written')
        .values({ outlet, day, made, hashes })
        .onConflict((c) => c.columns(['day', 'outlet', 'made']).doUpdateSet({ hashes })),
    );
  }

  /** @param today Beijing day number */
  forget(today: number): void {
    const newest = this.#db.get(query.selectFrom('written').select((s) => s.fn.max('day').as('day')))?.day ?? today;
    this.#db.run(query.deleteFrom('written').where('day', '<', Math.min(today, newest) - KEPT_DAYS));
  }
}
