import { describe, expect, test } from 'vitest';
import { real, simulate } from './compare.ts';

/**
 * How close the reference furnace comes to the real one within 30 days. Medians, spreads and short memory are held
 * tightly; not matched, and therefore not tested: the memory of dust (spoilt by a spike of 99.5 in the real data),
 * gaps of the real data's collection (12.9 %), tails of urea, and correlations below 0.2.
 */
const simulated = simulate(30, 1);

/** Allowed: share of the real inter-quartile range by which a quantile may be off. */
const QUANTILES: Record<string, { of: string[]; within: number }> = {
  t_up: { of: ['0.05', '0.25', '0.5', '0.75', '0.95'], within: 0.5 },
  t_mid: { of: ['0.05', '0.25', '0.5', '0.75', '0.95'], within: 0.5 },
  o2: { of: ['0.05', '0.25', '0.5', '0.75', '0.95'], within: 0.5 },
  so2: { of: ['0.05', '0.25', '0.5', '0.75', '0.95'], within: 0.4 },
  nox: { of: ['0.05', '0.25', '0.5', '0.75', '0.95'], within: 0.5 },
  hcl: { of: ['0.05', '0.25', '0.5', '0.75', '0.95'], within: 0.8 },
  flow: { of: ['0.05', '0.25', '0.5', '0.75', '0.95'], within: 0.5 },
  temp: { of: ['0.05', '0.25', '0.5', '0.75', '0.95'], within: 0.5 },
  press: { of: ['0.05', '0.25', '0.5', '0.75', '0.95'], within: 0.5 },
  hum: { of: ['0.05', '0.25', '0.5', '0.75', '0.95'], within: 0.8 },
  bag_dp: { of: ['0.05', '0.25', '0.5', '0.75', '0.95'], within: 0.5 },
  lime: { of: ['0.05', '0.25', '0.5', '0.75'], within: 0.5 },
  sncr: { of: ['0.05', '0.25', '0.5', '0.75'], within: 0.5 },
};

describe.each(Object.entries(QUANTILES))('%s', (name, { of, within }) => {
  const is = simulated.channels[name]!;
  const should = real.channels[name]!;
  const spread = should.quantiles['0.75']! - should.quantiles['0.25']!;

  test(`quantiles within ${within} of the real inter-quartile range`, () => {
    for (const share of of) {
      expect(Math.abs(is.quantiles[share]! - should.quantiles[share]!) / spread, share).toBeLessThan(within);
    }
  });

  test('memory over two minutes within 0.1, over ten within 0.2', () => {
    expect(Math.abs(is.autocorrelation['1']! - should.autocorrelation['1']!)).toBeLessThan(0.1);
    expect(Math.abs(is.autocorrelation['5']! - should.autocorrelation['5']!)).toBeLessThan(0.2);
  });
});

test('CO spans the same decades: quantiles within a factor of 2.5', () => {
  for (const share of ['0.05', '0.25', '0.5', '0.75', '0.95', '0.99']) {
    const ratio = simulated.channels.co!.quantiles[share]! / real.channels.co!.quantiles[share]!;
    expect(Math.abs(Math.log(ratio)), share).toBeLessThan(Math.log(2.5));
  }
});

test('dust has a thin and a thick state as the real one has', () => {
  const { quantiles } = simulated.channels.dust!;
  expect(quantiles['0.5']).toBeGreaterThan(1.5);
  expect(quantiles['0.95']).toBeCloseTo(real.channels.dust!.quantiles['0.95']!, 0);
  expect(quantiles['0.01']).toBeLessThan(0.5);
});

test('steps from sample to sample within a factor of 3, median and 99 %', () => {
  for (const name of ['t_up', 't_mid', 'o2', 'dust', 'so2', 'nox', 'co', 'hcl', 'flow', 'press', 'hum', 'bag_dp']) {
    const is = simulated.channels[name]!;
    const should = real.channels[name]!;
    expect(Math.abs(Math.log(is.medianStep / should.medianStep)), name).toBeLessThan(Math.log(3));
    expect(Math.abs(Math.log(is.stepP99 / should.stepP99)), name).toBeLessThan(Math.log(3));
  }
});

test('equal neighbours are as rare, and as common in the coarse flue temperature', () => {
  for (const name of ['t_up', 'o2', 'so2', 'nox', 'co', 'hcl', 'flow', 'temp', 'press', 'hum']) {
    const off = simulated.channels[name]!.unchangedShare - real.channels[name]!.unchangedShare;
    expect(Math.abs(off), name).toBeLessThan(0.03);
  }
});

test('the correlations of oxygen that the fire explains have the right sign and size', () => {
  for (const [a, b] of [
    ['o2', 't_up'],
    ['o2', 'so2'],
    ['o2', 'nox'],
    ['o2', 'hcl'],
    ['so2', 'lime'],
  ] as const) {
    const off = simulated.correlation[a]![b]! - real.correlation[a]![b]!;
    expect(Math.abs(off), `${a} ${b}`).toBeLessThan(0.25);
    expect(Math.sign(simulated.correlation[a]![b]!), `${a} ${b}`).toBe(Math.sign(real.correlation[a]![b]!));
  }
});
