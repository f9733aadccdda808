import { describe, expect, it } from 'vitest';
import { finenessOf } from './fineness.ts';

const column = (texts: string[]) => ({ name: 'x', values: Float64Array.from(texts, Number), resolution: 0.00001 });

describe('fineness', () => {
  it('knows an instrument that shows five digits', () => {
    const texts = Array.from({ length: 300 }, (_, i) => (0.13 * 1.037 ** i).toPrecision(5));
    const fine = finenessOf(column(texts));
    expect([0.85766, 5.9877, 73.156, 101.62].map((v) => fine(v).toPrecision(1))).toEqual([
      '0.00001',
      '0.0001',
      '0.001',
      '0.01',
    ]);
  });

  it('is the resolution where all sizes are written alike', () => {
    const fine = finenessOf(column(Array.from({ length: 300 }, (_, i) => (0.7 * i + i / 77777).toFixed(5))));
    expect([0.5, 5, 50].map((v) => fine(v).toPrecision(1))).toEqual(['0.00001', '0.00001', '0.00001']);
  });
});
