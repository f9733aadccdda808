/**
 * A sum of small regression trees (gradient boosting, Friedman 2001) as it was learned: complete binary trees of one depth;
 * node `k` asks whether feature `f[k]` reaches `t[k]`, its children are `2k + 1` (no) and `2k + 2` (yes); `v` are the leaves.
 */
export interface BoostedTrees {
  bias: number;
  depth: number;
  trees: { f: number[]; t: number[]; v: number[] }[];
}

/** The log-odds of a row of features. */
export function logOdds({ bias, depth, trees }: BoostedTrees, features: Float64Array): number {
  let sum = bias;
  for (const { f, t, v } of trees) {
    let node = 0;
    for (let level = 0; level < depth; level++) {
      const feature = f[node]!;
      node = 2 * node + (feature >= 0 && features[feature]! >= t[node]! ? 2 : 1);
    }
    sum += v[node - f.length]!;
  }
  return sum;
}
