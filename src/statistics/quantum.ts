/** A step and where it starts: the values that a converter or a pulse meter can give, in last digits. */
export interface Quantum {
  step: number;
  offset: number;
}

/** Values that are looked at, about. */
const LOOKED_AT = 400;
/** Different values that it takes to tell. */
const FEWEST = 60;
/** Steps that are looked for, in last digits: one that is hardly wider than a digit leaves nothing between. */
const NARROWEST = 2;
const WIDEST = 200;
/** Differences looked at first, in last digits, and how much further each look goes. */
const NEAR = 4 * WIDEST;
const FURTHER = 4;
/** How well the differences agree on a step; without one this is some hundredths. */
const COHERENT = 0.25;
/** Share of the values that must lie on steps. */
const ON = 0.99;
/** Half a last digit, and what it takes to write a number. */
const ROUNDED = 0.55;

/**
 * Finds the step that whole numbers were rounded from, if there is one: all differences are multiples of it but for the
 * rounding, so their mean cosine at its period is near 1 (Kendall 1974, "Hunting quanta", with differences instead of values,
 * so that a step may begin anywhere; near differences find it, further ones refine it).
 * @param values whole numbers, in last digits
 * @returns undefined where there are fewer than 60 different values, or 1 in 100 of them lies on no step
 */
export function quantumOf(values: readonly number[]): Quantum | undefined {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  if (distinct.length < FEWEST) return undefined;
  const reach = distinct.at(-1)! - distinct[0]!;
  const thin = Math.ceil(distinct.length / LOOKED_AT);
  const first = differences(distinct.slice(0, LOOKED_AT), NEAR);
  let best = { step: 0, coherence: COHERENT };
  for (let step = WIDEST; step >= NARROWEST; step -= (0.05 * step * step) / NEAR) {
    const coherence = coherenceOf(first, step);
    // a part of a step explains all that the step does
    if (coherence > 1.05 * best.coherence) best = { step, coherence };
  }
  if (best.step === 0) return undefined;
  const spread = distinct.filter((_, k) => k % thin === 0);
  let { step } = best;
  for (let near = NEAR; near < FURTHER * reach; near *= FURTHER) {
    const list = differences(spread, near * FURTHER);
    if (list.size === 0) continue;
    const wide = (0.5 * step * step) / near;
    let most = Number.NEGATIVE_INFINITY;
    const middle = step;
    for (let s = middle - wide; s <= middle + wide; s += wide / (4 * FURTHER)) {
      const coherence = coherenceOf(list, s);
      if (coherence <= most) continue;
      most = coherence;
      step = s;
    }
  }
  const offset = offsetOf(distinct, step);
  const on = distinct.filter((v) => isOn(v, { step, offset })).length;
  return on >= ON * distinct.length ? { step, offset } : undefined;
}

/** Whether a whole number is what some step is rounded to. */
export function isOn(value: number, { step, offset }: Quantum): boolean {
  const beyond = (value - offset) / step;
  return Math.abs(beyond - Math.round(beyond)) * step <= ROUNDED;
}

/** How often each difference occurs, up to a bound. */
function differences(sorted: readonly number[], most: number): Map<number, number> {
  const found = new Map<number, number>();
  for (let i = 0; i < sorted.length; i++) {
    for (let k = i + 1; k < sorted.length; k++) {
      const d = sorted[k]! - sorted[i]!;
      if (d > most) break;
      found.set(d, (found.get(d) ?? 0) + 1);
    }
  }
  return found;
}

function coherenceOf(found: ReadonlyMap<number, number>, step: number): number {
  let sum = 0;
  let all = 0;
  for (const [d, count] of found) {
    sum += count * Math.cos((2 * Math.PI * d) / step);
    all += count;
  }
  return all > 0 ? sum / all : 0;
}

/** Where steps start: the mean direction of the values on a circle of one step. */
function offsetOf(values: readonly number[], step: number): number {
  let x = 0;
  let y = 0;
  for (const v of values) {
    x += Math.cos((2 * Math.PI * v) / step);
    y += Math.sin((2 * Math.PI * v) / step);
  }
  return (Math.atan2(y, x) / (2 * Math.PI)) * step;
}
