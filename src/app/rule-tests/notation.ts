/**
 * The series notation of rule tests. Items are separated by blanks, each stands for one step:
 *
 * - `31.2` a value, `_` nothing was sent, `-` a record without a number
 * - `31.2x4` four times; `30+1x4` = 30 31 32 33 34 (so five values), `30-1x4` downwards
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
  /^(_|-|-?\d+(?:\.\d+)?)(?:([+-]\d+(?:\.\d+)?)(?=x))?(?:!([A-Za-z]{0,4}))?(?:x(\d+))?(?:!([A-Za-z]{0,4}))?$/;

/** @throws Error naming the item that is none */
export function parseSeries(text: string): Item[] {
  return text
    .trim()
    .split(/\s+/)
    .flatMap((word): Item[] => {
      const parts = ITEM.exec(word);
      if (!parts) throw new Error(`"${word}" is not an item like 31.2, 31.2x4, 30+1x4, 31.2!D or _`);
      const [, base = '_', step, flagBefore, times, flagAfter] = parts;
      const flag = flagBefore ?? flagAfter ?? 'N';
      const count = times === undefined ? 1 : Number(times);
      if (base === '_') return Array.from({ length: count }, () => ({ value: undefined, flag }));
      if (base === '-') return Array.from({ length: count }, () => ({ value: Number.NaN, flag }));
      if (step === undefined) return Array.from({ length: count }, () => ({ value: Number(base), flag }));
      return Array.from({ length: count + 1 }, (_, i) => ({ value: Number(base) + i * Number(step), flag }));
    });
}
