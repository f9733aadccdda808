import path from 'node:path';
import type { TextFile } from '../catalogue/load.ts';
import { JOURNAL_FILE, openJournalReader } from '../journal/sqlite.ts';
import type { RuleTexts } from '../model/rule-edit.ts';
import { StoreSnapshot } from '../store/snapshot.ts';
import { loadDetectors } from './rule-folder.ts';
import { RuleLibrary } from './rule-library.ts';
import { Shard } from './shard.ts';

/** Name of the views inside a data folder. */
export const VIEWS_FILE = 'views.db';

export interface StoredShard {
  shard: Shard;
  close(): void;
}

/**
 * The shard of a data folder as it stands, to be asked and never to be fed; a server may go on writing there.
 * @param rules the rules folder: by what is judged where the store knows no rules yet
 * @throws ConfigError where neither the stored rules nor the folder's can be read
 */
export async function openStoredShard(
  data: string,
  catalogue: readonly TextFile[],
  rules: RuleTexts,
): Promise<StoredShard> {
  const library = new RuleLibrary(await loadDetectors(), catalogue);
  const journal = openJournalReader(path.join(data, JOURNAL_FILE));
  const store = new StoreSnapshot(path.join(data, VIEWS_FILE));
  const stored = store.rulesInForce();
  const ground = library.loadFirst(stored ? [stored, rules] : [rules]);
  const shard = new Shard(ground, library, store, (from) => journal.read(from));
  // What the last checkpoint does not hold yet is in the pages by now, but not judged: as a restart would go on.
  shard.engine.advance(shard.clock);
  return {
    shard,
    close() {
      store.close();
      journal.close();
    },
  };
}
