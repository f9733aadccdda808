import { describe, expect, it } from 'vitest';
import { Liveliness } from './liveliness.ts';

const after = (...changes: number[]) => {
  const lively = new Liveliness();
  for (const change of changes) lively.add(change);
  return lively.octave;
};

describe('how lively a signal is', () => {
  it('rises by one for each doubling of what is usual, from 0 where nothing is known', () => {
    expect(after()).toBe(0);
    expect([1, 2, 4, 8, 16].map((step) => after(...Array(50).fill(step)))).toEqual([2, 2, 3, 4, 5]);
  });

  it('is hardly moved by one leap, and forgets within some dozen changes', () => {
    const calm = Array(50).fill(4);
    expect(after(...calm, 1e6)).toBe(after(...calm));
    expect(after(...calm, ...Array(60).fill(64))).toBe(after(...Array(60).fill(64)));
  });
});
