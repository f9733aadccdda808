import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyJournal } from '../journal/verify.ts';
import { StoreReader } from '../store/reader.ts';
import { PLANT_WEEK } from '../testing/plant-week.ts';
import { sendFrames, startServer, stopServer } from '../testing/server-process.ts';
import { Receiver } from '../testing/servers/receiver.ts';
import { seeded } from '../testing/storm.ts';
import { alertsOfWeek, enterMarks, expectedOfWeek, weekAndMore } from '../testing/week-server.ts';

const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-crash-'));
afterAll(() => rmSync(data, { recursive: true }));

const receiver = new Receiver();
beforeAll(async () => {
  await receiver.start();
  const hook = `{ id: hook, kind: webhook, url: "${receiver.url}/", from: start }`;
  writeFileSync(path.join(data, 'connections.yaml'), `outputs:\n  - ${hook}\n`);
});
afterAll(() => receiver.stop());

const start = () => startServer(['--data', data, '--catalogue', path.join(PLANT_WEEK, 'catalogue.yaml')]);

/** Ids of everything that the views say became of alerts and leads. */
function eventIds(): string[] {
  const views = new StoreReader(path.join(data, 'views.db'));
  const ids = views.eventsAfter(0, 1_000_000).map(({ id }) => id);
  views.close();
  return ids;
}

const frames = weekAndMore();

describe('a server that is killed with -9 in the middle, again and again', () => {
  it('loses nothing that was acknowledged and ends with the same alerts', async () => {
    const random = seeded(42);
    let answered = 0;
    let server = await start();
    await enterMarks(server.http);
    for (let kill = 0; kill < 3; kill++) {
      const enough = answered + Math.floor(random() * 5000);
      const killed = once(server.process, 'exit');
      const victim = server.process;
      answered = await sendFrames(server.tcp, frames, answered, (now) => {
        if (now >= enough) victim.kill('SIGKILL');
      });
      await killed;
      server = await start();
    }
    answered = await sendFrames(server.tcp, frames, answered);
    expect(answered).toBe(frames.length);
    await expect.poll(() => alertsOfWeek(server.http), { timeout: 20_000, interval: 200 }).toEqual(expectedOfWeek());
    // Everything was told outside as well; what was told twice, under the same id and in the same words.
    const told = () => new Map(receiver.heard.map(({ headers, body }) => [headers['webhook-id'] as string, body]));
    await expect.poll(() => eventIds().filter((id) => !told().has(id)), { timeout: 20_000, interval: 200 }).toEqual([]);
    const words = told();
    for (const { headers, body } of receiver.heard) expect(body).toBe(words.get(headers['webhook-id'] as string));
    await stopServer(server, 'SIGTERM');
    expect(verifyJournal(path.join(data, 'journal.db'))).toMatchObject({ ok: true });
  }, 120_000);
});
