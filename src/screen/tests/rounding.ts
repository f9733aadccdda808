import type { Suspicion } from '../suspicion.ts';
import { unitOf } from '../table.ts';
import { LASTING } from '../windows.ts';
import { digits, type Subject, weigh } from './subject.ts';

/** Coarsest step that is looked for, in last digits: beyond, doubles have no digits to tell. */
const COARSEST = 1e12;
/** Where so many values fit after one that did, one more shows nothing. */
const COMMON = 0.35;
/** What is taken of a fit that follows another before that was ever seen: this power of how often values fit at all. */
const FOLLOWING = 2 / 3;
/** No chance is taken to be smaller. */
const RAREST = 0.001;
/** Powers of ten that sizes of numbers are told apart by. */
const SIZES = 16;
const sizeOf = (v: number) => Math.min(SIZES - 1, 1 + Math.floor(Math.log10(Math.abs(v))));

/**
 * Digits coarser than the instrument's (falsification T7): value after value is a multiple of a step that the signal used
 * to respect only by chance. A value that differs from the one before counts, and that a signal which seldom repeats a value
 * now stays at a coarse one counts once for that value: holding it longer adds nothing.
 * Passes: a signal that was always this coarse or has been for long, a single round value, a stretch that hardly moves.
 */
export function rounding(subject: Subject, { least, fewest }: { least: number; fewest: number }): Suspicion[] {
  const values = digits(subject);
  const { resolution } = subject.table.columns[subject.target]!;
  const lasting = LASTING * unitOf(subject.table.periodMs);
  let top = 0;
  for (const v of values) if (Math.abs(v) > top) top = Math.abs(v);
  const steps: number[] = [];
  for (let power = 1; power <= Math.min(top, COARSEST); power *= 10)
    for (const step of [2 * power, 5 * power, 10 * power]) if (step <= top) steps.push(step);
  const staying = stayingOf(values);
  return steps.flatMap(stepped);

  function stepped(step: number): Suspicion[] {
    const out: Suspicion[] = [];
    // How often a value fits where the one before did: digits come in regimes, so this is not how often values fit at all.
    // Written digits also go with the size of a number, so each size has its own chance.
    // Where fits are so rare that none ever followed another, how often values fit at all is all there is to go by. The first
    // of a streak follows none: it is as rare as fits are.
    const fits = new Float64Array(SIZES);
    const moves = new Float64Array(SIZES);
    let fitting = 1;
    let all = 2;
    let bits = 0;
    let byChance = 0;
    let from = -1;
    let streak = 0;
    let distinct = new Set<number>();
    /** values of the streak that were stayed at, and how many times that told anything */
    let held = new Set<number>();
    let stays = 0;
    let chance = 1;
    /** of what is in the streak and has not taught yet */
    let sizes: number[] = [];
    let last = Number.NaN;
    let open: Suspicion | undefined;
    // Look before you learn, and what is suspicious does not teach: a streak teaches when it is over, or lasts, or lies in the
    // past that is taken on trust, where a signal may be coarse all along.
    const learn = () => {
      all += sizes.length;
      fitting += sizes.length;
      sizes.forEach((size, k) => {
        if (streak - sizes.length + k === 0) return;
        fits[size]!++;
        moves[size]!++;
      });
      sizes = [];
    };
    for (let i = 0; i < values.length; i++) {
      const v = values[i]!;
      if (Number.isNaN(v)) continue;
      const stayed = v === last;
      last = v;
      // zero is a multiple of everything
      if (v === 0) continue;
      if (stayed) {
        if (streak === 0 || chance >= COMMON || held.has(v)) continue;
        held.add(v);
        bits -= Math.log2(staying[i]!);
        stays++;
        tell(i);
        continue;
      }
      const fit = v % step === 0;
      if (!fit) {
        all++;
        if (!open || open.score < 0.5) learn();
        if (streak > 0) moves[sizeOf(v)]!++;
        // a run of coarse digits that was nothing to speak of shows how far chance goes; one that was counts half
        byChance = Math.max(byChance, open && open.score >= 0.5 ? bits / 2 : bits);
        bits = 0;
        if (open) out.push(open);
        open = undefined;
        streak = 0;
        sizes = [];
        stays = 0;
        distinct = new Set();
        held = new Set();
        continue;
      }
      const size = sizeOf(v);
      chance = Math.max((fits[size]! + 2 * (fitting / all) ** FOLLOWING) / (moves[size]! + 2), RAREST);
      if (streak === 0) {
        from = i;
        bits = -Math.log2(Math.max(fitting / all, RAREST));
      } else {
        // a value that was there before in this streak says less: two levels may be all there is
        if (chance < COMMON) bits -= Math.log2(chance) * (distinct.has(v) ? 0.6 : 1);
      }
      streak++;
      sizes.push(size);
      if (i < subject.judgeFrom || i - from > lasting) learn();
      distinct.add(v);
      tell(i);
    }
    if (open) out.push(open);
    return out;

    function tell(i: number): void {
      if (i < subject.judgeFrom || streak + stays < fewest || distinct.size < 2) return;
      const excess = Math.max(0, byChance - Math.log2(i));
      const score = weigh(subject, bits - 2 * excess, from, i + 1, steps.length);
      if (score < least) return;
      if (i - from > lasting) return;
      open ??= { kind: 'rounding', from, to: i + 1, at: i, score, facts: {}, says: { zh: '', en: '' } };
      if (open.score < 0.5) open.at = i;
      open.to = i + 1;
      open.score = Math.max(open.score, score);
      const width = Number((step * resolution).toPrecision(6));
      open.facts = { step: width, values: streak, shareBefore: Number(chance.toFixed(4)) };
      open.says = {
        zh: `疑似取整：连续 ${streak} 个变化值都是 ${width} 的倍数，此前仅 ${(100 * chance).toFixed(1)}% 如此`,
        en: `suspected rounding: ${streak} changing values in a row are multiples of ${width}, ${(100 * chance).toFixed(1)}% were before`,
      };
    }
  }
}

/** By slot: how often a value of the past stayed for one more sample, a power of it taken as in `FOLLOWING`. */
function stayingOf(values: Float64Array): Float64Array {
  let equal = 1;
  let pairs = 2;
  let last = Number.NaN;
  return values.map((v) => {
    const chance = Math.max((equal / pairs) ** FOLLOWING, RAREST);
    if (!Number.isNaN(v) && !Number.isNaN(last)) {
      pairs++;
      if (v === last) equal++;
    }
    last = v;
    return chance;
  });
}
