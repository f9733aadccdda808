import { alertWrites } from './alert-writes.ts';
import type { StoreChange } from './change.ts';
import { openForWriting, query } from './database.ts';
import { findingWrites } from './finding-writes.ts';
import { footageWrites } from './footage-writes.ts';
import { leadWrites } from './lead-writes.ts';
import { StoreLoader } from './loader.ts';
import { markWrites } from './mark-writes.ts';
import { migrate } from './migrations.ts';
import { outboxWrites } from './outbox-writes.ts';
import { ledgerWrites, pageWrites } from './page-writes.ts';
import { requestWrites } from './request-writes.ts';
import { ruleEditWrites, textWrites } from './rule-writes.ts';
import { adoptionWrites, deviceWrites, quarantineWrites } from './sender-writes.ts';
import { statementWrites } from './statement-writes.ts';
import type { ProgressRow } from './tables.ts';

/**
 * Writes the views that people query, in step with the engine's place in the journal: after a crash the engine loads
 * what is here and goes on from {@link position}. Everything here can be computed again from the journal.
 */
export class StoreWriter extends StoreLoader {
  readonly #write;

  /** Opens or creates the file and brings its tables up to date. */
  constructor(path: string) {
    const db = openForWriting(path);
    migrate(db);
    super(db);
    this.#write = {
      alert: alertWrites(db),
      findings: findingWrites(db),
      lead: leadWrites(db),
      marks: markWrites(db),
      device: deviceWrites(db),
      adoption: adoptionWrites(db),
      quarantine: quarantineWrites(db),
      request: requestWrites(db),
      statement: statementWrites(db),
      footage: footageWrites(db),
      texts: textWrites(db),
      ruleEdit: ruleEditWrites(db),
      page: pageWrites(db),
      ledger: ledgerWrites(db),
      outbox: outboxWrites(db),
      progress: db.prepare<ProgressRow>(({ position, clock, outbox, quarantine, mark_version }) =>
        query.updateTable('progress').set({ position, clock, outbox, quarantine, mark_version }),
      ),
    };
  }

  /** All of the change in one transaction. Throws, and keeps nothing, where it would step back in the journal. */
  commit(change: Partial<StoreChange> & Pick<StoreChange, 'position' | 'clock'>): void {
    const { position, clock, alerts = [], leads = [] } = change;
    if (position < this.progress.position) {
      throw new Error(`the store is at ${this.progress.position} and cannot step back to ${position}`);
    }
    const write = this.#write;
    this.progress = this.db.transaction(() => {
      let seq = this.progress.outbox;
      for (const event of alerts) write.alert(event, ++seq);
      for (const event of leads) write.lead(event, ++seq);
      if (change.findings) write.findings(change.findings);
      for (const device of change.devices ?? []) write.device(device);
      for (const adoption of change.adoptions ?? []) write.adoption(adoption);
      for (const request of change.requests ?? []) write.request(request);
      for (const statement of change.statements ?? []) write.statement(statement);
      for (const footage of change.footage ?? []) write.footage(footage);
      write.texts(change.texts ?? {});
      for (const edit of change.ruleEdits ?? []) write.ruleEdit(edit);
      for (const page of change.pages ?? []) write.page(page);
      for (const ledger of change.ledgers ?? []) write.ledger(ledger);
      const progress: ProgressRow = {
        id: 1,
        position,
        clock,
        outbox: write.outbox(alerts, leads, this.progress.outbox),
        quarantine: write.quarantine(change.quarantine ?? [], this.progress.quarantine),
        mark_version: write.marks(change.marks ?? [], this.progress.mark_version),
        made: this.progress.made,
      };
      write.progress.run(progress);
      return progress;
    });
  }
}
