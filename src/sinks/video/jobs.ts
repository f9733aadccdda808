import { type Database, queriesOver } from '../../store/database.ts';

const query = queriesOver<{ job: { id: string; reference: string; since: number } }>();

/** Work that the platform has begun for us: after a restart it is asked how far it is, and not for the same again. */
export class Jobs {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
    db.run(
      query.schema
        .createTable('job')
        .ifNotExists()
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('reference', 'text', (c) => c.notNull())
        .addColumn('since', 'bigint', (c) => c.notNull()),
    );
  }

  get(id: string): { reference: string; since: number } | undefined {
    return this.#db.get(query.selectFrom('job').select(['reference', 'since']).where('id', '=', id));
  }

  put(id: string, reference: string, since: number): void {
    this.#db.run(
      query
        .insertInto('job')
        .values({ id, reference, since })
        .onConflict((c) => c.column('id').doUpdateSet({ reference })),
    );
  }

  drop(id: string): void {
    this.#db.run(query.deleteFrom('job').where('id', '=', id));
  }
}
