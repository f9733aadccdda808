import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Entry } from '../model/entry.ts';

/** For tests: a path for a journal in a folder that goes away with the test. */
export function scratchPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fluewatch-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'journal.db');
}

export function frame(text: string): Entry {
  return { kind: 'frame', at: 1_767_225_600_000, meta: 'tcp 192.0.2.1:5000', bytes: Buffer.from(text) };
}

export const text = (entry: Entry) => Buffer.from(entry.bytes).toString();
