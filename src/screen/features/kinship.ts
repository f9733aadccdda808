import { type Family, log } from './window.ts';

const log1 = (r2: number) => log(1 - Math.min(r2, 1 - 1e-5));

/** Likeness to the companions and to the signal's own earlier days. */
export const kinship: Family = {
  names: ['companionFit', 'companionStepFit', 'dayFit', 'dayStepFit', 'dayScale', 'dayEqual', 'lagged'],
  of(w) {
    const v = w.values;
    let best = 0;
    let bestStep = 0;
    w.table.columns.forEach((column, k) => {
      if (k === w.target) return;
      const other = column.values.subarray(w.from, w.to);
      best = Math.max(best, squaredCorrelation(v, other, 0));
      bestStep = Math.max(bestStep, squaredCorrelation(v, other, 1));
    });
    // own earlier days, whole days back
    const own = w.table.columns[w.target]!.values;
    let day = 0;
    let dayStep = 0;
    let scale = 1;
    let equal = 0;
    const furthest = w.day > 1 ? 9 * w.day : 5 * w.unit;
    const first = w.day > 1 ? w.day : 7;
    for (let lag = first; lag <= Math.min(furthest, w.from); lag += w.day) {
      const old = own.subarray(w.from - lag, w.to - lag);
      const fit = throughOrigin(v, old);
      if (fit.n < 0.6 * w.length) continue;
      if (fit.unexplained < scale) scale = fit.unexplained;
      equal = Math.max(equal, fit.equal);
      const r2 = squaredCorrelation(v, old, 0);
      if (r2 > day) day = r2;
      dayStep = Math.max(dayStep, squaredCorrelation(v, old, 1));
    }
    // expected, but elsewhere in time
    let elsewhere = -1;
    for (let k = 2; k <= 6; k++) {
      const lag = Math.round((w.length * k) / 8);
      elsewhere = Math.max(elsewhere, lagged(w.scores, w.expected, lag), lagged(w.scores, w.expected, -lag));
    }
    return [
      log1(best),
      log1(bestStep),
      log1(day),
      log1(dayStep),
      log(Math.max(scale, 1e-5)),
      equal,
      elsewhere - lagged(w.scores, w.expected, 0),
    ];
  },
};

/** Squared correlation of values (`d` = 0) or of steps (`d` = 1) where both are there. */
function squaredCorrelation(a: Float64Array, b: Float64Array, d: 0 | 1): number {
  let n = 0;
  let sa = 0;
  let sb = 0;
  let saa = 0;
  let sbb = 0;
  let sab = 0;
  for (let i = d; i < a.length; i++) {
    const x = d ? a[i]! - a[i - 1]! : a[i]!;
    const y = d ? b[i]! - b[i - 1]! : b[i]!;
    const s = x + y;
    if (Number.isNaN(s)) continue;
    n++;
    sa += x;
    sb += y;
    saa += x * x;
    sbb += y * y;
    sab += x * y;
  }
  if (n < 6) return 0;
  const va = saa - (sa * sa) / n;
  const vb = sbb - (sb * sb) / n;
  const c = sab - (sa * sb) / n;
  return va > 1e-10 * saa && vb > 1e-10 * sbb ? Math.min(1, (c * c) / (va * vb)) : 0;
}

/** How much of `a` a multiple of `b` leaves unexplained, as a share of the variance of `a`; multiples near one only. */
function throughOrigin(a: Float64Array, b: Float64Array) {
  let n = 0;
  let sa = 0;
  let aa = 0;
  let ab = 0;
  let bb = 0;
  let equal = 0;
  let moving = 0;
  for (let i = 0; i < a.length; i++) {
    const x = a[i]!;
    const y = b[i]!;
    const s = x + y;
    if (Number.isNaN(s)) continue;
    n++;
    sa += x;
    aa += x * x;
    ab += x * y;
    bb += y * y;
    if (i > 0 && x !== a[i - 1]) {
      moving++;
      if (x === y) equal++;
    }
  }
  const f = Math.max(0.9, Math.min(1.06, ab / (bb + 1e-12)));
  const variance = aa - (sa * sa) / Math.max(n, 1);
  const left = aa - 2 * f * ab + f * f * bb;
  return {
    n,
    unexplained: variance > 1e-12 ? Math.min(1, Math.max(left, 0) / variance) : 1,
    equal: moving > 4 ? equal / moving : 0,
  };
}

function lagged(u: Float64Array, p: Float64Array, lag: number): number {
  const n = u.length;
  const from = Math.max(0, lag);
  const to = Math.min(n, n + lag);
  let k = 0;
  let su = 0;
  let sp = 0;
  let suu = 0;
  let spp = 0;
  let sup = 0;
  for (let i = from; i < to; i++) {
    const a = u[i]!;
    const b = p[i - lag]!;
    if (Number.isNaN(a)) continue;
    k++;
    su += a;
    sp += b;
    suu += a * a;
    spp += b * b;
    sup += a * b;
  }
  if (k < 6) return 0;
  const vu = suu - (su * su) / k;
  const vp = spp - (sp * sp) / k;
  return vu > 1e-9 && vp > 1e-9 ? (sup - (su * sp) / k) / Math.sqrt(vu * vp) : 0;
}
