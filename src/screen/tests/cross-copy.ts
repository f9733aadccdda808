import { finenessOf } from '../fineness.ts';
import type { Suspicion } from '../suspicion.ts';
import { type Column, unitOf } from '../table.ts';
import { type Subject, weigh } from './subject.ts';

/** Samples that a line is drawn through: few are enough for many digits, more for few. */
const LINES = [5, 7];
/** Turning points of the companion among them, at least. */
const TURNS = 0;
const LEAST_UNIT = 24;

/**
 * The signal becomes a companion on another scale (falsification T6, F19): the last few pairs lie on one line to within the
 * digits, and so does every further sample. How often they lie on a line by chance is counted in the past.
 * Passes: a pair that is computed one from the other and always was; two signals that both stand still.
 */
export function crossCopy(subject: Subject, { least, lineShare }: { least: number; lineShare: number }): Suspicion[] {
  const own = subject.table.columns[subject.target]!;
  return subject.table.columns.flatMap((other, k) =>
    k === subject.target ? [] : LINES.flatMap((drawn) => copied(subject, own, other, drawn, least, lineShare)),
  );
}

function copied(
  subject: Subject,
  own: Column,
  other: Column,
  drawn: number,
  least: number,
  lineShare: number,
): Suspicion[] {
  const y = own.values;
  const x = other.values;
  const fine = { y: finenessOf(own), x: finenessOf(other) };
  const places: number[] = [];
  // slow signals are looked at less often: two that drift lie on a line all the time
  const stride = Math.round(unitOf(subject.table.periodMs) / LEAST_UNIT);
  for (let i = 0; i < y.length; i += stride) if (!Number.isNaN(y[i]! + x[i]!)) places.push(i);
  const out: Suspicion[] = [];
  // how many stretches of pairs there were, and how many of them lay on a line
  let lines = 0.25;
  let asked = 1;
  let streak = 0;
  let bits = 0;
  let byChance = 0;
  let open: Suspicion | undefined;
  const close = () => {
    // a line that was nothing to speak of shows how far chance goes in this pair, one that was counts half
    byChance = Math.max(byChance, open && open.score >= 0.5 ? bits / 2 : bits);
    bits = 0;
    streak = 0;
    if (open) out.push(open);
    open = undefined;
  };
  for (let k = drawn - 1; k < places.length; k++) {
    const i = places[k]!;
    const fit = line(x, y, places, k, drawn);
    if (fit === undefined) {
      close();
      continue;
    }
    const digit = fine.y(y[i]!) + Math.abs(fit.slope) * fine.x(x[i]!);
    const onLine = fit.worst <= 0.75 * digit + 1e-9 && fit.turns >= TURNS && fit.spread > 6 * digit;
    const chance = lines / asked;
    if (!open || open.score < 0.5) {
      asked += 1 / drawn;
      if (onLine) lines += 1 / drawn;
    }
    if (!onLine) {
      close();
      continue;
    }
    streak++;
    // the line itself took two points; each further point is worth the bits of its fitting so closely
    const each = Math.log2(Math.max(2, fit.spread / digit));
    bits = Math.min((drawn - 2 + streak - 1) * each * 0.5, -Math.log2(chance) + 3 * streak);
    if (i < subject.judgeFrom || chance > lineShare) continue;
    const excess = Math.max(0, byChance - Math.log2(places.length));
    const score = weigh(subject, bits - 2 * excess, places[k - drawn + 1]!, i + 1);
    if (score < least) continue;
    open ??= {
      kind: 'cross_copy',
      from: places[k - drawn + 1]!,
      to: i + 1,
      at: i,
      score,
      facts: {},
      says: { zh: '', en: '' },
    };
    if (open.score < 0.5) open.at = i;
    open.to = i + 1;
    open.score = Math.max(open.score, score);
    open.facts = { companion: other.name, samples: drawn - 1 + streak, slope: Number(fit.slope.toPrecision(5)) };
    open.says = {
      zh: `疑似通道复制：${drawn - 1 + streak} 个样本与 ${other.name} 成同一直线关系，误差不超过末位`,
      en: `suspected copy of another channel: ${drawn - 1 + streak} samples lie on one line with ${other.name}, to the last digit`,
    };
  }
  close();
  return out;
}

/** Line through the last pairs; `worst` is the furthest pair off it, `spread` the deviation of y. */
function line(x: Float64Array, y: Float64Array, places: number[], k: number, drawn: number) {
  const i0 = places[k]!;
  const x0 = x[i0]!;
  const y0 = y[i0]!;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  for (let m = k - drawn + 1; m <= k; m++) {
    const a = x[places[m]!]! - x0;
    const b = y[places[m]!]! - y0;
    sx += a;
    sy += b;
    sxx += a * a;
    sxy += a * b;
    syy += b * b;
  }
  const vx = sxx - (sx * sx) / drawn;
  const vy = syy - (sy * sy) / drawn;
  if (!(vx > 0) || !(vy > 0)) return undefined;
  const slope = (sxy - (sx * sy) / drawn) / vx;
  const base = (sy - slope * sx) / drawn;
  let worst = 0;
  let turns = 0;
  let last = 0;
  for (let m = k - drawn + 1; m <= k; m++) {
    const off = Math.abs(y[places[m]!]! - y0 - base - slope * (x[places[m]!]! - x0));
    if (off > worst) worst = off;
    const step = m > k - drawn + 1 ? x[places[m]!]! - x[places[m - 1]!]! : 0;
    if (step * last < 0) turns++;
    if (step !== 0) last = step;
  }
  return { slope, worst, turns, spread: Math.sqrt(vy / drawn) };
}
