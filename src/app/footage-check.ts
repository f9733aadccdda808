import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { openJournalReader } from '../journal/sqlite.ts';
import type { Footage } from '../model/footage.ts';
import { fileOfHash } from '../model/footage-file.ts';
import type { Text } from '../model/text.ts';
import { readCommand } from './command.ts';

export interface FootageCheck {
  /** files that are there with the bytes that were journaled */
  whole: number;
  faults: { id: string; why: Text }[];
}

/** Holds every file of footage against the hash that the journal has of it. */
export async function checkFootage(journal: string, folder: string): Promise<FootageCheck> {
  const check: FootageCheck = { whole: 0, faults: [] };
  for (const { id, sha256 } of journaled(journal)) {
    const file = path.join(folder, fileOfHash(sha256));
    if (!existsSync(file)) {
      check.faults.push({ id, why: { zh: `文件不在：${sha256}`, en: `the file is not there: ${sha256}` } });
    } else if ((await hashOfFile(file)) !== sha256) {
      check.faults.push({
        id,
        why: { zh: `文件与哈希不符：${sha256}`, en: `the file does not have its hash: ${sha256}` },
      });
    } else check.whole += 1;
  }
  return check;
}

/** Of each bookmark the last that was journaled, where we keep its file. */
function journaled(journal: string): { id: string; sha256: string }[] {
  const reader = openJournalReader(journal);
  const latest = new Map<string, Footage>();
  try {
    for (const { entries } of reader.read(1)) {
      for (const { kind, bytes } of entries) {
        if (kind !== 'command') continue;
        const command = readCommand(new TextDecoder().decode(bytes));
        if (command.kind === 'footage') latest.set(command.footage.id, command.footage);
      }
    }
  } finally {
    reader.close();
  }
  return [...latest.values()].flatMap(({ id, sha256, bytes }) => (sha256 && bytes !== null ? { id, sha256 } : []));
}

async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
