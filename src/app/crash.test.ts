import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyJournal } from '../journal/verify.ts';
import { parseTime } from '../model/beijing.ts';
import type { AlertView, Page } from '../model/views.ts';
import { minuteFrame, PLANT_WEEK, weekFrames } from '../testing/plant-week.ts';
import { sendFrames, startServer, stopServer } from '../testing/server-process.ts';
import { seeded } from '../testing/storm.ts';
import { expectedAlerts, TOLD, weekMarks } from '../testing/week.ts';

const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-crash-'));
afterAll(() => rmSync(data, { recursive: true }));

const start = () => startServer(['--data', data, '--catalogue', path.join(PLANT_WEEK, 'catalogue.yaml')]);

/** The week, and a minute of the next day from each furnace: only then is the last day over on their own clock. */
const frames = [
  ...weekFrames()
    .toString('latin1')
    .split(/(?=##\d{4}QN)/),
  ...['week-f1', 'week-f2'].map((outlet) =>
    minuteFrame(outlet, parseTime('2026-03-09 00:20'), ['a19001-Avg=11,a19001-Flag=N']),
  ),
];

async function alerts(http: string): Promise<Record<string, unknown>[]> {
  const answer = await fetch(`${http}/api/v1/alerts?limit=500&sort=-start`);
  const { items } = (await answer.json()) as Page<AlertView>;
  const key = (alert: AlertView) => `${alert.start}|${alert.rule}|${alert.outlet}|${alert.factor ?? ''}`;
  const told = items.filter((alert) => alert.start < '2026-03-09').sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return told.map((alert) => Object.fromEntries(TOLD.map((name) => [name, alert[name]])));
}

describe('a server that is killed with -9 in the middle, again and again', () => {
  it('loses nothing that was acknowledged and ends with the same alerts', async () => {
    const random = seeded(42);
    let answered = 0;
    let server = await start();
    for (const mark of weekMarks()) {
      const body = { outlet: mark.outlet, mark: mark.kind, start: new Date(mark.start), end: new Date(mark.end) };
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${server.http}/api/v1/marks`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(201);
    }
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
    // The marks are entered today, long after that week: that they are late is true, and no part of the fixture.
    const inTime = ({ rule }: Record<string, unknown>) => rule !== 'mark-late';
    await expect
      .poll(async () => (await alerts(server.http)).filter(inTime), { timeout: 20_000, interval: 200 })
      .toEqual(expectedAlerts().filter(inTime));
    await stopServer(server, 'SIGTERM');
    expect(verifyJournal(path.join(data, 'journal.db'))).toMatchObject({ ok: true });
  }, 120_000);
});
