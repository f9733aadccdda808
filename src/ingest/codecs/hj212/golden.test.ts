import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Frame, Framer } from './framer.ts';
import type { Oddity } from './oddities.ts';
import { type ParsedFrame, parseFrame } from './parse.ts';

interface Golden {
  frame: string;
  valid: boolean | null;
  kind: 'single' | 'stream';
  why: string;
  source: string;
  chunks?: number[];
  checks?: { declaredLength: number | null; actualLength: number; crcField: string; crcComputed: string };
  expect: {
    qn?: string;
    st: string;
    cn: string;
    mn: string;
    flag?: number;
    version?: number;
    needAck?: boolean;
    pnum?: number;
    pno?: number;
    rf?: number;
    cp: [string, string][][];
    encrypted?: boolean;
    frames?: number;
    crcs?: string[];
  };
}

const lines = ['frames', 'annex-c-computed'].flatMap((name) =>
  readFileSync(new URL(`../../../../fixtures/hj212/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line, i) => ({ name: `${name}:${i + 1}`, ...(JSON.parse(line) as Golden) })),
);

interface Outcome {
  frame?: ParsedFrame & { encrypted: boolean; crc: string };
  why?: string;
  at: number;
  length: number;
}

const KEY = new Uint8Array(16).fill(0x30);

function outcomes(bytes: Uint8Array, cuts: readonly number[]): Outcome[] {
  const out: Outcome[] = [];
  const framer = new Framer(
    {
      frame: (frame: Frame) => {
        const crc = Buffer.from(frame.raw.slice(frame.rawTo - 4, frame.rawTo)).toString('latin1');
        const parsed = { ...parseFrame(frame), encrypted: frame.encrypted, crc };
        out.push({ frame: parsed, at: frame.at, length: frame.rawTo - frame.rawFrom });
      },
      reject: (why, at, { length }) => out.push({ why, at, length }),
    },
    { keysOf: () => [KEY] },
  );
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    framer.push(bytes.subarray(from, to));
    from = to;
  }
  framer.flush();
  expect(framer.pending).toBe(0);
  return out;
}

/** A small seeded generator: the same cuts on every run. */
function randomCuts(length: number, seed: number): number[] {
  const cuts: number[] = [];
  let state = seed;
  for (let at = 0; ; ) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    at += 1 + ((state >>> 16) % 97);
    if (at >= length) return cuts;
    cuts.push(at);
  }
}

const chunkings = (length: number): [string, number[]][] => [
  ['all at once', []],
  ['byte by byte', Array.from({ length }, (_, i) => i)],
  ...[1, 2, 3].map((seed): [string, number[]] => [`in random chunks ${seed}`, randomCuts(length, seed)]),
];

/** Secrets inside the data area are blanked when shown, not when parsed. */
function agrees(frame: ParsedFrame & { encrypted: boolean }, { expect: e }: Golden): void {
  expect(frame).toMatchObject({
    qn: e.qn ?? null,
    st: e.st,
    cn: e.cn,
    mn: e.mn,
    flag: e.flag ?? null,
    version: e.version ?? 0,
    needAck: e.needAck ?? false,
    pnum: e.pnum ?? null,
    pno: e.pno ?? null,
    rf: e.rf === 1,
    encrypted: e.encrypted ?? false,
  });
  expect(frame.cp).toEqual(e.cp);
}

describe.each(lines.filter((line) => line.kind === 'single'))('$name $why', (line) => {
  const bytes = Buffer.from(line.frame, 'latin1');
  const { checks } = line;
  const lengthOnly = line.valid === false && checks?.crcField.toUpperCase() === checks?.crcComputed;

  it.each(chunkings(bytes.length))('%s', (_, cuts) => {
    const all = outcomes(bytes, cuts);
    expect(all).toHaveLength(1);
    const [{ frame, why }] = all as [Outcome];
    if (line.valid || lengthOnly) {
      agrees(frame!, line);
      expect(frame!.oddities.includes('LEN' as Oddity)).toBe(lengthOnly);
    } else {
      expect(frame).toBeUndefined();
      expect(why).toBe(line.why.includes('Modbus') ? 'CRC_MODBUS' : line.why.includes('length:') ? 'LEN' : 'CRC');
    }
  });
});

describe.each(lines.filter((line) => line.kind === 'stream'))('$name $why', (line) => {
  const bytes = Buffer.from(line.frame, 'latin1');
  const all = chunkings(bytes.length);
  if (line.chunks) all.push(['in the chunks of the file', line.chunks.slice(0, -1)]);

  it.each(all)('%s', (_, cuts) => {
    const frames = outcomes(bytes, cuts).flatMap(({ frame }) => frame ?? []);
    const exact = frames.filter((frame) => !frame.oddities.includes('LEN'));
    expect(exact.map((frame) => frame.crc)).toEqual(line.expect.crcs);
    expect(exact).toHaveLength(line.expect.frames!);
  });
});
