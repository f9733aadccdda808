import { at, type Family } from './window.ts';

/**
 * Where values are missing: how many, whether companions call for high values there, how high the neighbours are. A zero or
 * span check is no gap: it was written.
 */
export const gaps: Family = {
  names: ['missing', 'gapRuns', 'gapExpected', 'gapNeighbours', 'gapTop', 'gapRank', 'gapShort'],
  of(w) {
    const n = w.length;
    let missing = 0;
    let runs = 0;
    let pGap = 0;
    let pHere = 0;
    let beside = 0;
    let besideCount = 0;
    const q50 = at(w.sorted, 0.5);
    const isGap = (i: number) => Number.isNaN(w.written[i]!);
    const here: number[] = [];
    for (let i = 0; i < n; i++) {
      if (isGap(i)) {
        missing++;
        pGap += w.expected[i]!;
        if (i > 0 && !isGap(i - 1)) runs++;
      } else if (!Number.isNaN(w.values[i]!)) {
        here.push(w.expected[i]!);
        pHere += w.expected[i]!;
        const near = (i > 0 && isGap(i - 1)) || (i + 1 < n && isGap(i + 1));
        if (near) {
          besideCount++;
          if (w.values[i]! > q50) beside++;
        }
      }
    }
    const some = missing > 0 && here.length > 0;
    // how often a gap's expectation is above that of a present sample (Mann-Whitney), and how many gaps are short
    let wins = 0;
    let pairs = 0;
    let short = 0;
    if (some) {
      const sorted = Float64Array.from(here).sort();
      for (let i = 0; i < n; i++) {
        if (!isGap(i)) continue;
        let low = 0;
        let high = sorted.length;
        while (low < high) {
          const m = (low + high) >> 1;
          if (sorted[m]! < w.expected[i]!) low = m + 1;
          else high = m;
        }
        wins += low / sorted.length;
        pairs++;
      }
      let run = 0;
      for (let i = 0; i <= n; i++) {
        if (i < n && isGap(i)) run++;
        else {
          if (run > 0 && run <= w.unit / 3) short += run;
          run = 0;
        }
      }
    }
    return [
      missing / n,
      runs / n,
      some ? pGap / missing - pHere / here.length : 0,
      besideCount ? beside / besideCount - 0.5 : 0,
      some && besideCount >= 2 ? besideCount / n : 0,
      pairs ? wins / pairs - 0.5 : 0,
      short / n,
    ];
  },
};
