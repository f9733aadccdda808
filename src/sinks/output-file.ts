import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Generated } from 'kysely';
import type { DeadLetter } from '../model/connection.ts';
import type { Text } from '../model/text.ts';
import { type Database, openForWriting, queriesOver } from '../store/database.ts';

interface OutputTables {
  place: { name: string; body: string };
  letter: {
    n: Generated<number>;
    id: string;
    about: string;
    at: number;
    zh: string;
    en: string;
    again: number;
    item: string;
  };
}
const query = queriesOver<OutputTables>();

/**
 * What an output keeps of its own: how far it has come, and the letters that it gave up. A power cut may take back the
 * last places; what they had passed is then sent once more, under the same ids.
 */
export class OutputFile {
  readonly db: Database;

  /** @param data folder of all outputs */
  constructor(data: string, id: string) {
    mkdirSync(data, { recursive: true });
    this.db = openForWriting(path.join(data, `${id}.db`));
    const table = (name: string) => query.schema.createTable(name).ifNotExists();
    this.db.run(
      table('place')
        .addColumn('name', 'text', (c) => c.primaryKey())
        .addColumn('body', 'text', (c) => c.notNull()),
    );
    this.db.run(
      table('letter')
        .addColumn('n', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('about', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('zh', 'text', (c) => c.notNull())
        .addColumn('en', 'text', (c) => c.notNull())
        .addColumn('again', 'integer', (c) => c.notNull().defaultTo(0))
        .addColumn('item', 'text', (c) => c.notNull()),
    );
  }

  place<P>(name: string): P | undefined {
    const row = this.db.get(query.selectFrom('place').select('body').where('name', '=', name));
    return row && (JSON.parse(row.body) as P);
  }

  putPlace(name: string, place: unknown): void {
    const body = JSON.stringify(place);
    this.db.run(
      query
        .insertInto('place')
        .values({ name, body })
        .onConflict((c) => c.column('name').doUpdateSet({ body })),
    );
  }

  /** @param item what to send, should somebody want it sent again */
  putLetter(letter: Omit<DeadLetter, 'n'>, item: unknown): void {
    const { id, about, at, why } = letter;
    this.db.run(query.insertInto('letter').values({ id, about, at, ...why, again: 0, item: JSON.stringify(item) }));
  }

  letters(after: number, limit: number): DeadLetter[] {
    return this.db
      .all(query.selectFrom('letter').selectAll().where('n', '>', after).orderBy('n').limit(limit))
      .map(({ n, id, about, at, zh, en }) => ({ n, id, about, at, why: { zh, en } }));
  }

  letterCount(): number {
    return this.db.get(query.selectFrom('letter').select((s) => s.fn.countAll<number>().as('n')))!.n;
  }

  /** @returns false where there is no such letter */
  again(n: number): boolean {
    const found = this.db.get(query.updateTable('letter').set({ again: 1 }).where('n', '=', n).returning('n'));
    return found !== undefined;
  }

  /** The oldest letter that is wanted sent again. */
  nextAgain<T>(): { n: number; item: T } | undefined {
    const row = this.db.get(
      query.selectFrom('letter').select(['n', 'item']).where('again', '=', 1).orderBy('n').limit(1),
    );
    return row && { n: row.n, item: JSON.parse(row.item) as T };
  }

  /** It was sent after all. */
  settle(n: number): void {
    this.db.run(query.deleteFrom('letter').where('n', '=', n));
  }

  /** It was refused once more. */
  giveUp(n: number, at: number, why: Text): void {
    this.db.run(
      query
        .updateTable('letter')
        .set({ again: 0, at, ...why })
        .where('n', '=', n),
    );
  }

  close(): void {
    this.db.close();
  }
}
