import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyJournal } from '../journal/verify.ts';
import { PLANT_WEEK } from '../testing/plant-week.ts';
import { sendFrames, startServer, stopServer } from '../testing/server-process.ts';
import { seeded } from '../testing/storm.ts';
import { alertsOfWeek, enterMarks, expectedOfWeek, weekAndMore } from '../testing/week-server.ts';

const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-crash-'));
afterAll(() => rmSync(data, { recursive: true }));

const start = () => startServer(['--data', data, '--catalogue', path.join(PLANT_WEEK, 'catalogue.yaml')]);

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
    await stopServer(server, 'SIGTERM');
    expect(verifyJournal(path.join(data, 'journal.db'))).toMatchObject({ ok: true });
  }, 120_000);
});
