import type { Family } from './window.ts';

/**
 * A level that shifts at the beginning of the window, and perhaps back at its end, against a background that remembers:
 * the matched filter of a shift in autoregressive errors (intervention analysis, Box & Tiao 1975). An honest drift comes
 * step by step; a factor or an offset that is switched on leaves its whole height in one step that companions do not make.
 */
export const block: Family = {
  names: ['block', 'blockClosed', 'edgeIn', 'edgeOut', 'edges'],
  of(w) {
    const { scores: u, expected: p, memory: phi } = w;
    const n = w.length;
    const e = new Float64Array(n);
    const sums = new Float64Array(n + 1);
    for (let i = 0; i < n; i++) {
      const before = i > 0 ? u[i - 1]! - p[i - 1]! : w.lastError;
      const d = u[i]! - p[i]! - phi * before;
      e[i] = Number.isNaN(d) ? 0 : d;
      sums[i + 1] = sums[i]! + e[i]!;
    }
    const edge = Math.max(2, Math.round(w.unit / 12));
    const hold = 1 - phi;
    // e at the step counts whole, what follows by what the memory forgets; the way back counts against it
    let low = 0;
    let high = 0;
    let jumpLow = 0;
    let jumpHigh = 0;
    for (let a = 0; a < Math.min(edge, n - 1); a++) {
      const begin = e[a]! - hold * sums[a + 1]!;
      low = a === 0 ? begin : Math.min(low, begin);
      high = a === 0 ? begin : Math.max(high, begin);
      jumpLow = Math.min(jumpLow, e[a]!);
      jumpHigh = Math.max(jumpHigh, e[a]!);
    }
    let backLow = 0;
    let backHigh = 0;
    let outLow = 0;
    let outHigh = 0;
    for (let b = Math.max(1, n - edge); b < n; b++) {
      const end = hold * sums[b]! - e[b]!;
      backLow = b === Math.max(1, n - edge) ? end : Math.min(backLow, end);
      backHigh = b === Math.max(1, n - edge) ? end : Math.max(backHigh, end);
      outLow = Math.min(outLow, e[b]!);
      outHigh = Math.max(outHigh, e[b]!);
    }
    const s = w.stepScale;
    const open = Math.sqrt(1 + hold * hold * n) * s;
    const closed = Math.sqrt(2 + hold * hold * n) * s;
    const larger = (down: number, up: number) => (-down > up ? down : up);
    return [
      larger(low + hold * sums[n]!, high + hold * sums[n]!) / open,
      larger(low + backLow, high + backHigh) / closed,
      larger(jumpLow, jumpHigh) / s,
      larger(outLow, outHigh) / s,
      // down in and up out by about the same
      Math.max(Math.min(-jumpLow, outHigh), 0) / s - Math.max(Math.min(jumpHigh, -outLow), 0) / s,
    ];
  },
};
