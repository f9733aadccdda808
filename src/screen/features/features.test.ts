import { describe, expect, it } from 'vitest';
import { NormalScores } from '../../statistics/normal-scores.ts';
import type { Expectation } from '../expectation.ts';
import { before } from './before.ts';
import { block } from './block.ts';
import { gaps } from './gaps.ts';
import { roughness } from './roughness.ts';
import { shape } from './shape.ts';
import { type Family, type Window, windowOf } from './window.ts';

let seed = 7;
/** Repeatable draws in [0, 1). */
const draw = () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 4_294_967_296;
};
const HOUR = 3_600_000;
const FROM = 48;

/** A window of hours from slot 48 on; scores are the values, companions expect nothing. */
function hours(values: number[], past: number[] = values, memory = 0, written = values): Window {
  const whole = Float64Array.from([...Array.from({ length: FROM }, (_, i) => past[i % past.length]!), ...values]);
  const flat = new Float64Array(whole.length);
  const e: Expectation = {
    from: 0,
    scores: whole,
    expected: flat,
    next: flat,
    base: flat,
    own: [0, 0],
    map: new NormalScores(Float64Array.from(past).sort()),
    floor: 0,
    stir: flat,
    novel: flat,
    errorScale: 1,
    stepScale: 1,
    memory,
  };
  const column = { name: 'x', values: whole, resolution: 0.001 };
  const table = { start: 0, periodMs: HOUR, length: whole.length, columns: [column] };
  return windowOf(
    table,
    0,
    e,
    FROM,
    whole.length,
    0,
    1,
    () => 0.001,
    Float64Array.from([...whole.subarray(0, FROM), ...written]),
  );
}

const named = (family: Family, w: Window) => {
  const values = family.of(w);
  expect(values).toHaveLength(family.names.length);
  return Object.fromEntries(family.names.map((name, k) => [name, values[k]!]));
};

const noise = Array.from({ length: 30 }, () => 10 + 4 * draw());

describe('a level that shifts', () => {
  /** All beginnings in the first two hours, and all ends in the last two, one filter after the other. */
  function slowly(values: number[], lastError: number, phi: number) {
    const n = values.length;
    const e = values.map((v, i) => v - phi * (i > 0 ? values[i - 1]! : lastError));
    const hold = 1 - phi;
    const largest = (list: number[]) => list.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
    const dot = (h: (i: number) => number) => e.reduce((sum, v, i) => sum + h(i) * v, 0);
    const open = [0, 1].map((a) => dot((i) => (i < a ? 0 : i === a ? 1 : hold)));
    const closed = [0, 1].flatMap((a) =>
      [n - 2, n - 1].map((b) => dot((i) => (i < a || i > b ? 0 : i === a ? 1 : i === b ? -1 : hold))),
    );
    return {
      block: largest(open) / Math.sqrt(1 + hold * hold * n),
      blockClosed: largest(closed) / Math.sqrt(2 + hold * hold * n),
    };
  }

  it.each([0, 0.4, 0.9])('is what every filter by itself gives, with a memory of %d', (phi) => {
    for (let k = 0; k < 20; k++) {
      const values = Array.from({ length: 12 }, () => 3 * draw() - 2);
      const slow = slowly(values, values[FROM % 12 === 0 ? 11 : (FROM - 1) % 12]!, phi);
      const { block: open, blockClosed } = named(block, hours(values, values, phi));
      expect(open).toBeCloseTo(slow.block, 9);
      expect(blockClosed).toBeCloseTo(slow.blockClosed, 9);
    }
  });

  it('is seen at both edges where it goes and comes back', () => {
    const away = [-5, ...Array.from({ length: 10 }, () => -5), 0];
    const { edgeIn, edgeOut, edges, blockClosed } = named(block, hours(away, [0], 0.95));
    expect(edgeIn).toBeLessThan(-4);
    expect(edgeOut).toBeGreaterThan(4);
    expect(edges).toBeGreaterThan(4);
    expect(blockClosed).toBeLessThan(-4);
  });
});

describe('a stretch against the one before', () => {
  it('tells a factor from an offset', () => {
    const scaled = named(
      before,
      hours(
        noise.map((v) => 0.5 * v),
        noise,
      ),
    );
    expect(scaled.ratioStep).toBeCloseTo(Math.log(0.5), 1);
    expect(scaled.swingStep).toBeCloseTo(Math.log(0.5), 1);
    expect(scaled.gainGap).toBeCloseTo(0, 1);
    const lowered = named(
      before,
      hours(
        noise.map((v) => v - 6),
        noise,
      ),
    );
    expect(lowered.ratioStep).toBeCloseTo(Math.log(0.5), 1);
    expect(lowered.swingStep).toBeCloseTo(0, 1);
    expect(lowered.gainGap).toBeCloseTo(Math.log(2), 1);
  });

  it('says nothing where there was nothing before', () => {
    expect(before.of(hours(noise, [Number.NaN]))).toEqual([0, 0, 0, 0]);
  });
});

describe('the top of a stretch', () => {
  const level = 12;
  const clipped = noise.map((v) => (v <= level ? v : level * (1 - 0.008 * draw())));

  it('piles up where it is capped, and is calm there', () => {
    const high = clipped.filter((v) => v >= Math.max(...clipped) * 0.99).length / clipped.length;
    const capped = named(shape, hours(clipped));
    const free = named(shape, hours(noise));
    expect(capped.pileNear).toBeCloseTo(high, 9);
    expect(capped.pileNear).toBeGreaterThan(4 * free.pileNear!);
    expect(capped.topWidth).toBeLessThan(free.topWidth!);
    expect(named(roughness, hours(clipped)).stepPeak).toBeLessThan(named(roughness, hours(noise)).stepPeak! - 1);
  });

  it('is exactly halfway where peaks are bridged', () => {
    // samples 1 to 28 have two neighbours
    const bridged = [...noise];
    for (const i of [5, 11, 17, 23]) bridged[i] = (bridged[i - 1]! + bridged[i + 1]!) / 2;
    expect(named(roughness, hours(noise)).midway).toBe(0);
    expect(named(roughness, hours(bridged)).midway).toBeCloseTo(4 / 28, 9);
  });
});

describe('gaps', () => {
  it('are what was not written; a check that was taken out is none', () => {
    const taken = noise.map((v, i) => (i >= 10 && i < 14 ? Number.NaN : v));
    const outage = named(gaps, hours(taken));
    expect(outage.missing).toBeCloseTo(4 / noise.length, 9);
    expect(outage.gapRuns).toBeCloseTo(1 / noise.length, 9);
    const check = named(gaps, hours(taken, noise, 0, noise));
    expect(Object.values(check)).toEqual(gaps.names.map(() => 0));
  });
});
