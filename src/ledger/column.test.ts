import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Flag, NO_VALUE, REWRITTEN } from '../model/flag.ts';
import { Column, LiveColumn, lagCode, lagMs, Outcome } from './column.ts';

interface Write {
  slot: number;
  value: number;
  flag: number;
  lag: number;
}

const write = fc.record({
  slot: fc.integer({ min: 0, max: 2 }),
  value: fc.constantFrom(1, 2, 3, Number.NaN),
  flag: fc.constantFrom(Flag.NORMAL, Flag.UNMARKED, Flag.FAULT),
  lag: fc.integer({ min: 0, max: 3 }),
});

function contents(writes: readonly Write[]) {
  const column = new Column(3);
  for (const { slot, value, flag, lag } of writes) column.write(slot, value, flag, lag);
  const versions = [...column.versions].sort((a, b) => a.slot - b.slot || a.value - b.value || a.flag - b.flag);
  return { values: [...column.values], flags: [...column.flags], lags: [...column.lags], versions };
}

describe('a column', () => {
  it('is a function of the set of readings, whatever their order and repetition', () => {
    fc.assert(
      fc.property(fc.array(write, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (writes, picks) => {
        const shuffled = [...writes, ...writes];
        for (let i = shuffled.length - 1; i > 0; i--) {
          const j = (picks.next().value as number) % (i + 1);
          [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
        }
        expect(contents(shuffled)).toEqual(contents(writes));
      }),
      { numRuns: 5000, seed: 7 },
    );
  });

  it('keeps the value that was sent first and the other beside it, in either order of arrival', () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const writes = [
        { value: 90, lag: 60 },
        { value: 70, lag: 7200 },
      ];
      const column = new Column(1);
      const outcomes = order.map((i) => column.write(0, writes[i!]!.value, Flag.NORMAL, writes[i!]!.lag));
      expect(outcomes).toEqual([Outcome.ACCEPTED, Outcome.REWRITE]);
      expect(column.values[0]).toBe(90);
      expect(column.flags[0]).toBe(Flag.NORMAL | REWRITTEN);
      expect(column.versions).toEqual([{ slot: 0, value: 70, flag: Flag.NORMAL, lag: 7200 }]);
    }
  });

  it('lets a number replace a record without one, and never the reverse', () => {
    const column = new Column(1);
    expect(column.write(0, Number.NaN, Flag.NORMAL, 1)).toBe(Outcome.ACCEPTED);
    expect(column.flags[0]! & NO_VALUE).toBe(NO_VALUE);
    expect(column.write(0, 5, Flag.NORMAL, 9)).toBe(Outcome.ACCEPTED);
    expect(column.write(0, Number.NaN, Flag.NORMAL, 0)).toBe(Outcome.REPEAT);
    expect(column.values[0]).toBe(5);
    expect(column.versions).toEqual([]);
  });

  it('costs 11 bytes a slot', () => {
    expect(new Column(1440).values.buffer.byteLength).toBe(1440 * 11);
  });
});

describe('lag codes', () => {
  it('keep the order of lags and are exact to the second for nine hours', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000_000 }), fc.integer({ min: 0, max: 3_000_000 }), (a, b) => {
        if (a <= b) expect(lagCode(a * 1000)).toBeLessThanOrEqual(lagCode(b * 1000));
        if (a < 32_768) expect(lagMs(lagCode(a * 1000))).toBe(a * 1000);
      }),
      { seed: 3 },
    );
    expect(lagCode(-5000)).toBe(0);
    expect(lagCode(1e12)).toBe(65_535);
  });
});

describe('a live column', () => {
  it('keeps instants in order of time, whatever the order of arrival', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 86_399 }), { maxLength: 300 }), (seconds) => {
        const live = new LiveColumn();
        for (const second of seconds) expect(live.write(second, second / 7, Flag.NORMAL, 0)).toBe(Outcome.ACCEPTED);
        const sorted = [...seconds].sort((a, b) => a - b);
        expect([...live.seconds.subarray(0, live.length)]).toEqual(sorted);
        expect([...live.column.values.subarray(0, live.length)]).toEqual(sorted.map((s) => s / 7));
        for (const second of seconds) expect(live.write(second, second / 7, Flag.NORMAL, 0)).toBe(Outcome.REPEAT);
      }),
      { numRuns: 100, seed: 5 },
    );
  });
});
