import type { BoostedTrees } from '../../src/statistics/boosted-trees.ts';

export interface BoostOptions {
  trees: number;
  depth: number;
  rate: number;
  /** shares of rows and columns that each tree sees */
  rows: number;
  columns: number;
}

const BINS = 48;
const TAILS = [0.002, 0.005, 0.01, 0.99, 0.995, 0.998];
const SHRINK = 3;
const LEAST = 20;

/** Repeatable draws: a linear congruential generator (Knuth). */
export function draws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/**
 * Gradient boosting with logistic loss over binned columns (Friedman 2001; histograms as in Ke et al. 2017).
 * @param x rows × width, @param y 0 or 1, @param w weights
 */
export function boost(
  x: Float32Array,
  width: number,
  y: Float32Array,
  w: Float32Array,
  options: BoostOptions,
): BoostedTrees {
  const n = y.length;
  const { depth } = options;
  const draw = draws(7);
  const cuts = Array.from({ length: width }, (_, f) => cutsOf(x, width, f, n));
  const bins = binned(x, width, cuts, n);
  const slots = BINS + TAILS.length + 1;
  let sy = 0;
  let sw = 0;
  for (let i = 0; i < n; i++) {
    sy += y[i]! * w[i]!;
    sw += w[i]!;
  }
  const bias = Math.log(sy / (sw - sy));
  const odds = new Float64Array(n).fill(bias);
  // of the rows in the bag, in the order of the bag
  const g = new Float32Array(n);
  const h = new Float32Array(n);
  const leaf = new Uint16Array(n);
  const bag = new Int32Array(n);
  const inner = 2 ** depth - 1;
  const trees: BoostedTrees['trees'] = [];
  for (let t = 0; t < options.trees; t++) {
    let size = 0;
    for (let i = 0; i < n; i++) if (draw() < options.rows) bag[size++] = i;
    for (let k = 0; k < size; k++) {
      const i = bag[k]!;
      const p = 1 / (1 + Math.exp(-odds[i]!));
      g[k] = w[i]! * (y[i]! - p);
      h[k] = w[i]! * Math.max(p * (1 - p), 1e-4);
      leaf[k] = 0;
    }
    const columns: number[] = [];
    for (let f = 0; f < width; f++) if (draw() < options.columns) columns.push(f);
    const feature = new Int16Array(inner).fill(-1);
    const cut = new Int16Array(inner);
    for (let level = 0; level < depth; level++) {
      const nodes = 2 ** level;
      const first = nodes - 1;
      const best = new Float64Array(nodes).fill(1e-6);
      const sums = new Float64Array(2 * nodes * slots);
      for (const f of columns) {
        sums.fill(0);
        const column = bins.subarray(f * n, (f + 1) * n);
        for (let k = 0; k < size; k++) {
          const at = 2 * (leaf[k]! * slots + column[bag[k]!]!);
          sums[at]! += g[k]!;
          sums[at + 1]! += h[k]!;
        }
        for (let node = 0; node < nodes; node++) {
          const from = 2 * node * slots;
          let allG = 0;
          let allH = 0;
          for (let b = 0; b <= cuts[f]!.length; b++) {
            allG += sums[from + 2 * b]!;
            allH += sums[from + 2 * b + 1]!;
          }
          let lowG = 0;
          let lowH = 0;
          for (let b = 0; b < cuts[f]!.length; b++) {
            lowG += sums[from + 2 * b]!;
            lowH += sums[from + 2 * b + 1]!;
            if (lowH < LEAST || allH - lowH < LEAST) continue;
            const gain =
              lowG ** 2 / (lowH + SHRINK) + (allG - lowG) ** 2 / (allH - lowH + SHRINK) - allG ** 2 / (allH + SHRINK);
            if (gain <= best[node]!) continue;
            best[node] = gain;
            feature[first + node] = f;
            cut[first + node] = b;
          }
        }
      }
      for (let k = 0; k < size; k++) leaf[k] = child(bag[k]!, leaf[k]!, first);
    }
    const leafG = new Float64Array(inner + 1);
    const leafH = new Float64Array(inner + 1);
    for (let k = 0; k < size; k++) {
      leafG[leaf[k]!]! += g[k]!;
      leafH[leaf[k]!]! += h[k]!;
    }
    const value = leafG.map((s, l) => options.rate * Math.max(-3, Math.min(3, s / (leafH[l]! + SHRINK))));
    for (let i = 0; i < n; i++) {
      let node = 0;
      for (let level = 0; level < depth; level++) node = child(i, node, 2 ** level - 1);
      odds[i]! += value[node]!;
    }
    const short = (v: number) => Number(v.toPrecision(4));
    trees.push({
      f: [...feature],
      t: [...feature].map((f, node) => (f < 0 ? 0 : Number(cuts[f]![cut[node]!]!.toPrecision(5)))),
      v: [...value].map(short),
    });

    function child(i: number, node: number, first: number): number {
      const f = feature[first + node]!;
      return 2 * node + (f >= 0 && bins[f * n + i]! > cut[first + node]! ? 1 : 0);
    }
  }
  return { bias, depth, trees };
}

/** Bounds between bins: even in rank, finer in the tails. */
function cutsOf(x: Float32Array, width: number, f: number, n: number): Float32Array {
  const m = Math.min(n, 20_000);
  const sample = Float32Array.from({ length: m }, (_, i) => x[Math.floor((i / m) * n) * width + f]!).sort();
  const at = (share: number) => sample[Math.floor(share * m)]!;
  const even = Array.from({ length: BINS - 1 }, (_, k) => at((k + 1) / BINS));
  return Float32Array.from([...new Set([...even, ...TAILS.map(at)])].sort((a, b) => a - b));
}

/** Column by column. */
function binned(x: Float32Array, width: number, cuts: Float32Array[], n: number): Uint8Array {
  const bins = new Uint8Array(n * width);
  for (let f = 0; f < width; f++) {
    const bounds = cuts[f]!;
    for (let i = 0; i < n; i++) {
      const value = x[i * width + f]!;
      let low = 0;
      let high = bounds.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (value >= bounds[middle]!) low = middle + 1;
        else high = middle;
      }
      bins[f * n + i] = low;
    }
  }
  return bins;
}
