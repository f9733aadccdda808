import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { scratchPath, text } from './scratch.ts';
import { openJournal, openJournalReader } from './sqlite.ts';
import { verifyJournal } from './verify.ts';

const CHILD = fileURLToPath(new URL('./crash.child.ts', import.meta.url));

interface Line {
  seq?: number;
  words?: string[];
  failed?: string;
}

/** The child appends without end and prints what was acknowledged to it. */
async function* linesOf(child: ChildProcess): AsyncGenerator<Line> {
  for await (const line of createInterface({ input: child.stdout! })) {
    // The last line may be cut off by the kill: what was not said completely was not acknowledged.
    if (line.endsWith('}')) yield JSON.parse(line);
  }
}

function mulberry(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('kill -9 at random moments loses nothing that was acknowledged', async () => {
  const path = scratchPath();
  const random = mulberry(212);
  const acknowledged = new Map<string, number>();
  for (let life = 0; life < 12; life++) {
    const child = spawn(process.execPath, [CHILD, path, String(life)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    const lines = 1 + Math.floor(random() * 40);
    const delayMs = random() * 30;
    let seen = 0;
    for await (const { seq, words } of linesOf(child)) {
      for (const word of words!) acknowledged.set(word, seq!);
      if (++seen === lines) setTimeout(() => child.kill('SIGKILL'), delayMs);
    }
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(verifyJournal(path).ok).toBe(true);
  }
  const kept = new Map<string, number>();
  const reader = openJournalReader(path);
  for (const { seq, entries } of reader.read(1)) for (const entry of entries) kept.set(text(entry), seq);
  reader.close();
  expect(acknowledged.size).toBeGreaterThan(200);
  for (const [word, seq] of acknowledged) expect(kept.get(word)).toBe(seq);

  const next = await openJournal(path);
  expect(next.head().seq).toBe(Math.max(...kept.values()));
  await next.close();
});

test('a full disk refuses, loses nothing, and works again with more room', async () => {
  const path = scratchPath();
  // A limit on the size of any file stands for the full disk (units of 1024 bytes).
  const command = `ulimit -S -f 256; exec "$0" "$@"`;
  const child = spawn('bash', ['-c', command, process.execPath, CHILD, path, 'full'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  let refusals = 0;
  let after = 0;
  for await (const { words, failed } of linesOf(child)) {
    if (words) acknowledged.push(...words);
    if (words && refusals > 0 && ++after === 5) child.kill('SIGKILL');
    if (failed !== undefined) expect(failed).toBe('DISK');
    if (failed !== undefined && ++refusals === 3) {
      spawn('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:unlimited'], { stdio: 'inherit' });
    }
  }
  expect(refusals).toBeGreaterThanOrEqual(3);
  expect(verifyJournal(path).ok).toBe(true);
  const reader = openJournalReader(path);
  const kept = new Set([...reader.read(1)].flatMap((batch) => batch.entries.map(text)));
  reader.close();
  expect(acknowledged.filter((word) => !kept.has(word))).toEqual([]);
});
