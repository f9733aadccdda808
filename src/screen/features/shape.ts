import { at, type Family, log } from './window.ts';

/** The distribution of the values: tails, pile-ups and what lies between. */
export const shape: Family = {
  names: [
    'topTail',
    'bottomTail',
    'topRatio',
    'uniform',
    'pileTop',
    'equalTop',
    'distinct',
    'swing',
    'kurtosis',
    'pileNear',
    'pileSpread',
    'topStay',
    'topWidth',
  ],
  of(w) {
    const s = w.sorted;
    const n = s.length;
    const lo = s[0]!;
    const hi = s[n - 1]!;
    const q05 = at(s, 0.05);
    const q25 = at(s, 0.25);
    const q50 = at(s, 0.5);
    const q75 = at(s, 0.75);
    const q95 = at(s, 0.95);
    const tiny = w.resolution + 0.002 * w.spread;
    const band = Math.max(0.02 * Math.abs(hi), w.resolution);
    let pile = 0;
    let near = 0;
    let under = 0;
    let equal = 0;
    let distinct = 1;
    let mean = 0;
    for (let i = 0; i < n; i++) {
      const v = s[i]!;
      if (v >= hi - band) pile++;
      if (v >= hi - Math.max(0.01 * Math.abs(hi), w.resolution)) near++;
      if (v >= hi - Math.max(0.1 * w.spread, w.resolution)) under++;
      if (v === hi) equal++;
      if (i > 0 && v !== s[i - 1]) distinct++;
      mean += v / n;
    }
    let m2 = 0;
    let m4 = 0;
    for (const v of s) {
      const d = (v - mean) ** 2;
      m2 += d / n;
      m4 += (d * d) / n;
    }
    let stay = 0;
    let longest = 0;
    for (const v of w.values) {
      stay = v >= hi - band ? stay + 1 : 0;
      if (stay > longest) longest = stay;
    }
    return [
      log((hi - q75 + tiny) / (q75 - q25 + tiny)),
      log((q25 - lo + tiny) / (q75 - q25 + tiny)),
      log((q95 - q50 + tiny) / (q50 - q05 + tiny)),
      (at(s, 0.9) - at(s, 0.1)) / (hi - lo + tiny),
      pile / n,
      equal / n,
      distinct / n,
      log((hi - lo + tiny) / w.spread),
      log((m4 + 1e-12) / (m2 * m2 + 1e-12)),
      near / n,
      under / n,
      log((longest + 1) / w.unit),
      log((hi - at(s, 0.6) + tiny) / (Math.abs(hi) + tiny)),
    ];
  },
};
