import { parentPort, workerData } from 'node:worker_threads';
import type { TextFile } from '../catalogue/load.ts';
import type { Batch } from '../journal/journal.ts';
import { openJournalReader } from '../journal/sqlite.ts';
import type { RuleTexts } from '../model/rule-edit.ts';
import { StoreRefused } from '../store/database.ts';
import { StoreWriter } from '../store/writer.ts';
import { ANSWERS, type Questions } from './questions.ts';
import { loadDetectors } from './rule-folder.ts';
import { RuleLibrary } from './rule-library.ts';
import { Shard } from './shard.ts';

/** What the thread of a shard is started with. */
export interface ShardSetup {
  journal: string;
  store: string;
  /** the rules folder: in force as long as the store knows no others */
  rules: RuleTexts;
  catalogue: TextFile[];
}

/** To the thread: how far the journal is, or a question. */
export type ToShard = { head: number } | { id: number; question: keyof Questions; ask: unknown };
/** How far the store is, and how many readings were taken since the start. */
export interface Progress {
  position: number;
  readings: number;
  /** outlets whose past is still to be judged under rules that changed */
  behind: number;
  /** why the store takes nothing, while it does not */
  refused: string | null;
}
/** From the thread: how far the store is, or an answer. */
export type FromShard = Progress | { id: number; answer: unknown } | { id: number; error: string };

/** So many batches are taken in one go: one transaction of the store, and then questions get their turn. */
const BATCHES_AT_ONCE = 64;

/** A store that refused is asked again after this. */
const AGAIN_MS = 1000;

const setup = workerData as ShardSetup;
const port = parentPort!;
const library = new RuleLibrary(await loadDetectors(), setup.catalogue);
const journal = openJournalReader(setup.journal);
const store = new StoreWriter(setup.store);
const ground = library.loadFirst([...(store.rulesInForce() ? [store.rulesInForce()!] : []), setup.rules]);
const shard = new Shard(ground, library, store, (from) => journal.read(from));

let head = journal.head().seq;
let working = false;

const tell = (message: FromShard) => port.postMessage(message);

/** Takes what the journal has beyond the store. The journal is the queue: nothing piles up in memory here. */
function work(): void {
  let refused: StoreRefused | undefined;
  let more = false;
  try {
    shard.writeAgain();
    more = step();
  } catch (error) {
    if (!(error instanceof StoreRefused)) throw error;
    refused = error;
  }
  const { position, behind } = shard;
  const { readings } = shard.intake;
  tell({ position: refused ? store.position() : position, readings, behind, refused: refused?.message ?? null });
  working = refused !== undefined || more || behind > 0;
  if (refused) setTimeout(work, AGAIN_MS);
  else if (working) setImmediate(work);
}

/** @returns whether there is more to take */
function step(): boolean {
  const batches: Batch[] = [];
  for (const batch of journal.read(shard.position + 1)) {
    batches.push(batch);
    if (batches.length === BATCHES_AT_ONCE) break;
  }
  if (batches.length > 0) shard.take(batches, batches.at(-1)!.seq < head);
  if (batches.length < BATCHES_AT_ONCE) shard.rest();
  return shard.position < head && batches.length > 0;
}

port.on('message', (message: ToShard) => {
  if ('head' in message) {
    head = message.head;
    if (!working) {
      working = true;
      setImmediate(work);
    }
    return;
  }
  const { id, question, ask } = message;
  try {
    tell({ id, answer: ANSWERS[question](shard, ask as never) });
  } catch (error) {
    tell({ id, error: String(error) });
  }
});

work();
