import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Framer } from './framer.ts';
import { Odd } from './oddities.ts';
import { REJECTS } from './rejects.ts';
import { sm4Encrypt } from './sm4.ts';
import {
  bytesOf,
  HEAD,
  live,
  modbus,
  type Outcome,
  outcomes,
  outcomesOf,
  packet,
  segment,
  told,
} from './test-frames.ts';

const GOOD = live('a21026-Rtd=12.5,a21026-Flag=N;a34013-Rtd=3,a34013-Flag=N');
const KEY = bytesOf('0123456789abcdef');

/** A packet of 2025 whose data area is encrypted. */
function sealed(area: string, key = KEY): string {
  const head = `${HEAD.replace('Flag=5', 'Flag=9')}CP=&&`;
  const plain = packet(`${head}${area}&&`);
  const cipher = Buffer.from(sm4Encrypt(bytesOf(area), key)).toString('latin1');
  return plain.replace(area, () => cipher);
}

/** What the framer is given: good and bad pieces, and noise made of the characters that frames are made of. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.nat(3000).map((n) => packet(live(`a21026-Rtd=${n / 10},a21026-Flag=N`))) },
  { weight: 2, arbitrary: fc.constantFrom('', '\n', '\r\r\n').map((tail) => packet(GOOD, { tail })) },
  fc.nat(9999).map((n) => packet(GOOD, { length: String(n).padStart(4, '0') })),
  fc.nat(999).map((n) => packet(GOOD, { length: String(n).padStart(3, '0') })),
  fc.nat(0xffff).map((n) => packet(GOOD, { crc: n.toString(16).padStart(4, '0') })),
  fc.constant(packet(GOOD, { crc: modbus(GOOD) })),
  fc.nat(packet(GOOD).length).map((n) => packet(GOOD).slice(0, n)),
  fc.nat(packet(GOOD).length).map((n) => packet(GOOD).slice(n)),
  fc.nat(90).map((n) => sealed(`DataTime=20240601085800;a21026-Rtd=${n}.5,a21026-Flag=N`)),
  fc.constant(sealed('DataTime=20240601085800;a21026-Rtd=1', bytesOf('another key 1234'))),
  fc.constantFrom(
    '##',
    '###',
    '##0',
    '##0000FFFF',
    '##9999',
    '##123Q',
    '&&',
    '&&1C80',
    '&&1C80\r',
    'CP=&&',
    '=',
    ';',
    ' \r\n',
    'Q',
    '\x00',
  ),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);
const stream = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const size = sizes.length === 0 ? bytes.length : sizes[i % sizes.length]!;
    chunks.push(bytes.subarray(from, from + size));
    from += size;
  }
  return chunks;
}

const options = { keysOf: () => [KEY], acceptModbus: () => false };
const short = (all: Outcome[]) => all.map(({ at, raw, why }, i) => [at, raw.length, told(all)[i], why]);

describe('Framer', () => {
  it('tells the same outcomes in the same order, whatever the chunks', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 9 }), (text, sizes) => {
        const bytes = bytesOf(text);
        const whole = short(outcomesOf([bytes], options));
        expect(short(outcomesOf(cut(bytes, [1]), options))).toEqual(whole);
        expect(short(outcomesOf(cut(bytes, sizes), options))).toEqual(whole);
      }),
      { seed: 212, numRuns: 300 },
    );
  });

  it('puts every byte into one outcome, in order, or between two as a blank', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          stream,
          fc.uint8Array({ maxLength: 3000 }).map((b) => Buffer.from(b).toString('latin1')),
        ),
        (text) => {
          const bytes = bytesOf(text);
          let at = 0;
          let blanks = 0;
          for (const outcome of outcomesOf([bytes], options)) {
            for (; at < outcome.at; at++, blanks++) expect(bytes[at]).toBeLessThanOrEqual(0x20);
            expect(outcome.raw).toEqual(bytes.slice(at, at + outcome.raw.length));
            expect(outcome.raw.length).toBeGreaterThan(0);
            at += outcome.raw.length;
            if (outcome.why) expect(Object.keys(REJECTS)).toContain(outcome.why);
          }
          for (; at < bytes.length; at++, blanks++) expect(bytes[at]).toBeLessThanOrEqual(0x20);
          const framer = new Framer({ frame: () => {}, reject: () => {} }, options);
          framer.push(bytes);
          framer.flush();
          expect(framer.blanks).toBe(blanks);
        },
      ),
      { seed: 2017, numRuns: 500 },
    );
  });

  it('loses no good frame between damaged ones that end in CR LF', () => {
    const damage = fc.oneof(
      fc.nat(0xffff).map((n) => packet(GOOD, { crc: n.toString(16).padStart(4, '0') })),
      fc.integer({ min: 10, max: 90 }).map((n) => `${packet(GOOD).slice(0, n)}\r\n`),
      fc.integer({ min: 10, max: 90 }).map((n) => packet(GOOD).slice(n)),
      fc.constant('noise without any hash\r\n'),
    );
    fc.assert(
      fc.property(fc.array(damage, { maxLength: 6 }), (faults) => {
        const good = (n: number) => packet(live(`a21026-Rtd=${n},a21026-Flag=N`));
        const text = faults.map((fault, n) => fault + good(n)).join('');
        const values = outcomes(text).flatMap(({ frame }) =>
          frame?.readings.length === 1 ? [frame.readings[0]!.value] : [],
        );
        expect(values).toEqual(faults.map((_, n) => n));
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('opens ciphertext that holds ##, && and CR LF, with the key in force or the one before', () => {
    let holding = 0;
    for (let n = 0; n < 6000; n++) {
      const text = sealed(`DataTime=20240601085800;a21026-Rtd=${n}.5,a21026-Flag=N;a34013-Rtd=${n},a34013-Flag=N`);
      const area = text.slice(text.indexOf('CP=&&') + 5, -8);
      if (!/##|&&|\r\n/.test(area)) continue;
      holding++;
      const all = outcomes(text + text, { keysOf: () => [bytesOf('another key 1234'), KEY] });
      expect(all.map(({ frame, encrypted }) => [frame?.readings[0]?.value, encrypted])).toEqual([
        [n + 0.5, true],
        [n + 0.5, true],
      ]);
    }
    expect(holding).toBeGreaterThan(3);
  });

  it('names ciphertext without a key that fits, and goes on behind it', () => {
    const text = sealed('DataTime=20240601085800;a21026-Rtd=1.5,a21026-Flag=N');
    expect(told(outcomes(text + packet(GOOD)))).toEqual(['SM4', 'ok']);
    expect(told(outcomes(text + packet(GOOD), { keysOf: () => [bytesOf('another key 1234')] }))).toEqual(['SM4', 'ok']);
  });

  it('takes ciphertext that is written as hex digits', () => {
    const area = 'DataTime=20240601085800;a21026-Rtd=1.5,a21026-Flag=N';
    const head = `${HEAD.replace('Flag=5', 'Flag=9')}CP=&&`;
    const hex = Buffer.from(sm4Encrypt(bytesOf(area), KEY)).toString('hex');
    const crc = packet(`${head}${area}&&`).slice(-6, -2);
    expect(told(outcomes(packet(`${head}${hex}&&`, { crc }), options))).toEqual(['ok SM4_HEX']);
  });

  it('leaves Chinese text of 2025 in the clear alone', () => {
    const head = HEAD.replace('Flag=5', 'Flag=9').replace('2011', '3020');
    const text = Buffer.from('PolId=w01018;i11001-Info=//清洗管路//').toString('latin1');
    expect(told(outcomes(packet(segment(text, head)), options))).toEqual(['ok']);
    expect(told(outcomes(packet(segment(text, head))))).toEqual(['ok']);
  });

  it('decides at once about a frame whose length is right, and with flush about one that is begun', () => {
    const seen: string[] = [];
    const framer = new Framer({ frame: () => seen.push('ok'), reject: (why) => seen.push(why) });
    framer.push(bytesOf(packet(GOOD, { tail: '' })));
    expect(seen).toEqual(['ok']);
    framer.push(bytesOf(packet(GOOD).slice(0, 60)));
    expect(framer.pending).toBe(60);
    framer.flush();
    expect(seen).toEqual(['ok', 'TRUNCATED']);
    framer.push(bytesOf(packet(GOOD).slice(60) + packet(GOOD)));
    framer.flush();
    expect(seen).toEqual(['ok', 'TRUNCATED', 'GARBAGE', 'ok']);
  });

  it('gives offsets in the stream, over many pushes', () => {
    const text = packet(GOOD);
    const at: number[] = [];
    const framer = new Framer({ frame: (frame) => at.push(frame.at), reject: () => {} });
    for (let i = 0; i < 2000; i++) framer.push(bytesOf(text));
    expect(at).toEqual(Array.from({ length: 2000 }, (_, i) => i * text.length));
  });

  it('serves a sink that works on another framer meanwhile', () => {
    const inner: number[] = [];
    const other = new Framer({ frame: (frame) => inner.push(frame.header.sentAt), reject: () => {} });
    const outer: string[] = [];
    const framer = new Framer({
      frame: (frame) => {
        other.push(bytesOf(packet(live('x-Rtd=1'))));
        outer.push(frame.header.mn);
      },
      reject: () => {},
    });
    framer.push(bytesOf(packet(GOOD) + packet(GOOD.replace('88888880000001', 'B'))));
    expect(outer).toEqual(['88888880000001', 'B']);
    expect(inner).toHaveLength(2);
  });

  it('goes on behind a frame at which the sink failed', () => {
    let calls = 0;
    const framer = new Framer({
      frame: () => {
        if (calls++ === 0) throw new Error('sink');
      },
      reject: () => {},
    });
    expect(() => framer.push(bytesOf(packet(GOOD)))).toThrow('sink');
    framer.push(bytesOf(packet(GOOD)));
    expect(calls).toBe(2);
  });

  it('marks what is odd by one bit each', () => {
    const bits = Object.values(Odd);
    expect(new Set(bits).size).toBe(bits.length);
    expect(bits.every((bit) => bit > 0 && (bit & (bit - 1)) === 0)).toBe(true);
  });
});

/** Second looks (headers, keys, SM4, MODBUS) are counted by the keys that are asked for, instead of measuring time. */
describe('a flood', () => {
  const floods: Record<string, string> = {
    hashes: '#'.repeat(10),
    candidates: '##9999',
    'candidates with a letter': '##999Q',
    'lengths that lead to a possible CRC': '##99900000',
    'lengths that lead to a MODBUS-like CRC': '##99901234',
    'fields of 2025 that lead to a CRC': '##9960QN=1;ST=1;CN=2011;MN=A;Flag=9;CP=&&\xff\x010000',
    ends: '##0100&&1234 ',
    'ends without a candidate': '&&1234 ',
    texts: "CP=&&//'//",
    equals: '##0009==',
  };

  it.each(Object.entries(floods))('of %s costs in proportion, and holds little', (_, unit) => {
    const cost = (size: number) => {
      const text = unit.repeat(Math.ceil(size / unit.length)) + packet(GOOD);
      let good = 0;
      let held = 0;
      let looks = 0;
      const framer = new Framer(
        { frame: () => good++, reject: () => {} },
        {
          keysOf: () => {
            looks++;
            return [];
          },
        },
      );
      for (const chunk of cut(bytesOf(text), [1000])) {
        framer.push(chunk);
        held = Math.max(held, framer.pending);
      }
      framer.flush();
      expect(good).toBe(1);
      expect(held).toBeLessThan(3 * 10_011);
      return looks;
    };
    const small = cost(100_000);
    const large = cost(400_000);
    expect(large).toBeLessThanOrEqual(5 * small + 40);
    expect(large).toBeLessThan(400_000 / 100);
  });
});
