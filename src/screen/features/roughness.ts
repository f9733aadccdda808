import { at, type Family, log, type Window } from './window.ts';

/** How a signal moves from sample to sample: steps over several lags, curvature, flat and straight runs, turning points. */
export const roughness: Family = {
  names: [
    'step1',
    'step2',
    'step4',
    'step8',
    'stepUnit',
    'curve',
    'flatShare',
    'flatRun',
    'flatTop',
    'straightShare',
    'straightRun',
    'turns',
    'stepTail',
    'maxStep',
    'roughStep',
    'flatStep',
    'stepTop',
    'stepPeak',
    'midway',
    'midwayTop',
  ],
  of(w) {
    const v = w.values;
    const n = w.length;
    const tiny = 0.3 * w.resolution + 1e-4 * w.spread;
    const lag = (k: number) => {
      let sum = 0;
      let count = 0;
      for (let i = k; i < n; i++) {
        const d = v[i]! - v[i - k]!;
        if (Number.isNaN(d)) continue;
        sum += Math.abs(d);
        count++;
      }
      return count > 0 ? sum / count : 0;
    };
    const far = Math.max(1, Math.round(w.unit / 24));
    const d1 = lag(1);
    const d2 = lag(2);
    const d4 = lag(Math.max(4, 4 * far));
    const d8 = lag(Math.max(8, 8 * far));
    const wide = lag(Math.max(2, Math.floor(n / 3)));
    let curve = 0;
    let triples = 0;
    let flat = 0;
    let pairs = 0;
    let run = 1;
    let longest = 1;
    let topRun = 0;
    let straight = 0;
    let bend = 0;
    let line = 0;
    let longLine = 0;
    let turns = 0;
    let moves = 0;
    let last = 0;
    let biggest = 0;
    const steps: number[] = [];
    let midway = 0;
    let midwayTop = 0;
    const q75 = at(w.sorted, 0.75);
    const hi = w.sorted[w.sorted.length - 1]!;
    for (let i = 1; i < n; i++) {
      const d = v[i]! - v[i - 1]!;
      if (Number.isNaN(d)) {
        run = 1;
        line = 0;
        continue;
      }
      pairs++;
      steps.push(Math.abs(d));
      biggest = Math.max(biggest, Math.abs(d));
      if (d === 0) {
        flat++;
        run++;
        longest = Math.max(longest, run);
        if (v[i] === hi) topRun = Math.max(topRun, run);
      } else {
        run = 1;
        if (last !== 0) {
          moves++;
          if (d * last < 0) turns++;
        }
        last = d;
      }
      const c = v[i]! - 2 * v[i - 1]! + (i > 1 ? v[i - 2]! : Number.NaN);
      if (Number.isNaN(c)) {
        line = 0;
        continue;
      }
      triples++;
      curve += Math.abs(c);
      if (Math.abs(d) > 2.5 * w.resolution) {
        bend++;
        if (Math.abs(c) <= 1.01 * w.resolution) {
          midway++;
          if (v[i - 1]! >= q75) midwayTop++;
        }
        if (Math.abs(c) <= 2.01 * w.resolution) {
          straight++;
          line++;
          longLine = Math.max(longLine, line);
        } else line = 0;
      } else line = 0;
    }
    const { top, peak } = stepsByHeight(w, tiny);
    steps.sort((a, b) => a - b);
    const median = steps[steps.length >> 1] ?? 0;
    const b = w.valuesBefore;
    let sumBefore = 0;
    let flatBefore = 0;
    let pairsBefore = 0;
    for (let i = 1; i < b.length; i++) {
      const d = b[i]! - b[i - 1]!;
      if (Number.isNaN(d)) continue;
      pairsBefore++;
      sumBefore += Math.abs(d);
      if (d === 0) flatBefore++;
    }
    return [
      log((d1 + tiny) / w.spread),
      log((d1 + tiny) / (d2 + tiny)),
      log((d1 + tiny) / (d4 + tiny)),
      log((d1 + tiny) / (d8 + tiny)),
      log((d1 + tiny) / (wide + tiny)),
      log(((triples ? curve / triples : 0) + tiny) / (d1 + tiny)),
      pairs ? flat / pairs : 0,
      log(longest / w.unit),
      log((topRun + 1) / w.unit),
      bend ? straight / bend : 0,
      log((longLine + 1) / w.unit),
      moves ? turns / moves : 0,
      log((median + tiny) / (d1 + tiny)),
      log((biggest + tiny) / (d1 + tiny)),
      pairsBefore > 5 ? log((d1 + tiny) / (sumBefore / pairsBefore + tiny)) : 0,
      pairsBefore > 5 && pairs ? flat / pairs - flatBefore / pairsBefore : 0,
      top,
      peak,
      bend ? midway / bend : 0,
      bend ? midwayTop / bend : 0,
    ];
  },
};

/** How much livelier the signal is above its median than below, and in its highest quarter than elsewhere (log ratios). */
function stepsByHeight(w: Window, tiny: number): { top: number; peak: number } {
  const v = w.values;
  const q50 = at(w.sorted, 0.5);
  const q75 = at(w.sorted, 0.75);
  const sums = [0, 0, 0];
  const counts = [0, 0, 0];
  for (let i = 1; i < w.length; i++) {
    const d = Math.abs(v[i]! - v[i - 1]!);
    if (Number.isNaN(d)) continue;
    const middle = (v[i]! + v[i - 1]!) / 2;
    const part = middle >= q75 ? 2 : middle >= q50 ? 1 : 0;
    sums[part]! += d;
    counts[part]!++;
  }
  const mean = (parts: number[]) => {
    let sum = 0;
    let count = 0;
    for (const k of parts) {
      sum += sums[k]!;
      count += counts[k]!;
    }
    return count > 1 ? sum / count : Number.NaN;
  };
  const ratio = (a: number, b: number) => (Number.isNaN(a + b) ? 0 : log((a + tiny) / (b + tiny)));
  return { top: ratio(mean([1, 2]), mean([0])), peak: ratio(mean([2]), mean([0, 1])) };
}
