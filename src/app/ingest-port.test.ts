import { expect, test } from 'vitest';
import type { MessageDoor } from '../ingest/messages.ts';
import { JournalError } from '../journal/journal.ts';
import { ingestPort } from './ingest-port.ts';
import type { ShardClient } from './shard-client.ts';

const BODY = { peer: 'http 192.0.2.1', subject: '', bytes: Buffer.from('[]'), mapping: 'readings-json' };

const doorThat = (take: MessageDoor['take']): MessageDoor => ({ take });
const away = { applied: () => new Promise(() => {}), ask: async () => undefined } as unknown as ShardClient;

test.each(['DISK', 'BUSY', 'CLOSED'] as const)('a journal that says %s means: nothing was taken', async (code) => {
  const door = doorThat(() => Promise.reject(new JournalError(code, 'no room')));
  await expect(ingestPort(door, away)(BODY)).rejects.toMatchObject({ name: 'NotTaken', message: 'no room' });
});

test('a fault of ours stays one', async () => {
  const door = doorThat(() => Promise.reject(new TypeError('oops')));
  await expect(ingestPort(door, away)(BODY)).rejects.toThrow(TypeError);
});

test('an engine that is far behind does not hold up the answer to what is durable', async () => {
  const door = doorThat(async () => ({ readings: 2, unknown: [], faults: [], faultCount: 0, seq: 9 }));
  expect(await ingestPort(door, away, 10)(BODY)).toEqual({
    readings: 2,
    unknown: [],
    faults: [],
    faultCount: 0,
    records: null,
  });
});
