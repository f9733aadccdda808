import { describe, expect, it } from 'vitest';
import { KINDS } from './suspicion.ts';
import { FEATURES } from './windows.ts';
import { LOOKS, MEASURES } from './words.ts';

describe('what is said', () => {
  it('has words for every feature, and none for what is not there', () => {
    expect(Object.keys(MEASURES).sort()).toEqual([...FEATURES].sort());
  });

  it.each(KINDS)('suspects %s and never asserts it', (kind) => {
    expect(LOOKS[kind].zh).toMatch(/^疑似/);
    expect(LOOKS[kind].en).toMatch(/^suspected/);
  });
});
