import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { verifyJournal } from '../journal/verify.ts';
import { PLANT_WEEK } from '../testing/plant-week.ts';
import { sendFrames, startServer, stopServer } from '../testing/server-process.ts';
import { alertsOfWeek, enterMarks, expectedOfWeek, weekAndMore } from '../testing/week-server.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-clock-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Loaded before anything else, in every thread: the clock of the machine is two hours fast. */
const FAST = path.join(folder, 'fast.mjs');
writeFileSync(FAST, 'const now = Date.now; Date.now = () => now() + 7_200_000;\n');

it('a clock that was two hours fast and is set back: everything is taken and judged as ever, and the state is named', async () => {
  const args = ['--data', path.join(folder, 'data'), '--catalogue', path.join(PLANT_WEEK, 'catalogue.yaml')];
  const frames = weekAndMore();
  const half = frames.length / 2;

  const fast = await startServer(args, { NODE_OPTIONS: `--import=${pathToFileURL(FAST)}` });
  await enterMarks(fast.http);
  expect(await sendFrames(fast.tcp, frames.slice(0, half), 0)).toBe(half);
  await stopServer(fast, 'SIGTERM');

  const right = await startServer(args);
  expect(await sendFrames(right.tcp, frames.slice(half), 0)).toBe(frames.length - half);
  await expect.poll(() => alertsOfWeek(right.http)).toEqual(expectedOfWeek());
  const overview = (await (await fetch(`${right.http}/api/v1/overview`)).json()) as { troubles: { en: string }[] };
  expect(overview.troubles).toMatchObject([
    { en: expect.stringMatching(/clock of this machine is 1(19|20) min behind/) },
  ]);
  expect((await fetch(`${right.http}/readyz`)).status).toBe(200);
  await stopServer(right, 'SIGTERM');
  expect(verifyJournal(path.join(folder, 'data/journal.db'))).toMatchObject({ ok: true });
});
