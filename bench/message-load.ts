import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readMapping } from '../src/ingest/codecs/mapped/mapping.ts';
import { newCounters } from '../src/ingest/counters.ts';
import { Gate } from '../src/ingest/gate.ts';
import { LIMITS } from '../src/ingest/limits.ts';
import { MappedDoor } from '../src/ingest/mapped-door.ts';
import type { MessageDoor } from '../src/ingest/messages.ts';
import { Quarantine } from '../src/ingest/quarantine.ts';
import { JOURNAL_FILE, openJournal } from '../src/journal/sqlite.ts';
import { minuteText } from '../src/model/beijing.ts';
import type { Connection } from '../src/model/connection.ts';
import { LOAD_FACTORS, LoadFrames, loadMn, w1Value } from '../src/simulator/load-frames.ts';
import type { Figures } from './run.ts';

/** Messages as gateways bundle them, an hour of minutes from so many devices after the other. */
export interface Load {
  mapping: string;
  payloads: Buffer[];
  readings: number;
}

const FIRST = Date.parse('2026-03-01T00:00:00+08:00');

const VENDOR = readMapping(
  `id: vendor
format: json
records: $.data
sender: {path: device}
time: {path: at}
grain: minute
stat: avg
values: [${LOAD_FACTORS.map((factor) => `{path: ${factor}, factor: ${factor}}`).join(', ')}]
`,
  'vendor.yaml',
);

/** HJ 212 frames of 30 readings, 50 to a message. */
function frameLoad(messages: number): Load {
  const frames = new LoadFrames(Array.from({ length: 50 }, (_, id) => id));
  const payloads = Array.from({ length: messages }, (_, m) => frames.batch(FIRST + m * 60_000, m, 0, 50).bytes);
  return { mapping: 'hj212', payloads, readings: messages * 50 * 3 * LOAD_FACTORS.length };
}

/** JSON records of 10 readings. */
function jsonLoad(messages: number, records: number): Load {
  const payloads = Array.from({ length: messages }, (_, m) => {
    const at = minuteText(FIRST + m * 60_000);
    const data = Array.from({ length: records }, (_, d) => ({
      device: loadMn(d),
      at,
      ...Object.fromEntries(LOAD_FACTORS.map((factor, f) => [factor, w1Value(d * LOAD_FACTORS.length + f, m)])),
    }));
    return Buffer.from(JSON.stringify({ data }));
  });
  return { mapping: VENDOR.id, payloads, readings: messages * records * LOAD_FACTORS.length };
}

/** The real door onto a real journal, with nothing behind it. */
export async function withDoor<T>(use: (door: MessageDoor) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-bench-'));
  const journal = await openJournal(path.join(folder, JOURNAL_FILE));
  const door = new MappedDoor({
    door: {
      gate: new Gate({ find: () => ({}) }, LIMITS),
      quarantine: new Quarantine(LIMITS),
      inbox: { put: (entries) => journal.append(entries) },
      counters: newCounters(),
      now: Date.now,
    },
    limits: LIMITS,
    mappings: [VENDOR],
    isOutlet: () => false,
    journaled: () => false,
    entryOf: ({ text }, at) => ({ kind: 'command', at, meta: '', bytes: Buffer.from(text) }),
  });
  try {
    return await use(door);
  } finally {
    await journal.close();
    rmSync(folder, { recursive: true });
  }
}

/** What came of it; `name` says which form it had. */
export function figures(name: string, { payloads, readings }: Load, seconds: number): Figures {
  const bytes = payloads.reduce((sum, payload) => sum + payload.length, 0);
  return {
    [`${name}ReadingsPerSecond`]: readings / seconds,
    [`${name}MessagesPerSecond`]: payloads.length / seconds,
    [`${name}BytesPerMessage`]: bytes / payloads.length,
    [`${name}ReadingsPerMessage`]: readings / payloads.length,
  };
}

/** The three forms: bundled JSON, bundled frames, and JSON of a single record each. */
export const LOADS: readonly (readonly [string, () => Load])[] = [
  ['json', () => jsonLoad(3000, 100)],
  ['frames', () => frameLoad(3000)],
  ['single', () => jsonLoad(30_000, 1)],
];

/** Seconds from the connection being open until all messages are durable and could be used. */
export async function drain(input: Connection, messages: number): Promise<number> {
  while (input.status().state !== 'open') await sleep(1);
  const began = performance.now();
  while (input.status().done < messages) await sleep(1);
  const seconds = (performance.now() - began) / 1000;
  if (input.status().refused > 0) throw new Error(`${input.status().refused} messages could not be used`);
  return seconds;
}
