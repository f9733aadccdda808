import { finenessOf } from '../fineness.ts';
import type { Suspicion } from '../suspicion.ts';
import { unitOf } from '../table.ts';
import { Liveliness, OCTAVES } from './liveliness.ts';
import { digits, type Subject, weigh } from './subject.ts';

/** Share of samples on straight lines where peaks were cut out. */
const CUT = 0.15;
/** Where straight pieces are commoner than this they show nothing. */
const RARE = 0.012;
/** Samples at one octave up to which what all octaves say counts for more. */
const FEW = 20;
/** Bits beyond which nothing more is gained: what was sure for long must end as soon as anything else. */
const ENOUGH = 30;
/** Units after which a straight piece no longer belongs to those before. */
const TOGETHER = 0.5;
/** No chance is taken to be smaller. */
const RAREST = 0.001;

/**
 * Values halfway between their neighbours, to the last digit, again and again in a signal that is rarely straight
 * (peaks cut out and bridged; falsification T13). Each such value weighs by how rare it was while the signal was as lively;
 * each other one takes a little back (a cumulative sum of log-likelihood ratios, Page 1954).
 * Passes: a signal of few digits, ramps of a controlled plant where these are usual, a held value.
 */
export function straight(subject: Subject, { least, fewest }: { least: number; fewest: number }): Suspicion[] {
  const values = digits(subject);
  const column = subject.table.columns[subject.target]!;
  const fineness = finenessOf(column);
  const lasting = TOGETHER * unitOf(subject.table.periodMs);
  const fits = new Float64Array(OCTAVES);
  const asked = new Float64Array(OCTAVES);
  let allFits = 1;
  let allAsked = 4;
  const found: Suspicion[] = [];
  const lively = new Liveliness();
  let sum = 0;
  let count = 0;
  let from = 0;
  let byChance = 0;
  let open: Suspicion | undefined;
  const close = () => {
    if (open) found.push(open);
    open = undefined;
    sum = 0;
    count = 0;
  };
  for (let i = 2; i < values.length; i++) {
    const a = values[i - 2]!;
    const b = values[i - 1]!;
    const c = values[i]!;
    const bend = Math.abs(c - 2 * b + a);
    if (Number.isNaN(bend) || (a === b && b === c)) continue;
    const { octave } = lively;
    const isStraight = a !== c && bend <= fineness(column.values[i - 1]!) / column.resolution + 1e-6;
    const usually = allFits / allAsked;
    const chance = Math.max((fits[octave]! + FEW * usually) / (asked[octave]! + FEW), RAREST);
    // a straight piece makes the signal no calmer: only bends tell how lively it is
    if (!isStraight) lively.add(bend);
    if (!open || open.score < 0.5) {
      asked[octave]!++;
      allAsked++;
      if (isStraight) {
        fits[octave]!++;
        allFits++;
      }
    }
    if (chance >= RARE) continue;
    sum = Math.min(ENOUGH, sum + (isStraight ? Math.log2(CUT / chance) : Math.log2((1 - CUT) / (1 - chance))));
    if (sum <= 0 || (open && i - open.to > lasting)) {
      close();
      continue;
    }
    if (!isStraight) continue;
    if (count === 0) from = i - 1;
    count++;
    if (i < subject.judgeFrom) {
      byChance = Math.max(byChance, sum);
      continue;
    }
    if (count < fewest) continue;
    const score = weigh(subject, sum - byChance / 2, from, i);
    if (score < least) continue;
    open ??= { kind: 'despike', from, to: i, at: i, score, facts: {}, says: { zh: '', en: '' } };
    if (open.score < 0.5) open.at = i;
    open.to = i;
    open.score = Math.max(open.score, score);
    open.facts = { samples: count, shareBefore: Number(chance.toFixed(4)) };
    open.says = {
      zh: `疑似抹除尖峰：${count} 个样本恰在前后两值的正中，此前同样活跃时仅 ${(100 * chance).toFixed(1)}% 如此`,
      en: `suspected removal of peaks: ${count} samples lie exactly halfway between their neighbours, ${(100 * chance).toFixed(1)}% did before when it was as lively`,
    };
  }
  close();
  return found;
}
