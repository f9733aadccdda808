import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENTRY_KINDS, type Entry } from '../model/entry.ts';
import { decodePayload, encodePayload } from './payload.ts';

const anyEntry: fc.Arbitrary<Entry> = fc.record({
  kind: fc.constantFrom(...ENTRY_KINDS),
  at: fc.integer({ min: 0, max: 2 ** 48 - 1 }),
  meta: fc.string({ unit: 'grapheme' }),
  bytes: fc.uint8Array({ maxLength: 300 }),
});

describe('layout 1 of a batch', () => {
  test('is what the documentation says, byte by byte', () => {
    const entry: Entry = { kind: 'reject', at: 0x0102, meta: '气', bytes: Uint8Array.of(0x23, 0x00) };
    expect(Buffer.from(encodePayload(0x030405, [entry])).toString('hex')).toBe(
      // layout, time, count | kind, arrival, lengths | 气 in UTF-8, bytes
      ['01', '000000030405', '00000001', '01', '000000000102', '00000003', '00000002', 'e6b094', '2300'].join(''),
    );
  });

  test('gives back every entry', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 1 }), fc.array(anyEntry), (at, entries) => {
        const read = decodePayload(encodePayload(at, entries));
        expect(read).toEqual({ at, entries });
      }),
      { seed: 212, numRuns: 200 },
    );
  });

  test('refuses what is cut short or has something behind', () => {
    const whole = encodePayload(1, [{ kind: 'tick', at: 1, meta: 'a', bytes: Uint8Array.of(1, 2, 3) }]);
    for (let n = 0; n < whole.length; n++) expect(() => decodePayload(whole.subarray(0, n))).toThrow();
    expect(() => decodePayload(Buffer.concat([whole, Buffer.of(0)]))).toThrow();
  });

  test('refuses an arrival that it cannot hold', () => {
    for (const at of [-1, 0.5, Number.NaN, 2 ** 48]) {
      expect(() => encodePayload(1, [{ kind: 'tick', at, meta: '', bytes: new Uint8Array() }])).toThrow(RangeError);
    }
  });
});
