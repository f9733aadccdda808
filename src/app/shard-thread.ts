import { parentPort, workerData } from 'node:worker_threads';
import { loadCatalogue, type TextFile } from '../catalogue/load.ts';
import type { Batch } from '../journal/journal.ts';
import { openJournalReader } from '../journal/sqlite.ts';
import { StoreWriter } from '../store/writer.ts';
import { ANSWERS, type Questions } from './questions.ts';
import { loadRuleFolder } from './rule-folder.ts';
import { Shard } from './shard.ts';

/** What the thread of a shard is started with. */
export interface ShardSetup {
  journal: string;
  store: string;
  rules: string;
  catalogue: TextFile[];
}

/** To the thread: how far the journal is, or a question. */
export type ToShard = { head: number } | { id: number; question: keyof Questions; ask: unknown };
/** How far the store is, and how many readings were taken since the start. */
export interface Progress {
  position: number;
  readings: number;
}
/** From the thread: how far the store is, or an answer. */
export type FromShard = Progress | { id: number; answer: unknown } | { id: number; error: string };

/** So many batches are taken in one go: one transaction of the store, and then questions get their turn. */
const BATCHES_AT_ONCE = 64;

const setup = workerData as ShardSetup;
const port = parentPort!;
const { rulebook, standards } = await loadRuleFolder(setup.rules);
const journal = openJournalReader(setup.journal);
const store = new StoreWriter(setup.store);
const shard = new Shard(loadCatalogue(setup.catalogue, standards), rulebook, store, (from) => journal.read(from));

let head = journal.head().seq;
let working = false;

const tell = (message: FromShard) => port.postMessage(message);

/** Takes what the journal has beyond the store. The journal is the queue: nothing piles up in memory here. */
function work(): void {
  const batches: Batch[] = [];
  for (const batch of journal.read(shard.position + 1)) {
    batches.push(batch);
    if (batches.length === BATCHES_AT_ONCE) break;
  }
  if (batches.length > 0) shard.take(batches);
  if (batches.length < BATCHES_AT_ONCE) shard.rest();
  tell({ position: shard.position, readings: shard.readings });
  working = shard.position < head && batches.length > 0;
  if (working) setImmediate(work);
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
