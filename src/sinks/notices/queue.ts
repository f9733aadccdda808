import type { Generated } from 'kysely';
import type { Severity } from '../../model/alert.ts';
import { DAY_MS } from '../../model/beijing.ts';
import type { DeadLetter, Delivery } from '../../model/connection.ts';
import type { Text } from '../../model/text.ts';
import { type Database, queriesOver } from '../../store/database.ts';
import type { Notice } from './notice.ts';
import type { Bundle } from './timing.ts';

interface QueueTables {
  notice: NoticeRow;
  told: { subject: string; severity: string; at: number };
  bundle: { site: string; until: number; severity: string };
}

interface NoticeRow {
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

/** Notices that wait for their turn or for the other side, and what became of the others. Durable. */
export class NoticeQueue {
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

  put(notice: Notice, due: number, now: number, bundle: Bundle | undefined): void {
    const { id, subject, site, severity } = notice;
    const body = JSON.stringify(notice);
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
  due(now: number, limit: number): Notice[] {
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
      .map(({ body }) => JSON.parse(body) as Notice);
  }

  sent(ids: readonly string[], receipt: string, now: number): void {
    this.#db.run(
      query
        .updateTable('notice')
        .set({ state: 'sent', settled: now, receipt, zh: null, en: null, tries: (eb) => eb('tries', '+', 1) })
        .where('id', 'in', ids),
    );
  }

  /** They were not taken: later again, or given up where they have waited for too long. */
  failed(ids: readonly string[], why: Text, now: number, delayMs: (tries: number) => number, patienceMs: number): void {
    this.#db.transaction(() => {
      for (const id of ids) {
        const row = this.#db.get(query.selectFrom('notice').select(['since', 'tries']).where('id', '=', id));
        if (!row) continue;
        const tries = row.tries + 1;
        const over = now - row.since >= patienceMs;
        this.#db.run(
          query
            .updateTable('notice')
            .set({ tries, ...why, ...(over ? { state: 'dead', settled: now } : { due: now + delayMs(tries) }) })
            .where('id', '=', id),
        );
      }
    });
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
        const { title } = JSON.parse(body) as Notice;
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
  deliveries(subject: string): Delivery[] {
    return this.#db
      .all(query.selectFrom('notice').selectAll().where('subject', '=', subject).orderBy('n'))
      .map(({ n, id, state, due, settled, tries, receipt, zh, en, body }) => ({
        n,
        id,
        event: (JSON.parse(body) as Notice).event,
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

  #count(state: NoticeRow['state']): number {
    return this.#db.get(
      query
        .selectFrom('notice')
        .select((s) => s.fn.countAll<number>().as('n'))
        .where('state', '=', state),
    )!.n;
  }
}
