import { at, type Family, type Window } from './window.ts';

/** Factors that a falsifier may have used, and shares of the upper half that an offset may have taken away. */
const SCALES = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
const SHRINKS = [0.1, 0.15, 0.2, 0.27, 0.35];
const OFFSETS = [0.4, 0.5, 0.6, 0.7, 0.8];
/** Widths of the band under a ceiling, as shares of it; 0 is the last digit. */
const BANDS = [0, 0.01, 0.02];

/**
 * Supposes that the stretch was changed in a certain way, undoes that, and asks whether companions and the signal's own dynamics
 * explain what comes out better than what is there: logarithms of likelihood ratios (generalised likelihood ratio, Lehmann 1959),
 * largest over the amount, as signed square roots. The errors of the past are taken to have Student's t with four
 * degrees of freedom.
 */
export const undone: Family = {
  names: [
    'undoScale',
    'undoScaleEdge',
    'undoScaleStill',
    'undoShrink',
    'undoShrinkStill',
    'undoOffset',
    'undoOffsetStill',
    'undoClip',
    'asBand',
  ],
  of(w) {
    const { sorted: s } = w;
    const middle = at(s, 0.5);
    const high = at(s, 0.95);
    const target = at(s, 0.4);
    const { floor } = w;
    let scale = NONE;
    for (const f of SCALES)
      scale = larger(
        scale,
        gain(
          w,
          (v) => floor + (v - floor) / f,
          () => 1 / f,
        ),
      );
    let shrink = NONE;
    for (const f of SHRINKS)
      shrink = larger(
        shrink,
        gain(
          w,
          (v) => target + (v - target) / f,
          () => 1 / f,
        ),
      );
    let offset = NONE;
    for (const part of OFFSETS) {
      const whole = (high - middle) / (1 - part);
      offset = larger(
        offset,
        gain(
          w,
          (v) => (v < middle ? v : v <= high ? middle + (v - middle) / (1 - part) : v + part * whole),
          (v) => (v < middle || v > high ? 1 : 1 / (1 - part)),
        ),
      );
    }
    return [
      scale.inside,
      scale.edge,
      scale.still,
      shrink.inside,
      shrink.still,
      offset.inside,
      offset.still,
      Math.max(...BANDS.map((share) => capped(w, Math.max(w.resolution, share * Math.abs(s[s.length - 1]!))))),
      band(w),
    ].map(root);
  },
};

interface Gain {
  /** by the forecast from its own last two values, after the first two samples and of these two */
  inside: number;
  edge: number;
  /** by companions and the time of day alone */
  still: number;
}
const NONE: Gain = { inside: -1e9, edge: -1e9, still: -1e9 };
const larger = (a: Gain, b: Gain): Gain => ({
  inside: Math.max(a.inside, b.inside),
  edge: Math.max(a.edge, b.edge),
  still: Math.max(a.still, b.still),
});

/** Samples of a window that are looked at, about: a longer one is thinned. */
const LOOKED_AT = 48;
/** Factors that are multiplied before a logarithm is taken. */
const AT_ONCE = 12;

/** A sum of logarithms of positive numbers. */
class Logs {
  sum = 0;
  #product = 1;
  #count = 0;
  add(x: number): void {
    this.#product *= x;
    if (++this.#count < AT_ONCE) return;
    this.sum += Math.log(this.#product);
    this.#product = 1;
    this.#count = 0;
  }
  total(): number {
    return this.sum + Math.log(this.#product);
  }
}

/** What undoing gains in log-likelihood. @param undo strictly rising, @param rate its slope; both of a raw value */
function gain(w: Window, undo: (v: number) => number, rate: (v: number) => number): Gain {
  const { map, base, own, scores, expected, next, scoresBefore, values, errorScale, stepScale } = w;
  const stride = w.length >= 3 * LOOKED_AT ? Math.floor(w.length / LOOKED_AT) : 1;
  // of what is there over what would have been, and of the change of scale
  const inside = new Logs();
  const insideScale = new Logs();
  const edge = new Logs();
  const edgeScale = new Logs();
  const still = new Logs();
  const stillScale = new Logs();
  const flat = 1e-6 / w.spread;
  const square = (t: number) => 1 + (t * t) / 4;
  let lastAt = -1;
  let last = Number.NaN;
  let beforeLast = Number.NaN;
  for (let i = 0; i < w.length; i++) {
    if (stride > 1 && i > 1 && (i - 2) % stride !== 0) continue;
    const v = values[i]!;
    if (Number.isNaN(v)) continue;
    if (lastAt !== i - 1) {
      last = i > 0 && !Number.isNaN(values[i - 1]!) ? map.of(undo(values[i - 1]!)) : Number.NaN;
      beforeLast = i > 1 && !Number.isNaN(values[i - 2]!) ? map.of(undo(values[i - 2]!)) : Number.NaN;
    }
    const x = undo(v);
    const r = map.of(x);
    const space = (rate(v) * (map.steepness(x) + flat)) / (map.steepness(v) + flat);
    still.add(square((scores[i]! - expected[i]!) / errorScale) / square((r - expected[i]!) / errorScale));
    stillScale.add(space);
    const known = square((scores[i]! - next[i]!) / stepScale);
    if (i >= 2) {
      const e = square((r - base[i]! - own[0] * last - own[1] * beforeLast) / stepScale);
      if (!Number.isNaN(known / e)) {
        inside.add(known / e);
        insideScale.add(space);
      }
    } else {
      const e = square(
        (r - base[i]! - own[0] * (i === 0 ? scoresBefore[0] : last) - own[1] * scoresBefore[1 - i]!) / stepScale,
      );
      if (!Number.isNaN(known / e)) {
        edge.add(known / e);
        edgeScale.add(space);
      }
    }
    beforeLast = last;
    last = r;
    lastAt = i;
  }
  const of = (ratio: Logs, scale: Logs) => 2.5 * ratio.total() + scale.total();
  return { inside: of(inside, insideScale), edge: of(edge, edgeScale), still: of(still, stillScale) };
}

/** What a ceiling with values spread over a band under it explains better. */
function capped(w: Window, width: number): number {
  const { map, next, scores, stepScale } = w;
  const bottom = w.sorted[w.sorted.length - 1]! - width;
  const from = map.of(bottom);
  let sum = 0;
  for (let i = 0; i < w.length; i++) {
    const v = w.values[i]!;
    const e = (scores[i]! - next[i]!) / stepScale;
    if (Number.isNaN(e) || v < bottom) continue;
    const beyond = 1 - probability((from - next[i]!) / stepScale);
    sum +=
      Math.log(Math.max(beyond, 1e-4) / width) -
      likelihood(e) -
      Math.log((CONSTANT / stepScale) * (map.steepness(v) + 1e-6 / w.spread));
  }
  return sum;
}

/** What independent even draws between the lowest and the highest value explain better. */
function band(w: Window): number {
  const { sorted: s, map, next, scores, stepScale } = w;
  const width = ((s[s.length - 1]! - s[0]!) * (s.length + 1)) / (s.length - 1) + w.resolution;
  let sum = 0;
  for (let i = 0; i < w.length; i++) {
    const e = (scores[i]! - next[i]!) / stepScale;
    if (!Number.isNaN(e))
      sum -= Math.log(width * (CONSTANT / stepScale) * (map.steepness(w.values[i]!) + 1e-6 / w.spread)) + likelihood(e);
  }
  return sum;
}

const root = (x: number) => Math.sign(x) * Math.sqrt(Math.abs(x));

/** Student's t with four degrees of freedom: logarithm of the density over that at zero, density at zero, probability. */
const likelihood = (t: number) => -2.5 * Math.log1p((t * t) / 4);
const CONSTANT = 3 / 8;
const probability = (t: number) => {
  const q = t / Math.sqrt(1 + (t * t) / 4);
  return 0.5 + (3 / 8) * q * (1 - (q * q) / 12);
};
