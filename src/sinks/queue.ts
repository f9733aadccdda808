import type { Generated } from 'kysely';
import type { Severity } from '../model/alert.ts';
import { DAY_MS } from '../model/beijing.ts';
import type { DeadLetter, Delivery } from '../model/connection.ts';
import type { Text } from '../model/text.ts';
import { type Database, queriesOver } from '../store/database.ts';

/** What waits in a queue until its turn comes. */
export interface Queued {
  /** the other side can tell a repeat by it */
  id: string;
  /** id of the alert or lead that it is about */
  subject: string;
  site: string;
  severity: Severity;
  /** what it is about, in one line */
  title: Text;
}

/** A site was told of something: what else comes of it until then waits to be told together. */
export interface Bundle {
  until: number;
  /** the gravest that was told since it began */
  severity: Severity;
}

/** How something that was queued stands. */
export interface Attempts<T> extends Omit<Delivery, 'event'> {
  item: T;
}

interface QueueTables {
  notice: QueuedRow;
  told: { subject: string; severity: string; at: number };
  bundle: { site: string; until: number; severity: string };
}

interface QueuedRow {
  n: Generated<number>;
  id: string;
  subject: string;
  state: 'waiting' | 'sent' | 'dead';
  /** when its turn is, epoch ms */
  due: number;
  /** when it came in; a day later it is given up */
  since: number;
  tries: number;
  /** when it was sent or given up */
  settled: number | null;
  /** of the message that it went with */
  receipt: string | null;
  zh: string | null;
  en: string | null;
  body: string;
}

const query = queriesOver<QueueTables>();

/** Receipts are shown this long. */
const KEPT_MS = 400 * DAY_MS;

/** What waits for its turn or for the other side, and what became of the rest. Durable. */
export class Queue<T extends Queued> {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
    const table = (name: string) => query.schema.createTable(name).ifNotExists();
    db.run(
      table('notice')
        .addColumn('n', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('id', 'text', (c) => c.notNull().unique())
        .addColumn('subject', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('due', 'bigint', (c) => c.notNull())
        .addColumn('since', 'bigint', (c) => c.notNull())
        .addColumn('tries', 'integer', (c) => c.notNull())
        .addColumn('settled', 'bigint')
        .addColumn('receipt', 'text')
        .addColumn('zh', 'text')
        .addColumn('en', 'text')
        .addColumn('body', 'text', (c) => c.notNull()),
    );
    db.run(query.schema.createIndex('notice_due').ifNotExists().on('notice').columns(['state', 'due', 'n']));
    db.run(query.schema.createIndex('notice_subject').ifNotExists().on('notice').columns(['subject']));
    db.run(
      table('told')
        .addColumn('subject', 'text', (c) => c.primaryKey())
        .addColumn('severity', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull()),
    );
    db.run(
      table('bundle')
        .addColumn('site', 'text', (c) => c.primaryKey())
        .addColumn('until', 'bigint', (c) => c.notNull())
        .addColumn('severity', 'text', (c) => c.notNull()),
    );
  }

  /** All of it or nothing. */
  together(work: () => void): void {
    this.#db.transaction(work);
  }

  has(id: string): boolean {
    return this.#db.get(query.selectFrom('notice').select('n').where('id', '=', id)) !== undefined;
  }

  /** How grave an alert or lead was when it was told of last; undefined: it never was. */
  told(subject: string): Severity | undefined {
    const row = this.#db.get(query.selectFrom('told').select('severity').where('subject', '=', subject));
    return row?.severity as Severity | undefined;
  }

  bundle(site: string): Bundle | undefined {
    const row = this.#db.get(query.selectFrom('bundle').select(['until', 'severity']).where('site', '=', site));
    return row as Bundle | undefined;
  }

  put(item: T, due: number, now: number, bundle?: Bundle): void {
    const { id, subject, site, severity } = item;
    const body = JSON.stringify(item);
    this.#db.run(query.insertInto('notice').values({ id, subject, state: 'waiting', due, since: now, tries: 0, body }));
    this.#db.run(
      query
        .insertInto('told')
        .values({ subject, severity, at: now })
        .onConflict((c) => c.column('subject').doUpdateSet({ severity, at: now })),
    );
    if (!bundle) return;
    this.#db.run(
      query
        .insertInto('bundle')
        .values({ site, ...bundle })
        .onConflict((c) => c.column('site').doUpdateSet({ ...bundle })),
    );
  }

  /** Those whose turn it is, in order. */
  due(now: number, limit: number): T[] {
    return this.#db
      .all(
        query
          .selectFrom('notice')
          .select('body')
          .where('state', '=', 'waiting')
          .where('due', '<=', now)
          .orderBy('due')
          .orderBy('n')
          .limit(limit),
      )
      .map(({ body }) => JSON.parse(body) as T);
  }

  sent(ids: readonly string[], receipt: string, now: number): void {
    this.#db.run(
      query
        .updateTable('notice')
        .set({ state: 'sent', settled: now, receipt, zh: null, en: null, tries: (eb) => eb('tries', '+', 1) })
        .where('id', 'in', ids),
    );
  }

  /** The other side took it and is not done yet: it is asked again then, without end of patience. */
  postpone(ids: readonly string[], due: number): void {
    this.#db.run(query.updateTable('notice').set({ due, zh: null, en: null }).where('id', 'in', ids));
  }

  /**
   * They were not taken: later again, or given up where they have waited for too long.
   * @returns ids of those given up
   */
  failed(
    ids: readonly string[],
    why: Text,
    now: number,
    delayMs: (tries: number) => number,
    patienceMs: number,
  ): string[] {
    const givenUp: string[] = [];
    this.#db.transaction(() => {
      for (const id of ids) {
        const row = this.#db.get(query.selectFrom('notice').select(['since', 'tries']).where('id', '=', id));
        if (!row) continue;
        const tries = row.tries + 1;
        const over = now - row.since >= patienceMs;
        if (over) givenUp.push(id);
        this.#db.run(
          query
            .updateTable('notice')
            .set({ tries, ...why, ...(over ? { state: 'dead', settled: now } : { due: now + delayMs(tries) }) })
            .where('id', '=', id),
        );
      }
    });
    return givenUp;
  }

  /** When messages went out since an instant; each has one time, and its notices share it. */
  sentSince(at: number): number[] {
    return this.#db
      .all(
        query
          .selectFrom('notice')
          .select('settled')
          .distinct()
          .where('state', '=', 'sent')
          .where('settled', '>', at)
          .orderBy('settled'),
      )
      .map(({ settled }) => settled!);
  }

  waiting(): number {
    return this.#count('waiting');
  }

  dead(): number {
    return this.#count('dead');
  }

  deadLetters(after: number, limit: number): DeadLetter[] {
    return this.#db
      .all(
        query
          .selectFrom('notice')
          .selectAll()
          .where('state', '=', 'dead')
          .where('n', '>', after)
          .orderBy('n')
          .limit(limit),
      )
      .map(({ n, id, body, settled, zh, en }) => {
        const { title } = JSON.parse(body) as T;
        return { n, id, about: title.zh, why: { zh: zh ?? '', en: en ?? '' }, at: settled ?? 0 };
      });
  }

  /** Its day begins anew; false where there is no such dead letter. */
  resend(n: number, now: number): boolean {
    const found = this.#db.get(
      query
        .updateTable('notice')
        .set({ state: 'waiting', due: now, since: now, tries: 0, settled: null })
        .where('n', '=', n)
        .where('state', '=', 'dead')
        .returning('n'),
    );
    return found !== undefined;
  }

  /** What became of everything that was to be told of an alert or lead, oldest first. */
  attempts(subject: string): Attempts<T>[] {
    return this.#db
      .all(query.selectFrom('notice').selectAll().where('subject', '=', subject).orderBy('n'))
      .map(({ n, id, state, due, settled, tries, receipt, zh, en, body }) => ({
        n,
        id,
        item: JSON.parse(body) as T,
        state,
        at: state === 'waiting' ? due : settled!,
        tries,
        receipt,
        why: zh === null || en === null ? null : { zh, en },
      }));
  }

  /** Old receipts go. */
  forget(now: number): void {
    this.#db.run(
      query
        .deleteFrom('notice')
        .where('state', '=', 'sent')
        .where('settled', '<', now - KEPT_MS),
    );
    this.#db.run(query.deleteFrom('told').where('at', '<', now - KEPT_MS));
    this.#db.run(query.deleteFrom('bundle').where('until', '<', now));
  }

  #count(state: QueuedRow['state']): number {
    return this.#db.get(
      query
        .selectFrom('notice')
        .select((s) => s.fn.countAll<number>().as('n'))
        .where('state', '=', state),
    )!.n;
  }
}
