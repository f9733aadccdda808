import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadRuleFolder } from '../app/rule-folder.ts';
import { dayOf, HOUR_MS, MINUTE_MS, parseTime } from '../model/beijing.ts';
import type { Mark, MarkKind } from '../model/mark.ts';
import { MarkBit, MarkBook } from './marks.ts';

const { rulebook } = await loadRuleFolder();
const policy = rulebook.policies.find((p) => p.id === 'waste-incineration')!;
const group = (id: string) => policy.groups.find((g) => g.id === id)!;

const mark = (kind: MarkKind, from: string, to: string, created = from): Mark => ({
  id: `${kind}@${from}`,
  outlet: 'f1',
  kind,
  start: parseTime(from),
  end: parseTime(to),
  createdAt: parseTime(created),
});

function book(...marks: Mark[]): MarkBook {
  const made = new MarkBook(policy);
  for (const m of marks) made.put(m);
  return made;
}

const count = (bits: Uint8Array, bit: number) => bits.reduce((n, b) => n + (b & bit ? 1 : 0), 0);
const day = (text: string) => dayOf(parseTime(text));

describe('marks', () => {
  it('use up the 60 hours of a year in order of time, to the minute (Order 10, Art. 10)', () => {
    const marks = book(
      mark('start-up', '2026-01-05 00:00', '2026-01-07 11:59'),
      mark('fault', '2026-02-01 10:00', '2026-02-01 12:00'),
    );
    const bits = marks.minutes(day('2026-02-01'));
    // 59 h 59 min are gone, one minute is left
    expect(count(bits, MarkBit.EXEMPT)).toBe(1);
    expect(bits[600]! & MarkBit.EXEMPT).not.toBe(0);
    expect(count(bits, MarkBit.OVER_CAP)).toBe(119);
  });

  it('start the year anew on 1 January', () => {
    const marks = book(mark('start-up', '2026-12-28 00:00', '2027-01-01 01:00'));
    expect(count(marks.minutes(day('2026-12-31')), MarkBit.EXEMPT)).toBe(0);
    expect(count(marks.minutes(day('2027-01-01')), MarkBit.EXEMPT)).toBe(60);
  });

  it('keep the two layers apart: each consumes its own cap (MARK-05)', () => {
    const marks = book(
      mark('start-up', '2026-03-02 00:00', '2026-03-02 04:00'),
      mark('cems-maintenance', '2026-03-02 02:00', '2026-03-02 06:00'),
    );
    expect(marks.quota(group('upset'), day('2026-03-02'))[0]!.usedMs).toBe(4 * HOUR_MS);
    expect(marks.quota(group('cems-maintenance'), day('2026-03-02'))[0]!.usedMs).toBe(4 * HOUR_MS);
  });

  it('let 停运 outrank everything: nothing is consumed under it', () => {
    const marks = book(
      mark('out-of-service', '2026-03-02 00:00', '2026-03-02 04:00'),
      mark('fault', '2026-03-02 02:00', '2026-03-02 06:00'),
    );
    expect(marks.quota(group('upset'), day('2026-03-02'))[0]!.usedMs).toBe(2 * HOUR_MS);
  });

  it('count overlapping marks of one group once', () => {
    const marks = book(
      mark('start-up', '2026-03-02 00:00', '2026-03-02 04:00'),
      mark('fault', '2026-03-02 03:00', '2026-03-02 05:00'),
    );
    expect(marks.quota(group('upset'), day('2026-03-02'))[0]!.usedMs).toBe(5 * HOUR_MS);
  });

  it('tell which days a mark can change: up to the end of its year, since it uses up a cap', () => {
    const made = new MarkBook(policy);
    expect(made.put(mark('fault', '2026-03-02 23:00', '2026-03-03 01:00'))).toEqual({
      from: day('2026-03-02'),
      to: day('2027-01-01'),
    });
    expect(made.put(mark('fault', '2026-03-02 23:00', '2026-03-03 01:00'))).toBeUndefined();
  });

  it('replace a mark by its later version, whatever the order of arrival', () => {
    const first = mark('fault', '2026-03-02 10:00', '2026-03-02 12:00');
    const revoked = { ...first, createdAt: first.createdAt + HOUR_MS, revoked: true };
    for (const order of [
      [first, revoked],
      [revoked, first],
    ])
      expect(book(...order).marks).toEqual([]);
    expect(book(first, revoked).history(first.id)).toHaveLength(2);
  });

  it('agree with a minute-by-minute count', () => {
    const kinds: MarkKind[] = ['out-of-service', 'start-up', 'fault', 'heating-up', 'cems-maintenance'];
    const start = parseTime('2026-03-01');
    const some = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat(5000), fc.integer({ min: 1, max: 900 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(some, (spans) => {
        const marks = book(
          ...spans.map(([kind, from, length], i) => ({
            id: `m${i}`,
            outlet: 'f1',
            kind,
            start: start + from * MINUTE_MS,
            end: start + (from + length) * MINUTE_MS,
            createdAt: 0,
          })),
        );
        const covered = (m: number, wanted: MarkKind[]) =>
          spans.some(([kind, from, length]) => wanted.includes(kind) && from <= m && m < from + length);
        let upset = 0;
        for (let m = 0; m < 6000; m++)
          if (covered(m, ['start-up', 'fault']) && !covered(m, ['out-of-service'])) upset++;
        expect((marks.quota(group('upset'), day('2026-03-01'))[0]?.usedMs ?? 0) / MINUTE_MS).toBe(upset);
      }),
      { numRuns: 200, seed: 11 },
    );
  });
});

describe('marks of thermal power, cement and paper (执法函〔2020〕21号, 2022 No. 21)', () => {
  const power = rulebook.policies.find(({ industries }) => industries.includes('thermal-power'))!;
  const on = (...marks: Mark[]) => {
    const made = new MarkBook(power);
    for (const m of marks) made.put(m);
    return made.minutes(day('2026-03-02'));
  };

  it('hold for cement and paper as well', () => {
    expect(power.industries).toEqual(['thermal-power', 'cement', 'paper']);
  });

  it('make data marked invalid unused, without a cap on their hours (MARK-03)', () => {
    const bits = on(mark('device-invalid', '2026-02-01 00:00', '2026-03-02 02:00'));
    expect(count(bits, MarkBit.INVALID)).toBe(120);
    expect(count(bits, MarkBit.INVALID_WITHIN_CAP)).toBe(120);
  });

  it('take a standstill out of the denominator, and exempt nothing: the cap on faults is not known (MARK-04)', () => {
    const bits = on(
      mark('out-of-service', '2026-03-02 00:00', '2026-03-02 01:00'),
      mark('fault-or-accident', '2026-03-02 02:00', '2026-03-02 03:00'),
      mark('off-grid', '2026-03-02 04:00', '2026-03-02 05:00'),
    );
    expect(count(bits, MarkBit.STOPPED)).toBe(60);
    expect(count(bits, MarkBit.EXEMPT)).toBe(0);
    expect(count(bits, MarkBit.MARKED)).toBe(180);
  });
});
