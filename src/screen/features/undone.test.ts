import { describe, expect, it } from 'vitest';
import { NormalScores } from '../../statistics/normal-scores.ts';
import type { Expectation } from '../expectation.ts';
import { undone } from './undone.ts';
import { windowOf } from './window.ts';

const MEMORY = 0.8;
const FROM = 600;
const LENGTH = 60;

/** Repeatable draws of a standard normal distribution (Box & Muller 1958). */
function normal(seed: number) {
  let state = seed;
  const draw = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 4_294_967_296;
  };
  return () => Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw());
}

/** Hours of a skewed signal that remembers (AR 1 in its logarithm), changed in the last sixty; `order` draws anew in [0, 1). */
function features(seed: number, change: (values: Float64Array, order: () => number) => void = () => {}) {
  const next = normal(seed);
  let x = 0;
  const values = Float64Array.from({ length: FROM + LENGTH }, () => {
    x = MEMORY * x + Math.sqrt(1 - MEMORY ** 2) * next();
    return 50 * Math.exp(0.5 * x);
  });
  const past = values.slice(0, FROM).sort();
  let k = 0;
  change(values.subarray(FROM), () => (Math.imul(++k, 0x9e3779b1) >>> 8) / 2 ** 24);
  const map = new NormalScores(past);
  const scores = values.map((v) => map.of(v));
  const flat = new Float64Array(values.length);
  const e: Expectation = {
    from: 0,
    scores,
    expected: flat,
    next: scores.map((_, i) => (i > 0 ? MEMORY * scores[i - 1]! : Number.NaN)),
    base: flat,
    own: [MEMORY, 0],
    map,
    floor: 0,
    stir: flat,
    novel: flat,
    errorScale: 1,
    stepScale: Math.sqrt(1 - MEMORY ** 2),
    memory: MEMORY,
  };
  const column = { name: 'x', values, resolution: 1e-6 };
  const table = { start: 0, periodMs: 3_600_000, length: values.length, columns: [column] };
  const spread = past[Math.floor(0.75 * FROM)]! - past[Math.floor(0.25 * FROM)]!;
  const of = undone.of(windowOf(table, 0, e, FROM, values.length, FROM - 48, spread, () => 1e-6, values));
  return Object.fromEntries(undone.names.map((name, i) => [name, of[i]!]));
}

const SEEDS = Array.from({ length: 20 }, (_, k) => 100 + 7 * k);
const honest = SEEDS.map((seed) => features(seed));
const most = (name: string) => Math.max(...honest.map((f) => f[name]!));
const at = (values: Float64Array, share: number) =>
  Float64Array.from(values).sort()[Math.round(share * (values.length - 1))]!;

const each = (values: Float64Array, f: (v: number) => number) => values.set(values.map(f));

const CHANGES: [string, string[], (values: Float64Array, draw: () => number) => void][] = [
  ['a factor', ['undoScaleEdge', 'undoScaleStill'], (v) => each(v, (x) => 0.3 * x)],
  [
    'narrowed swings',
    ['undoShrink', 'undoShrinkStill'],
    (v) => {
      const target = at(v, 0.4);
      each(v, (x) => target + 0.2 * (x - target));
    },
  ],
  [
    'an offset that comes with the peaks',
    ['undoOffset'],
    (v) => {
      const [low, high] = [at(v, 0.5), at(v, 0.95)];
      each(v, (x) => x - 0.8 * (high - low) * Math.max(0, Math.min(1, (x - low) / (high - low))));
    },
  ],
  [
    'a ceiling',
    ['undoClip'],
    (v, draw) => {
      const level = at(v, 0.6);
      each(v, (x) => (x <= level ? x : level * (1 - 0.01 * draw())));
    },
  ],
  [
    'random numbers in a band',
    ['asBand'],
    (v, draw) => {
      const [low, high] = [at(v, 0.15), at(v, 0.65)];
      each(v, () => low + (high - low) * draw());
    },
  ],
];

describe('a change that is undone', () => {
  it.each(CHANGES)('explains %s better than any honest stretch', (_, names, change) => {
    const changed = SEEDS.map((seed) => features(seed, change));
    for (const name of names) {
      const above = changed.filter((f) => f[name]! > most(name)).length;
      expect(above / SEEDS.length).toBeGreaterThanOrEqual(0.8);
    }
  });

  it('explains honest stretches worse than they are, mostly', () => {
    for (const name of ['undoScaleEdge', 'undoShrink', 'asBand'])
      expect(honest.filter((f) => f[name]! < 0).length).toBeGreaterThan(SEEDS.length / 2);
  });

  it('is a number where values are missing', () => {
    for (const f of SEEDS.map((seed) => features(seed, (v) => v.fill(Number.NaN, 10, 30))))
      expect(Object.values(f).every(Number.isFinite)).toBe(true);
  });
});
