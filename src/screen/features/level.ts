import { at, type Family, log } from './window.ts';

/** Level and swing against what companions and the time of day lead one to expect. */
export const level: Family = {
  names: [
    'level',
    'levelHigh',
    'levelLow',
    'slope',
    'coupling',
    'errorSpread',
    'ratio',
    'ratioSpread',
    'stepError',
    'stepRough',
    'stepEcho',
    'jumpIn',
    'drift',
    'levelGap',
    'quantileHigh',
    'quantileLow',
    'quantileGap',
    'levelStep',
    'spreadStep',
    'sameSign',
    'slopeTop',
    'slopeGap',
  ],
  of(w) {
    const { scores: u, expected: p, next } = w;
    let n = 0;
    let su = 0;
    let sp = 0;
    let suu = 0;
    let spp = 0;
    let sup = 0;
    const us: number[] = [];
    const ps: number[] = [];
    let above = 0;
    for (let i = 0; i < w.length; i++) {
      const a = u[i]!;
      if (Number.isNaN(a)) continue;
      const b = p[i]!;
      n++;
      su += a;
      sp += b;
      suu += a * a;
      spp += b * b;
      sup += a * b;
      us.push(a);
      ps.push(b);
      if (a > b) above++;
    }
    const mu = su / n;
    const mp = sp / n;
    const vu = Math.max(suu / n - mu * mu, 1e-6);
    const vp = Math.max(spp / n - mp * mp, 1e-6);
    const c = sup / n - mu * mp;
    const sortedP = Float64Array.from(ps).sort();
    const sortedU = Float64Array.from(us).sort();
    const middle = sortedP[n >> 1]!;
    const apart = (q: number) => at(sortedU, q) - at(sortedP, q);
    let high = 0;
    let nh = 0;
    let low = 0;
    let nl = 0;
    let first = 0;
    let nf = 0;
    for (let i = 0; i < w.length; i++) {
      const a = u[i]!;
      if (Number.isNaN(a)) continue;
      const d = a - p[i]!;
      if (p[i]! >= middle) {
        high += d;
        nh++;
      } else {
        low += d;
        nl++;
      }
      if (i < w.length / 2) {
        first += d;
        nf++;
      }
    }
    let se = 0;
    let ne = 0;
    let abs = 0;
    let echo = 0;
    let before = Number.NaN;
    let jump = 0;
    const edge = Math.max(2, Math.round(w.unit / 8));
    for (let i = 0; i < w.length; i++) {
      const e = u[i]! - next[i]!;
      if (!Number.isNaN(e)) {
        ne++;
        se += e * e;
        abs += Math.abs(e);
        if (!Number.isNaN(before)) echo += e * before;
        if (i < edge) jump = Math.max(jump, Math.abs(e) / w.stepScale);
      }
      before = e;
    }
    const s = w.errorScale;
    const mean = mu - mp;
    const upper = slopeOf(us, ps, middle, 1, s);
    const lower = slopeOf(us, ps, middle, -1, s);
    const rr = Math.max(vu + vp - 2 * c, 1e-8);
    return [
      mean / s,
      nh ? high / nh / s : 0,
      nl ? low / nl / s : 0,
      c / (vp + 0.05 * s * s + 0.002),
      c / Math.sqrt(vu * vp + 1e-8),
      log(Math.sqrt(rr) / s),
      mean,
      log(Math.sqrt(vu)),
      ne ? log(Math.sqrt(se / ne) / w.stepScale) : 0,
      ne ? log(abs / ne / Math.sqrt(vu)) : 0,
      ne ? echo / (se + 1e-9) : 0,
      log(jump + 0.1),
      nf && n > nf ? ((n * mean - first) / (n - nf) - first / nf) / s : 0,
      nh && nl ? (high / nh - low / nl) / s : 0,
      apart(0.9) / s,
      apart(0.1) / s,
      (apart(0.9) - apart(0.5)) / s,
      Number.isNaN(w.errorBefore) ? 0 : (mean - w.errorBefore) / s,
      Number.isNaN(w.errorSpreadBefore) ? 0 : log(Math.sqrt(rr) + 0.05 * s) - log(w.errorSpreadBefore + 0.05 * s),
      above / n - 0.5,
      upper,
      upper - lower,
    ];
  },
};

/** Response to the expectation where it is high (`side` 1) or low (-1): slope of u on p, drawn to zero by little movement. */
function slopeOf(us: readonly number[], ps: readonly number[], middle: number, side: 1 | -1, scale: number): number {
  let n = 0;
  let su = 0;
  let sp = 0;
  let spp = 0;
  let sup = 0;
  us.forEach((a, i) => {
    const b = ps[i]!;
    if ((b - middle) * side < 0) return;
    n++;
    su += a;
    sp += b;
    spp += b * b;
    sup += a * b;
  });
  if (n < 3) return 0;
  return (sup / n - (su * sp) / n / n) / (spp / n - (sp / n) ** 2 + 0.05 * scale * scale + 0.002);
}
