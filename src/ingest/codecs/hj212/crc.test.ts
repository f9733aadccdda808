import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16, crc16Fast, crcModbus, isPossibleCrc, RollingCrc } from './crc.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

/** Annex A word by word: register high byte down, XOR, eight times shift right and XOR 0xA001 where a 1 fell out. */
function annexA(input: Uint8Array): number {
  let register = 0xffff;
  for (const b of input) {
    register = (register >> 8) ^ b;
    for (let bit = 0; bit < 8; bit++) {
      const out = register & 1;
      register >>= 1;
      if (out) register ^= 0xa001;
    }
  }
  return register;
}

const ANNEX_A = 'QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&';

describe('crc16', () => {
  it.each([
    ['', 0xffff, 0xffff],
    ['0', 0x5440, 0x54bf],
    ['123456789', 0x2f80, 0x4b37],
    [ANNEX_A, 0x1c80, 0x0759],
  ])('of %j', (text, hj212, modbus) => {
    expect(crc16(bytes(text))).toBe(hj212);
    expect(crcModbus(bytes(text))).toBe(modbus);
  });

  it.each([
    ['QN=', 0x7200],
    ['&&', 0xb101],
    ['QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&', 0x2200],
  ])('of %j is the check value', (text, value) => expect(crc16(bytes(text))).toBe(value));

  it('takes 256 values, of which no MODBUS CRC of the golden frames is one', () => {
    let possible = 0;
    for (let value = 0; value < 65536; value++) if (isPossibleCrc(value)) possible++;
    expect(possible).toBe(256);
    expect([0x0000, 0x1c80, 0x2200, 0xb101].every(isPossibleCrc)).toBe(true);
    expect([0xe476, 0xb388, 0x0137, 0x1cba, 0xd413, 0xef98, 0x2253].some(isPossibleCrc)).toBe(false);
  });

  it('agrees with the annex bit by bit, at every alignment, and by prefixes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(9), (input, shift) => {
        const memory = new ArrayBuffer(256);
        const room = new Uint8Array(memory);
        room.set(input, shift);
        const expected = annexA(input);
        expect(crc16(input)).toBe(expected);
        expect(crc16Fast(room, new Int32Array(memory), shift, shift + input.length)).toBe(expected);
        if (input.length > 0) {
          const rolling = new RollingCrc();
          rolling.crc(room, 1000, 1000, 1000 + shift + 1);
          expect(rolling.crc(room, 1000, 1000 + shift, 1000 + shift + input.length)).toBe(expected);
        }
      }),
      { seed: 212 },
    );
  });

  it('rolls over long streams', () => {
    const stream = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 2654435761) >>> 24);
    const rolling = new RollingCrc();
    for (let from = 0; from + 10_000 <= stream.length; from += 997) {
      expect(rolling.crc(stream, 0, from, from + 9000 + (from % 1000))).toBe(
        annexA(stream.subarray(from, from + 9000 + (from % 1000))),
      );
    }
  });
});
