import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyJournal } from '../journal/verify.ts';
import { PLANT_WEEK } from '../testing/plant-week.ts';
import { type ServerProcess, sendFrames, startServer, stopServer } from '../testing/server-process.ts';
import { Receiver } from '../testing/servers/receiver.ts';
import { alertsOfWeek, enterMarks, expectedOfWeek, weekAndMore } from '../testing/week-server.ts';

const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-full-'));
afterAll(() => rmSync(data, { recursive: true }));

const receiver = new Receiver();
beforeAll(() => receiver.start());
afterAll(() => receiver.stop());

/** A limit on the size of any file that it writes stands for the full disk. */
const disk = ({ process: { pid } }: ServerProcess, bytes: number | 'unlimited') =>
  expect(spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]).status).toBe(0);

const json = async (address: string) => (await fetch(address)).json();

const READING = 'time,outlet,factor,grain,stat,value,flag\n2026-03-09 08:00:00,week-f1,a21005,minute,avg,41.2,N\n';
const offer = ({ http }: ServerProcess) =>
  fetch(`${http}/ingest`, { method: 'POST', headers: { 'content-type': 'text/csv' }, body: READING });

it('a server on a full disk answers nothing, says so everywhere, and goes on by itself once there is room', async () => {
  const hook = `{ id: hook, kind: webhook, url: "${receiver.url}/", from: start }`;
  writeFileSync(path.join(data, 'connections.yaml'), `outputs:\n  - ${hook}\n`);
  const server = await startServer(['--data', data, '--catalogue', path.join(PLANT_WEEK, 'catalogue.yaml')]);
  await enterMarks(server.http);
  const frames = weekAndMore();
  let answered = 0;
  const cut = new AbortController();
  const first = sendFrames(
    server.tcp,
    frames,
    0,
    (now) => {
      if (answered < 3000 && now >= 3000) disk(server, 100_000);
      answered = now;
    },
    cut.signal,
  );

  // Both what is received and what is judged have nowhere to go.
  const troubles = async () =>
    ((await json(`${server.http}/api/v1/overview`)) as { troubles: { en: string }[] }).troubles;
  const named = (file: string) => ({ en: expect.stringMatching(`${file}.*disk`) });
  await expect.poll(troubles).toMatchObject([named('journal.db'), named('views.db')]);
  expect((await fetch(`${server.http}/readyz`)).status).toBe(503);
  expect((await offer(server)).status).toBe(503);
  // What is stored can still be read.
  expect((await fetch(`${server.http}/api/v1/alerts`)).status).toBe(200);
  expect(answered).toBeLessThan(frames.length);

  disk(server, 'unlimited');
  cut.abort();
  await first;
  answered = await sendFrames(server.tcp, frames, answered);
  expect(answered).toBe(frames.length);
  expect((await offer(server)).status).toBe(200);
  await expect.poll(() => alertsOfWeek(server.http)).toEqual(expectedOfWeek());
  expect(await troubles()).toEqual([]);
  expect((await fetch(`${server.http}/readyz`)).status).toBe(200);
  const raised = () =>
    new Set(receiver.heard.map(({ body }) => body).filter((body) => body.includes('"alert.raised"')));
  await expect.poll(() => raised().size).toBeGreaterThanOrEqual(expectedOfWeek().length);
  await stopServer(server, 'SIGTERM');
  expect(server.process.exitCode).toBe(0);
  expect(verifyJournal(path.join(data, 'journal.db'))).toMatchObject({ ok: true });
}, 120_000);
