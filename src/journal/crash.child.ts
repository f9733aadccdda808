/** The process that `crash.storm.test.ts` kills: appends as fast as it may, prints each acknowledgement or refusal. */
import { randomBytes } from 'node:crypto';
import type { JournalError } from './journal.ts';
import { openJournal } from './sqlite.ts';

const [path, life] = process.argv.slice(2);
const journal = await openJournal(path!);
// To a pipe this is synchronous: what was acknowledged is said before anything else happens.
const say = (line: unknown) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function appendForever(hand: number): Promise<never> {
  for (let i = 0; ; i++) {
    // Random, so that it does not compress.
    const words = [0, 1, 2].map((k) => `${life}-${hand}-${i}-${k} ${randomBytes(1500).toString('base64')}`);
    try {
      const entries = words.map((word) => ({ kind: 'frame' as const, at: 1, meta: '', bytes: Buffer.from(word) }));
      say({ seq: await journal.append(entries), words });
    } catch (error) {
      say({ failed: (error as JournalError).code });
    }
  }
}

await Promise.all([0, 1, 2, 3].map(appendForever));
