import { type Compilable, sql } from 'kysely';
import { type Database, query } from './database.ts';

interface Migration {
  id: number;
  name: string;
  steps: readonly Compilable[];
}

const table = (name: string) => query.schema.createTable(name);
const index = (name: string, on: string, columns: readonly string[]) =>
  query.schema
    .createIndex(name)
    .on(on)
    .columns([...columns]);

/** Rows of before the numbers are numbered in the order of their times: fewer than the live stream has given out. */
const numberEvents = (events: 'alert_event' | 'lead_event') => ({
  compile: () =>
    sql`
      update ${sql.table(events)} set seq = numbered.seq from (
        select kind, at_row, row_number() over (order by at, kind, at_row) as seq from (
          select 'alert_event' as kind, rowid as at_row, at from alert_event
          union all select 'lead_event', rowid, at from lead_event
        )
      ) as numbered
      where numbered.kind = ${events} and numbered.at_row = ${sql.table(events)}.rowid
    `.compile(query),
});

/** Never edit one that was released: add the next. */
const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    name: 'views',
    steps: [
      table('progress')
        .addColumn('id', 'integer', (c) => c.primaryKey())
        .addColumn('position', 'bigint', (c) => c.notNull())
        .addColumn('clock', 'bigint', (c) => c.notNull())
        .addColumn('outbox', 'bigint', (c) => c.notNull())
        .addColumn('quarantine', 'bigint', (c) => c.notNull())
        .addColumn('mark_version', 'bigint', (c) => c.notNull()),
      query.insertInto('progress').values({ id: 1, position: 0, clock: 0, outbox: 0, quarantine: 0, mark_version: 0 }),

      table('finding')
        .addColumn('rule', 'text', (c) => c.notNull())
        .addColumn('outlet', 'text', (c) => c.notNull())
        .addColumn('factor', 'text', (c) => c.notNull())
        .addColumn('from_at', 'bigint', (c) => c.notNull())
        .addColumn('start_at', 'bigint', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('finding_key', ['rule', 'outlet', 'factor', 'from_at', 'start_at']),

      table('alert')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('open', 'integer', (c) => c.notNull())
        .addColumn('severity', 'integer', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('rule', 'text', (c) => c.notNull())
        .addColumn('site', 'text', (c) => c.notNull())
        .addColumn('outlet', 'text')
        .addColumn('start_at', 'bigint', (c) => c.notNull())
        .addColumn('end_at', 'bigint', (c) => c.notNull())
        .addColumn('updated_at', 'bigint', (c) => c.notNull())
        .addColumn('events', 'integer', (c) => c.notNull())
        .addColumn('says', 'text', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull()),
      index('alert_by_severity', 'alert', ['severity', 'start_at', 'id']),
      index('alert_by_start', 'alert', ['start_at', 'id']),
      index('alert_by_update', 'alert', ['updated_at', 'id']),
      index('alert_by_site', 'alert', ['site']),
      index('alert_open', 'alert', ['open', 'severity']),

      table('alert_event')
        .addColumn('alert', 'text', (c) => c.notNull())
        .addColumn('n', 'integer', (c) => c.notNull())
        .addColumn('event', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('alert_event_key', ['alert', 'n']),

      table('lead')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('site', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('priority', 'real', (c) => c.notNull())
        .addColumn('opened_at', 'bigint', (c) => c.notNull())
        .addColumn('events', 'integer', (c) => c.notNull())
        .addColumn('says', 'text', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull()),
      index('lead_by_priority', 'lead', ['priority', 'opened_at', 'id']),

      table('lead_event')
        .addColumn('lead', 'text', (c) => c.notNull())
        .addColumn('n', 'integer', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('author', 'text', (c) => c.notNull())
        .addColumn('from_state', 'text')
        .addColumn('to_state', 'text', (c) => c.notNull())
        .addColumn('reason', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('lead_event_key', ['lead', 'n']),
      table('lead_alert')
        .addColumn('lead', 'text', (c) => c.notNull())
        .addColumn('alert', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('lead_alert_key', ['lead', 'alert']),
      index('lead_of_alert', 'lead_alert', ['alert']),

      table('mark')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('outlet', 'text', (c) => c.notNull())
        .addColumn('start_at', 'bigint', (c) => c.notNull())
        .addColumn('end_at', 'bigint', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('revoked', 'integer', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull()),
      index('mark_by_outlet', 'mark', ['outlet', 'start_at']),
      index('mark_by_start', 'mark', ['start_at', 'id']),
      table('mark_version')
        .addColumn('n', 'bigint', (c) => c.primaryKey())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull()),

      table('device')
        .addColumn('mn', 'text', (c) => c.primaryKey())
        .addColumn('outlet', 'text')
        .addColumn('last_seen', 'bigint')
        .addColumn('body', 'text', (c) => c.notNull()),
      table('adoption')
        .addColumn('mn', 'text', (c) => c.primaryKey())
        .addColumn('outlet', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('author', 'text', (c) => c.notNull()),
      table('quarantine')
        .addColumn('id', 'bigint', (c) => c.primaryKey())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('mn', 'text', (c) => c.notNull())
        .addColumn('peer', 'text', (c) => c.notNull())
        .addColumn('why', 'text', (c) => c.notNull())
        .addColumn('length', 'integer', (c) => c.notNull())
        .addColumn('bytes', 'blob', (c) => c.notNull()),
      index('quarantine_by_mn', 'quarantine', ['mn', 'id']),

      table('page')
        .addColumn('outlet', 'text', (c) => c.notNull())
        .addColumn('day', 'integer', (c) => c.notNull())
        .addColumn('seq', 'bigint', (c) => c.notNull())
        .addColumn('bytes', 'blob', (c) => c.notNull())
        .addPrimaryKeyConstraint('page_key', ['day', 'outlet']),
      table('ledger')
        .addColumn('outlet', 'text', (c) => c.primaryKey())
        .addColumn('seq', 'bigint', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull()),

      table('outbox')
        .addColumn('id', 'bigint', (c) => c.primaryKey())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull()),
    ],
  },
  {
    id: 2,
    name: 'lead queues',
    steps: [query.schema.alterTable('lead').addColumn('queue', 'text', (c) => c.notNull().defaultTo('enforcement'))],
  },
  {
    id: 3,
    name: 'versions of rules',
    steps: [
      table('rule_text')
        .addColumn('hash', 'text', (c) => c.primaryKey())
        .addColumn('text', 'text', (c) => c.notNull()),
      table('rule_edit')
        .addColumn('n', 'integer', (c) => c.primaryKey())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('author', 'text')
        .addColumn('reason', 'text')
        .addColumn('files', 'text', (c) => c.notNull()),
      table('rule_version')
        .addColumn('rule', 'text', (c) => c.notNull())
        .addColumn('edit', 'integer', (c) => c.notNull())
        .addColumn('file', 'text', (c) => c.notNull())
        .addColumn('hash', 'text')
        .addPrimaryKeyConstraint('rule_version_key', ['rule', 'edit']),
    ],
  },
  {
    id: 4,
    name: 'events in one sequence, for outputs',
    steps: [
      ...(['alert_event', 'lead_event'] as const).flatMap((events) => [
        query.schema.alterTable(events).addColumn('seq', 'bigint', (c) => c.notNull().defaultTo(0)),
        index(`${events}_by_seq`, events, ['seq']),
      ]),
      numberEvents('alert_event'),
      numberEvents('lead_event'),
      index('page_by_seq', 'page', ['seq', 'day', 'outlet']),
      query.schema.alterTable('progress').addColumn('made', 'text', (c) => c.notNull().defaultTo('')),
      query.updateTable('progress').set({ made: sql<string>`lower(hex(randomblob(8)))` }),
    ],
  },
  {
    id: 5,
    name: 'requests to devices',
    steps: [
      table('device_request')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('mn', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('open', 'integer', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull()),
      index('device_request_by_mn', 'device_request', ['mn', 'at', 'id']),
    ],
  },
  {
    id: 6,
    name: 'what is handed in',
    steps: [
      index('mark_version_by_id', 'mark_version', ['id', 'n']),
      table('statement')
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('n', 'integer', (c) => c.notNull())
        .addColumn('current', 'integer', (c) => c.notNull())
        .addColumn('subject', 'text', (c) => c.notNull())
        .addColumn('start_at', 'bigint', (c) => c.notNull())
        .addColumn('end_at', 'bigint', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('statement_key', ['kind', 'id', 'n']),
      index('statement_by_subject', 'statement', ['kind', 'current', 'subject', 'start_at']),
      index('statement_by_start', 'statement', ['kind', 'current', 'start_at', 'id']),
    ],
  },
  {
    id: 7,
    name: 'footage',
    steps: [
      table('footage')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('alert', 'text', (c) => c.notNull())
        .addColumn('from_at', 'bigint', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull()),
      index('footage_by_alert', 'footage', ['alert']),
    ],
  },
  {
    id: 8,
    name: 'leads as they stood',
    steps: [query.schema.alterTable('lead_event').addColumn('body', 'text')],
  },
];

/**
 * Brings the tables up to date, all steps or none. Throws where the file was written by a newer version.
 * @param to an older layout, for tests of what becomes of one
 */
export function migrate(db: Database, to = MIGRATIONS.length): void {
  db.transaction(() => {
    db.run(
      query.schema
        .createTable('migration')
        .ifNotExists()
        .addColumn('id', 'integer', (c) => c.primaryKey())
        .addColumn('name', 'text', (c) => c.notNull()),
    );
    const done = db.get(query.selectFrom('migration').select((s) => s.fn.max('id').as('id')))?.id ?? 0;
    if (done > MIGRATIONS.length) {
      throw new Error(`the store was written by a newer version (layout ${done}, this one knows ${MIGRATIONS.length})`);
    }
    for (const { id, name, steps } of MIGRATIONS.slice(done, to)) {
      for (const step of steps) db.run(step);
      db.run(query.insertInto('migration').values({ id, name }));
    }
  });
}
