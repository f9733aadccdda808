import type { Text } from '../../model/text.ts';

/**
 * The series notation of rule tests. Items are separated by blanks, each stands for one step; the last item goes on to
 * the end of the test.
 */
export const NOTATION: readonly { text: string; means: Text }[] = [
  { text: '31.2', means: { zh: '一个值', en: 'a value' } },
  { text: '31.2x4', means: { zh: '重复四次', en: 'four times' } },
  { text: '30+1x4', means: { zh: '逐步加 1，加四次（共五个值）', en: 'upwards by 1, four times (so five values)' } },
  { text: '30-1x4', means: { zh: '逐步减 1', en: 'downwards' } },
  {
    text: '30~4x3',
    means: {
      zh: '在 30 ± 4 内变动的三个值，两位小数，每次相同',
      en: 'three values that move within 30 ± 4, two decimals, the same ones every time',
    },
  },
  { text: '30~4#2x3', means: { zh: '另一组变动的值', en: 'other ones' } },
  { text: '31.2!D', means: { zh: 'N 以外的数据标记', en: 'with a flag letter other than N' } },
  { text: '31.2!', means: { zh: '没有数据标记', en: 'without any flag' } },
  { text: '_x2', means: { zh: '没有发送', en: 'nothing was sent' } },
  { text: '-', means: { zh: '发送了记录而没有数值', en: 'a record without a number' } },
];

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
