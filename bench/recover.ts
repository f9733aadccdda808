import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startServer, stopServer } from '../src/testing/server-process.ts';
import type { Figures } from './run.ts';
import { loadCatalogue, send } from './server.ts';

const OUTLETS = 1000;
const MINUTES = 1440;
const RUNS = 3;

/**
 * A server that took one day of 1 000 outlets (10 factors, a frame a minute) is killed and started again on the same folder:
 * from the start of the process until `/readyz` says ready. The first start has what the kill left undone, the others come after
 * further kills; median of all.
 */
export async function run(): Promise<Figures> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-bench-'));
  const file = path.join(folder, 'catalogue.yaml');
  writeFileSync(file, loadCatalogue(OUTLETS));
  const args = ['--data', path.join(folder, 'data'), '--catalogue', file];
  try {
    const first = await startServer(args);
    const fed = await send({ host: '127.0.0.1', port: first.tcp, devices: OUTLETS, minutes: MINUTES });
    await stopServer(first, 'SIGKILL');
    const readyMs: number[] = [];
    for (let i = 0; i < RUNS; i++) {
      const began = performance.now();
      const server = await startServer(args);
      while (
        !(await fetch(`${server.http}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ))
      ) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      readyMs.push(performance.now() - began);
      await stopServer(server, 'SIGKILL');
    }
    const [afterKillMs] = readyMs;
    readyMs.sort((a, b) => a - b);
    return {
      readings: fed.readings,
      afterKillMs: afterKillMs!,
      readyMs: readyMs[RUNS >> 1]!,
      unanswered: fed.unanswered,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
