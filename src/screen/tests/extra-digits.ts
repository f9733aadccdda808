import type { Suspicion } from '../suspicion.ts';
import { unitOf } from '../table.ts';
import { LASTING } from '../windows.ts';
import { type Subject, weigh } from './subject.ts';

/** Significant digits up to which doubles tell what was written. */
const SIGNIFICANT = 12;
/** Share of the values from which a number of decimals is one that the signal is written to. */
const WRITTEN = 0.01;
/** Share of changed values that are finer in a stretch where some were computed. */
const COMPUTED = 0.5;
/** Where values are finer more often than this they show nothing. */
const RARE = 0.012;
/** No chance is taken to be smaller. */
const RAREST = 0.001;
/** Bits beyond which nothing more is gained: what was sure for long must end as soon as anything else. */
const ENOUGH = 30;
/** Units after which a finer value no longer belongs to those before. */
const TOGETHER = 0.5;
/** Powers of ten that sizes of numbers are told apart by. */
const SIZES = 16;
const sizeOf = (v: number) => Math.max(0, Math.min(SIZES - 1, 1 + Math.floor(Math.log10(Math.abs(v)))));

/**
 * Values written finer than the instrument writes (falsification T7, F21): an offset, a factor or an interpolation that is
 * computed between instrument and platform leaves digits that the analyser does not have, and comes and goes with what was
 * done. How rare a finer value is comes from the past, apart for sizes of numbers, whose digits differ; each one adds what it
 * was rare, each changed value that is no finer takes a little back (a cumulative sum of log-likelihood ratios, Page 1954).
 * Passes: a signal that was ever so fine now and then, a single finer value, a change of instrument once it has lasted.
 */
export function extraDigits(subject: Subject, { least, fewest }: { least: number; fewest: number }): Suspicion[] {
  const { values } = subject.table.columns[subject.target]!;
  const unit = unitOf(subject.table.periodMs);
  const together = TOGETHER * unit;
  const lasting = LASTING * unit;
  const decimals = values.map(decimalsOf);
  const counts = new Uint32Array(SIGNIFICANT + 1);
  for (const d of decimals) counts[d]!++;
  return [...counts.keys()].filter((d) => counts[d]! >= WRITTEN * values.length).flatMap(finerThan);

  function finerThan(written: number): Suspicion[] {
    const out: Suspicion[] = [];
    const finer = new Float64Array(SIZES);
    const asked = new Float64Array(SIZES);
    let sum = 0;
    let count = 0;
    let from = 0;
    let byChance = 0;
    /** sizes of the finer and the other values of a suspicion: they teach once it has lasted */
    let withheld: [finer: boolean, size: number][] = [];
    let open: Suspicion | undefined;
    let last = Number.NaN;
    const close = () => {
      if (open) out.push(open);
      open = undefined;
      withheld = [];
      sum = 0;
      count = 0;
    };
    const learn = (isFiner: boolean, size: number) => {
      asked[size]!++;
      if (isFiner) finer[size]!++;
    };
    for (let i = 0; i < values.length; i++) {
      const v = values[i]!;
      if (Number.isNaN(v) || v === last || v === 0) continue;
      last = v;
      if (open && i - open.to > together) close();
      const size = sizeOf(v);
      const isFiner = decimals[i]! > written;
      const chance = Math.max((finer[size]! + 1) / (asked[size]! + 2), RAREST);
      if (open && open.score >= 0.5) withheld.push([isFiner, size]);
      else learn(isFiner, size);
      if (chance >= RARE) continue;
      sum = Math.min(ENOUGH, sum + (isFiner ? Math.log2(COMPUTED / chance) : Math.log2((1 - COMPUTED) / (1 - chance))));
      if (sum <= 0) {
        close();
        continue;
      }
      if (!isFiner) continue;
      if (count === 0) from = i;
      count++;
      if (i < subject.judgeFrom) {
        byChance = Math.max(byChance, sum);
        continue;
      }
      if (count < fewest) continue;
      if (i - from > lasting) {
        for (const [was, its] of withheld) learn(was, its);
        close();
        continue;
      }
      const score = weigh(subject, sum - byChance / 2, from, i + 1);
      if (score < least) continue;
      open ??= { kind: 'extra_digits', from, to: i + 1, at: i, score, facts: {}, says: { zh: '', en: '' } };
      if (open.score < 0.5) open.at = i;
      open.to = i + 1;
      open.score = Math.max(open.score, score);
      open.facts = {
        values: count,
        decimals: decimals[i]!,
        decimalsBefore: written,
        shareBefore: Number(chance.toFixed(4)),
      };
      open.says = {
        zh: `疑似经计算改写：${count} 个值的小数位多于 ${written} 位，此前同一量级仅 ${(100 * chance).toFixed(1)}% 如此`,
        en: `suspected computed values: ${count} values have more than ${written} decimals, ${(100 * chance).toFixed(1)}% of that size did before`,
      };
    }
    close();
    return out;
  }
}

/** Decimals that a number was written with, at least; 0 for a gap. */
function decimalsOf(v: number): number {
  if (Number.isNaN(v)) return 0;
  const most = SIGNIFICANT - sizeOf(v);
  for (let d = 0; d < most; d++) {
    const shifted = v * 10 ** d;
    if (Math.abs(shifted - Math.round(shifted)) <= 1e-11 * Math.max(1, Math.abs(shifted))) return d;
  }
  return most;
}
