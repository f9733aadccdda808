/**
 * The series notation of rule tests. Items are separated by blanks, each stands for one step:
 *
 * - `31.2` a value, `_` nothing was sent, `-` a record without a number
 * - `31.2x4` four times; `30+1x4` = 30 31 32 33 34 (so five values), `30-1x4` downwards
 * - `30~4x60` sixty values that move within 30 ± 4, two decimals, the same ones every time; `30~4#2x60` others
 * - `31.2!D` with a flag letter other than N; `31.2!` without any flag
 *
 * The last item goes on to the end of the test.
 */
export interface Item {
  /** undefined: nothing was sent; NaN: a record without a number */
  value: number | undefined;
  /** as sent; empty = no flag */
  flag: string;
}

const ITEM =
  /^(_|-|-?\d+(?:\.\d+)?)(?:([+-]\d+(?:\.\d+)?)(?=x))?(?:~(\d+(?:\.\d+)?)(?:#(\d+))?)?(?:!([A-Za-z]{0,4}))?(?:x(\d+))?(?:!([A-Za-z]{0,4}))?$/;

/** @throws Error naming the item that is none */
export function parseSeries(text: string): Item[] {
  return text
    .trim()
    .split(/\s+/)
    .flatMap((word): Item[] => {
      const parts = ITEM.exec(word);
      if (!parts) throw new Error(`"${word}" is not an item like 31.2, 31.2x4, 30+1x4, 30~4x60, 31.2!D or _`);
      const [, base = '_', step, around, seed, flagBefore, times, flagAfter] = parts;
      const flag = flagBefore ?? flagAfter ?? 'N';
      const count = times === undefined ? 1 : Number(times);
      if (base === '_') return Array.from({ length: count }, () => ({ value: undefined, flag }));
      if (base === '-') return Array.from({ length: count }, () => ({ value: Number.NaN, flag }));
      if (around !== undefined) {
        const at = (i: number) => Number((Number(base) + Number(around) * swing(i, Number(seed ?? 0))).toFixed(2));
        return Array.from({ length: count }, (_, i) => ({ value: at(i), flag }));
      }
      if (step === undefined) return Array.from({ length: count }, () => ({ value: Number(base), flag }));
      return Array.from({ length: count + 1 }, (_, i) => ({ value: Number(base) + i * Number(step), flag }));
    });
}

/** A number in [−1, 1) that looks drawn at random, the same for the same place and seed (a 32-bit finalizer). */
function swing(i: number, seed: number): number {
  let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 31 - 1;
}
