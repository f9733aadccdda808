import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, dayOf, dayStart, parseTime } from '../model/beijing.ts';
import { Beginning } from './beginning.ts';

const ISLAND = { days: 7, silence: 30 * DAY_MS };
const DAY = dayOf(parseTime('2026-03-02'));
const noon = (day: number) => dayStart(DAY + day) + DAY_MS / 2;

function after(...days: number[]): Beginning {
  const beginning = new Beginning();
  for (const day of days) beginning.note(noon(day));
  return beginning;
}
const span = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('the beginning of an outlet', () => {
  it('is its first reading', () => {
    expect(after(0, 1, 2).firstAt(ISLAND)).toBe(noon(0));
  });

  it('is no stray frame of months before, whenever that came', () => {
    expect(after(...span(0, 30), -200).firstAt(ISLAND)).toBe(noon(0));
    expect(after(-200, ...span(0, 30)).firstAt(ISLAND)).toBe(noon(0));
  });

  it('is no trial of a week, a month before (7 days, then 30 without)', () => {
    expect(after(...span(-37, -30), ...span(0, 30)).firstAt(ISLAND)).toBe(noon(0));
  });

  it('counts where the silence is shorter (29 days), or the data longer (8 days)', () => {
    expect(after(...span(-36, -29), ...span(0, 30)).firstAt(ISLAND)).toBe(noon(-36));
    expect(after(...span(-60, -52), ...span(0, 30)).firstAt(ISLAND)).toBe(noon(-60));
  });

  it('an outage of months after more than a week of data is an outage', () => {
    expect(after(...span(0, 10), ...span(200, 210)).firstAt(ISLAND)).toBe(noon(0));
  });

  it('with nothing but an island, data are owed for a month more and nobody knows for longer', () => {
    expect(after(0).owedUntil(ISLAND)).toBe(dayStart(DAY + 1 + 30));
    expect(after(-300, 0, 1).owedUntil(ISLAND)).toBe(dayStart(DAY + 2 + 30));
    expect(after(...span(0, 8)).owedUntil(ISLAND)).toBe(Number.POSITIVE_INFINITY);
    expect(after(...span(-8, 0), 200).owedUntil(ISLAND)).toBe(Number.POSITIVE_INFINITY);
  });

  it('depends on the set of readings alone, also after a restart (against a slow reference)', () => {
    const slow = (days: number[]): number => {
      const set = [...new Set(days)].sort((a, b) => a - b);
      for (let i = 0; i < set.length; ) {
        let k = i;
        while (set[k + 1] === set[k]! + 1) k++;
        const length = k - i + 1;
        const silence = (set[k + 1] ?? Number.POSITIVE_INFINITY) - set[k]! - 1;
        const last = k === set.length - 1;
        if (length > 7 || silence < 30 || last) return noon(set[i]!);
        i = k + 1;
      }
      return Number.POSITIVE_INFINITY;
    };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 160 }), { maxLength: 40 }), fc.nat(40), (days, cut) => {
        const early = after(...days.slice(0, cut));
        const resumed = new Beginning();
        resumed.restore(JSON.parse(JSON.stringify(early.runs)));
        for (const day of days.slice(cut)) resumed.note(noon(day));
        expect(resumed.firstAt(ISLAND)).toBe(slow(days));
        expect(resumed.runs).toEqual(after(...days.toSorted((a, b) => b - a)).runs);
      }),
    );
  });
});
