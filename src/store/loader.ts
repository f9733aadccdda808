import type { Compilable } from 'kysely';
import type { Alert, Finding } from '../model/alert.ts';
import type { Adoption, DeviceCounters } from '../model/device.ts';
import type { Lead } from '../model/lead.ts';
import type { Mark } from '../model/mark.ts';
import type { ChangedRule, RuleTexts } from '../model/rule-edit.ts';
import type { StatementKind } from '../model/statement.ts';
import type { StoredLedger } from './change.ts';
import { type Database, query } from './database.ts';
import { editInForce, keptText, rulesInForce, ruleVersionsInForce } from './rule-queries.ts';
import type { ProgressRow } from './tables.ts';

/** What an engine loads from the views when it begins, up to a place in the journal. */
export class StoreLoader {
  protected readonly db: Database;
  protected progress: ProgressRow;

  constructor(db: Database) {
    this.db = db;
    this.progress = db.get(query.selectFrom('progress').selectAll()) as ProgressRow;
  }

  /** Number of the last journal batch that is contained; 0 in an empty store. */
  position(): number {
    return this.progress.position;
  }

  /** The journal's clock at {@link position}, epoch ms. */
  clock(): number {
    return this.progress.clock;
  }

  loadFindings(): Iterable<Finding> {
    return this.#bodies(query.selectFrom('finding').select('body'));
  }

  loadAlerts(): Iterable<Alert> {
    return this.#bodies(query.selectFrom('alert').select('body'));
  }

  loadLeads(): Iterable<Lead> {
    return this.#bodies(query.selectFrom('lead').select('body'));
  }

  /** Every version of every mark, in the order in which they came. */
  loadMarks(): Iterable<Mark> {
    return this.#bodies(query.selectFrom('mark_version').select('body').orderBy('n'));
  }

  /** What holds now of a kind of statement. */
  loadStatements<T>(kind: StatementKind): Iterable<T> {
    return this.#bodies(
      query
        .selectFrom('statement')
        .select('body')
        .where('kind', '=', kind)
        .where('current', '=', 1)
        .orderBy('start_at'),
    );
  }

  loadDevices(): Iterable<DeviceCounters> {
    return this.#bodies(query.selectFrom('device').select('body'));
  }

  adopted(): Iterable<Adoption> {
    return this.db.each(query.selectFrom('adoption').select(['mn', 'outlet', 'at', 'author as by']));
  }

  /** The files that are in force; undefined before the first edit. */
  rulesInForce(): RuleTexts | undefined {
    return rulesInForce(this.db);
  }

  /** Number of the edit in force; 0 before the first. */
  lastEdit(): number {
    return editInForce(this.db)?.edit ?? 0;
  }

  ruleVersionsInForce(): ChangedRule[] {
    return ruleVersionsInForce(this.db);
  }

  text(hash: string): string | undefined {
    return keptText(this.db, hash);
  }

  loadLedgers(): Iterable<StoredLedger> {
    return this.db.each(query.selectFrom('ledger').select(['outlet', 'seq', 'body']));
  }

  page(outlet: string, day: number): Uint8Array | undefined {
    return this.db.get(query.selectFrom('page').select('bytes').where('day', '=', day).where('outlet', '=', outlet))
      ?.bytes;
  }

  close(): void {
    this.db.close();
  }

  *#bodies<T>(built: Compilable<{ body: string }>): Generator<T> {
    for (const { body } of this.db.each(built)) yield JSON.parse(body) as T;
  }
}
