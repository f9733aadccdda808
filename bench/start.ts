import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Figures } from './run.ts';

const LAUNCH = path.join(import.meta.dirname, '../src/cli/launch.js');
const RUNS = 5;

/** From the start of the process with an empty store until `/readyz` says ready; the median of five runs. */
export async function run(): Promise<Figures> {
  const ms: number[] = [];
  for (let i = 0; i < RUNS; i++) ms.push(await once(18_080 + i));
  ms.sort((a, b) => a - b);
  return { readyMs: ms[RUNS >> 1]!, slowestMs: ms.at(-1)! };
}

async function once(port: number): Promise<number> {
  const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-start-'));
  const began = performance.now();
  const args = ['serve', '--no-demo', '--data', data, '--http', `127.0.0.1:${port}`, '--tcp', '127.0.0.1:0'];
  const server = spawn(process.execPath, [LAUNCH, ...args], { stdio: 'ignore' });
  try {
    for (;;) {
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (ready) return performance.now() - began;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  } finally {
    server.kill('SIGKILL');
    await new Promise((resolve) => server.once('exit', resolve));
    rmSync(data, { recursive: true });
  }
}
