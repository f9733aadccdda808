import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyJournal } from '../journal/verify.ts';
import { parseTime } from '../model/beijing.ts';
import type { AlertView, Page } from '../model/views.ts';
import { minuteFrame, PLANT_WEEK, weekFrames } from '../testing/plant-week.ts';
import { seeded } from '../testing/storm.ts';
import { expectedAlerts, TOLD, weekMarks } from '../testing/week.ts';

const LAUNCH = path.join(import.meta.dirname, '../cli/launch.js');
const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-crash-'));
afterAll(() => rmSync(data, { recursive: true }));

interface Server {
  process: ChildProcess;
  http: string;
  tcp: number;
}

/** The real command in a process of its own; it says on stderr where it listens. */
async function start(): Promise<Server> {
  const args = ['serve', '--no-demo', '--data', data, '--catalogue', path.join(PLANT_WEEK, 'catalogue.yaml')];
  const server = spawn(process.execPath, [LAUNCH, ...args, '--http', '127.0.0.1:0', '--tcp', '127.0.0.1:0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, FLUEWATCH_LANG: 'en' },
  });
  let said = '';
  return new Promise((resolve, reject) => {
    server.stderr!.on('data', (chunk: Buffer) => {
      said += chunk;
      const ports = /console (http:\S+:\d+), HJ 212 port \S+:(\d+)/.exec(said);
      if (ports) resolve({ process: server, http: ports[1]!, tcp: Number(ports[2]) });
    });
    server.once('exit', () => reject(new Error(`the server did not start: ${said}`)));
  });
}

/** The week, and a minute of the next day from each furnace: only then is the last day over on their own clock. */
const frames = [
  ...weekFrames()
    .toString('latin1')
    .split(/(?=##\d{4}QN)/),
  ...['week-f1', 'week-f2'].map((outlet) =>
    minuteFrame(outlet, parseTime('2026-03-09 00:20'), ['a19001-Avg=11,a19001-Flag=N']),
  ),
];

/** Sends frames from a number on and counts answers, like a logger with a window, until all are answered or it breaks. */
function send(port: number, from: number, progress: (answered: number) => void): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  let sent = from;
  let answered = from;
  const more = () => {
    const piece: string[] = [];
    while (sent < frames.length && sent - answered < 400) piece.push(frames[sent++]!);
    if (piece.length > 0) socket.write(piece.join(''), 'latin1');
    if (answered === frames.length) socket.destroy();
  };
  socket.on('error', () => {});
  socket.on('connect', more);
  socket.on('data', (chunk) => {
    answered += chunk.toString('latin1').split('CN=9014').length - 1;
    progress(answered);
    more();
  });
  return new Promise((resolve) => socket.once('close', () => resolve(answered)));
}

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
      answered = await send(server.tcp, answered, (now) => {
        if (now >= enough) victim.kill('SIGKILL');
      });
      await killed;
      server = await start();
    }
    answered = await send(server.tcp, answered, () => {});
    expect(answered).toBe(frames.length);
    await expect.poll(() => alerts(server.http), { timeout: 20_000, interval: 200 }).toEqual(expectedAlerts());
    const stopped = once(server.process, 'exit');
    server.process.kill('SIGTERM');
    await stopped;
    expect(verifyJournal(path.join(data, 'journal.db'))).toMatchObject({ ok: true });
  }, 120_000);
});
