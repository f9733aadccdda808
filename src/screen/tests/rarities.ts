import type { Suspicion } from '../suspicion.ts';
import { unitOf } from '../table.ts';
import { LASTING } from '../windows.ts';
import { type Subject, weigh } from './subject.ts';

/** Powers of ten that values are told apart by, each with its own chance: digits go with the size of a number. */
const SIZES = 16;
/** Share of changed values that show it in a stretch where some were computed. */
const COMPUTED = 0.5;
/** Where values show it more often than this it means nothing. */
const RARE = 0.05;
/** No chance is taken to be smaller. */
const RAREST = 0.001;
/** Bits beyond which nothing more is gained: what was sure for long must end as soon as anything else. */
const ENOUGH = 30;
/** Units after which one no longer belongs to those before. */
const TOGETHER = 0.5;

interface Params {
  least: number;
  fewest: number;
}

/** A value that shows what it ought not to, where it stands, how many did so in a row, and how often they did before. */
interface Shown {
  at: number;
  count: number;
  chance: number;
}

/**
 * Values that show, one after another, what this signal hardly ever shows. How rare that is comes from the past, power of ten by
 * power of ten; each value that shows it adds what it was rare, each other changed value takes a little back (a cumulative sum of
 * log-likelihood ratios, Page 1954). What is suspected teaches once it has lasted.
 * @param shows whether the value of a slot does
 */
export function rarities(
  subject: Subject,
  { least, fewest }: Params,
  shows: (slot: number) => boolean,
  tell: (shown: Shown) => Pick<Suspicion, 'kind' | 'facts' | 'says'>,
): Suspicion[] {
  const { values } = subject.table.columns[subject.target]!;
  const unit = unitOf(subject.table.periodMs);
  const out: Suspicion[] = [];
  const shown = new Float64Array(SIZES);
  const asked = new Float64Array(SIZES);
  let sum = 0;
  let count = 0;
  let from = 0;
  let to = 0;
  let byChance = 0;
  let withheld: [shows: boolean, size: number][] = [];
  let open: Suspicion | undefined;
  let last = Number.NaN;
  const learn = (did: boolean, its: number) => {
    asked[its]!++;
    if (did) shown[its]!++;
  };
  const close = () => {
    if (open) out.push(open);
    open = undefined;
    withheld = [];
    sum = 0;
    count = 0;
  };
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    // a value that is held was written once, and zero has no digits
    if (Number.isNaN(v) || v === last || v === 0) continue;
    last = v;
    if (count > 0 && i - to > TOGETHER * unit) close();
    const its = sizeOf(v);
    const does = shows(i);
    const chance = Math.max((shown[its]! + 1) / (asked[its]! + 2), RAREST);
    if (open && open.score >= 0.5) withheld.push([does, its]);
    else learn(does, its);
    if (chance >= RARE) continue;
    sum = Math.min(ENOUGH, sum + Math.log2(does ? COMPUTED / chance : (1 - COMPUTED) / (1 - chance)));
    if (sum <= 0) {
      close();
      continue;
    }
    if (!does) continue;
    if (count === 0) from = i;
    count++;
    to = i;
    if (i < subject.judgeFrom) {
      byChance = Math.max(byChance, sum);
      continue;
    }
    if (i - from > LASTING * unit) {
      for (const [did, whose] of withheld) learn(did, whose);
      close();
      continue;
    }
    if (count < fewest) continue;
    const score = weigh(subject, sum - byChance / 2, from, i + 1);
    if (score < least) continue;
    const known = open && open.score >= 0.5 ? open.at : i;
    const surest = Math.max(open?.score ?? 0, score);
    open = { ...tell({ at: i, count, chance }), from, to: i + 1, at: known, score: surest };
  }
  close();
  return out;
}

/** Place of a number's power of ten; numbers below one share the first. */
export const sizeOf = (v: number) => Math.max(0, Math.min(SIZES - 1, 1 + Math.floor(Math.log10(Math.abs(v)))));
