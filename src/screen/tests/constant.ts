import type { Suspicion } from '../suspicion.ts';
import { Liveliness, OCTAVES } from './liveliness.ts';
import { digits, type Subject, weigh } from './subject.ts';

/** What is taken of staying once more before it was ever seen: this power of how often neighbours are equal at all. */
const REPEAT = 2 / 3;
/** Samples at one octave up to which what all octaves say counts for more. */
const FEW = 80;

/**
 * One value held longer than this signal ever holds one (falsification T1). How rare a run is comes from the past: how often
 * one got as far as any did while the signal was as lively, and how often one that had come half as far went on; apart for
 * values that are often held (zero, a detection limit, the end of a range). A gap does not break a run and does not lengthen it.
 * Passes: a signal of few digits, whose runs are long by nature; zero or the end of the range where these were held before.
 */
export function constant(subject: Subject, { least, fewest }: { least: number; fewest: number }): Suspicion[] {
  const values = digits(subject);
  const found: Suspicion[] = [];
  /** by value: the longest run of it in the past */
  const longest = new Map<number, number>();
  /** by length: how many runs were at least that long */
  const reached: number[] = [];
  /** by octave and length, and samples by octave */
  const reachedAt: number[][] = Array.from({ length: OCTAVES }, () => []);
  const pairsAt = new Float64Array(OCTAVES);
  const lively = new Liveliness();
  let octave = 0;
  let stay = 0;
  let equal = 1;
  let pairs = 2;
  let longestEver = 1;
  let from = -1;
  let count = 0;
  let last = Number.NaN;
  let end = -1;
  let open: Suspicion | undefined;
  const close = () => {
    if (count > 0 && !(open && open.score >= 0.5)) {
      longest.set(last, Math.max(longest.get(last) ?? 0, count));
      // look before you learn: a run teaches when it is over
      pairs += count;
      pairsAt[octave]! += count;
      longestEver = Math.max(longestEver, Math.min(count, 4 * longestEver));
      for (let k = 1; k <= Math.min(count, longestEver); k++) {
        reached[k] = (reached[k] ?? 0) + 1;
        reachedAt[octave]![k] = (reachedAt[octave]![k] ?? 0) + 1;
      }
      stay = stayed(reached, equal / pairs);
      equal += count - 1;
    }
    if (open) found.push(open);
    open = undefined;
  };
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (Number.isNaN(v)) continue;
    if (v !== last || i - end > 3) {
      close();
      from = i;
      count = 0;
      octave = lively.octave;
      const step = Math.abs(v - last);
      if (step > 0) lively.add(step);
      last = v;
    }
    count++;
    end = i;
    if (i < subject.judgeFrom || count < fewest) continue;
    // a run is news only beyond what this value, and beyond half of what any value, has been held for
    const news = count - Math.max(1.5 * (longest.get(v) ?? 0), 0.5 * longestEver, 1);
    // how rare it is to get as far as any run got, and to stay from there on
    const usual = Math.max(2, Math.min(count, longestEver));
    const everywhere = ((reached[usual] ?? 0) + 1) / pairs;
    const begun = -Math.log2(((reachedAt[octave]![usual] ?? 0) + FEW * everywhere) / (pairsAt[octave]! + FEW));
    const bits = Math.min(begun + (count - usual) * -Math.log2(stay), (30 * news) / Math.max(longestEver, 4) + 6);
    const score = weigh(subject, bits, from, i + 1);
    if (score < least) continue;
    open ??= { kind: 'constant', from, to: i + 1, at: i, score, facts: {}, says: { zh: '', en: '' } };
    if (open.score < 0.5) open.at = i;
    open.to = i + 1;
    open.score = Math.max(open.score, score);
    const asLively = Math.max(1, reachedAt[octave]!.length - 1);
    open.facts = {
      samples: count,
      value: subject.table.columns[subject.target]!.values[i]!,
      longestBefore: longestEver,
      longestAsLively: asLively,
    };
    open.says = {
      zh: `疑似恒定值：连续 ${count} 个样本不变，信号同样活跃时此前最长 ${asLively} 个（任何时候 ${longestEver} 个）`,
      en: `suspected constant value: ${count} samples in a row unchanged, at most ${asLively} before while the signal was as lively (${longestEver} ever)`,
    };
  }
  close();
  return found;
}

/** How often a run that had come half as far as any did went on; where runs are rare, from how often neighbours are equal. */
function stayed(reached: readonly number[], equal: number): number {
  let went = 2 * equal ** REPEAT;
  let asked = 2;
  for (let k = Math.max(2, reached.length >> 1); k < reached.length; k++) {
    asked += reached[k]!;
    went += reached[k + 1] ?? 0;
  }
  return Math.max(went / asked, 0.005);
}
