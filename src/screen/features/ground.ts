import { type Family, log } from './window.ts';

/** What the stretch stands on: its height, how much the companions moved, how far from their middles, and how much it moved beside them. */
export const ground: Family = {
  names: ['height', 'othersStir', 'othersNovel', 'stirGap'],
  of(w) {
    let sum = 0;
    let n = 0;
    let steps = 0;
    let pairs = 0;
    for (let i = 0; i < w.length; i++) {
      const u = w.scores[i]!;
      if (Number.isNaN(u)) continue;
      sum += u;
      n++;
      const d = i > 0 ? Math.abs(u - w.scores[i - 1]!) : Number.NaN;
      if (Number.isNaN(d)) continue;
      steps += d;
      pairs++;
    }
    let stir = 0;
    let novel = 0;
    for (let i = 0; i < w.length; i++) {
      stir += w.stir[i]! / w.length;
      novel += w.novel[i]! / w.length;
    }
    const own = pairs > 0 ? steps / pairs : 0;
    return [n > 0 ? sum / n : 0, log(stir + 0.005), novel, log(own + 0.01) - log(stir + 0.01)];
  },
};
