import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type IngestBody, NotTaken, type Ports } from '../api/ports.ts';
import type { MessageDoor } from '../ingest/messages.ts';
import { JournalError } from '../journal/journal.ts';
import type { ShardClient } from './shard-client.ts';

/** How long an answer waits for the engine; what is durable is safe without it. */
const PATIENCE_MS = 5000;

/** Bodies of the API into the door for messages, each with an answer to how its records ended. */
export function ingestPort(door: MessageDoor, shard: ShardClient, patienceMs = PATIENCE_MS): Ports['ingest'] {
  return async (body: IngestBody) => {
    const receipt = randomUUID();
    const { seq, ...outcome } = await door.take({ ...body, receipt }).catch((error: unknown) => {
      throw error instanceof JournalError ? new NotTaken(error.message) : error;
    });
    const faults = outcome.faults.map((fault) => ({ ...fault, outcome: 'rejected' as const }));
    const applied = shard.applied(seq).then(() => shard.ask('receipt', receipt));
    const late = new AbortController();
    const waited = sleep(patienceMs, undefined, { signal: late.signal }).catch(() => undefined);
    const records = await Promise.race([applied, waited]).finally(() => late.abort());
    return { ...outcome, faults, records: records ?? null };
  };
}
