import { describe, expect, it } from 'vitest';
import { Agreement, type Opinion } from './agreement.ts';

/** The same by looking at all pairs. */
function slowly(seen: readonly Opinion[]): number[] {
  return seen.map((w) => {
    const near = seen.filter((o) => {
      const length = o.to - o.from;
      return o.to <= w.to && o.to > w.to - Math.max(Math.min(length, w.to - w.from) / 2, length / 3);
    });
    const own = near.filter((o) => o.size === w.size).map((o) => o.odds);
    const others = near.filter((o) => o.size !== w.size).map((o) => o.odds);
    return (0.75 * own.reduce((a, b) => a + b, 0)) / own.length + 0.25 * Math.max(-6, ...others);
  });
}

describe('agreement of windows', () => {
  const draw = (i: number) => (Math.imul(i + 1, 0x9e3779b1) >>> 8) / 2 ** 24;
  const seen: Opinion[] = [];
  for (let to = 8; to < 400; to += to === 300 ? 60 : 2) {
    [6, 12, 24, 48].forEach((length, size) => {
      if (to >= length && (to / 2) % (size + 1) === 0) {
        seen.push({ from: to - length, to, size, odds: 8 * draw(seen.length) - 5 });
      }
    });
  }

  it('is what looking at all pairs gives, whole or in parts', () => {
    const slow = slowly(seen);
    const whole = new Agreement().weigh(seen);
    const inParts = new Agreement();
    const cut = seen.findIndex(({ to }) => to > 200);
    const parts = [...inParts.weigh(seen.slice(0, cut)), ...inParts.weigh(seen.slice(cut))];
    slow.forEach((odds, k) => {
      expect(whole[k]).toBeCloseTo(odds, 9);
      expect(parts[k]).toBeCloseTo(odds, 9);
    });
  });

  it('does not look ahead', () => {
    const cut = seen.findIndex(({ to }) => to > 200);
    expect(new Agreement().weigh(seen.slice(0, cut))).toEqual(new Agreement().weigh(seen).slice(0, cut));
  });

  it('doubts a window that stands alone', () => {
    const alone = [1, 2, 3].map((k) => ({ from: k, to: 12 + k, size: 1, odds: k === 3 ? 4 : -4 }));
    expect(new Agreement().weigh(alone)[2]).toBeLessThan(0);
  });
});
