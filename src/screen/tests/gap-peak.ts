import { sampleRankCorrelation } from 'simple-statistics';
import type { Suspicion } from '../suspicion.ts';
import { type Column, unitOf } from '../table.ts';
import { LASTING } from '../windows.ts';
import { type Subject, weigh } from './subject.ts';

/** Gaps closer than this, in units, belong together. */
const TOGETHER = 1;
/** Gaps longer than this, in units, are an outage: nobody hides a peak of that length. */
const LONGEST = 2;
/** What is taken of honest gaps before anything is known of the signal: one in ten follows another. */
const PRIOR = { followed: 0.2, gaps: 2 };

/** Gaps of a swarm that are weighed together: the latest. */
const MOST = 12;

interface Gap {
  from: number;
  to: number;
}

/**
 * Gaps that come again and again where values are high (falsification T10). Gaps that stand together weigh what it is rare
 * for this signal that one follows another, and each weighs by the rank, among the values around, of the values beside it,
 * and of what the companion that follows the signal best shows in it: under honest gaps these ranks are even, under
 * hidden peaks high (density 3x² on ranks x).
 * Passes: one outage however long, gaps at any height, nightly checks, a signal whose gaps always come in swarms.
 */
export function gapPeak(subject: Subject, { least, fewest }: { least: number; fewest: number }): Suspicion[] {
  const { table, target, judgeFrom } = subject;
  const { values } = table.columns[target]!;
  const unit = unitOf(table.periodMs);
  const found: Suspicion[] = [];
  let gaps = 0;
  let followed = 0;
  let swarm: (Gap & { following: number })[] = [];
  const lasting = LASTING * unit;
  let open: Suspicion | undefined;
  let byChance = 0;
  let companion: { column: Column; sign: number; weight: number } | undefined;
  const close = () => {
    if (open) found.push(open);
    open = undefined;
    swarm = [];
  };
  for (const gap of gapsOf(values)) {
    const last = swarm.at(-1);
    if (last && gap.from - last.to > TOGETHER * unit) close();
    if (gap.to - gap.from > LONGEST * unit) {
      close();
      continue;
    }
    if (swarm.length === 0) companion = closest(subject, gap.from);
    swarm.push({ ...gap, following: -Math.log2((followed + PRIOR.followed) / (gaps + PRIOR.gaps)) });
    if (swarm.length > MOST) swarm.shift();
    // look before you learn, and what is suspicious does not teach
    if (!open || open.score < 0.5 || gap.to - open.from > lasting) {
      gaps++;
      if (swarm.length > 1) followed++;
    }
    const weighed = heights(subject, swarm, gap.to, unit, companion);
    // the swarm may have begun with honest gaps: its surest end counts
    let bits = 0;
    let best = 0;
    let first = swarm.length - 1;
    for (let k = swarm.length - 1; k >= 0; k--) {
      bits += weighed[k]! + (k === swarm.length - 1 ? 0 : swarm[k + 1]!.following);
      if (bits > best) {
        best = bits;
        first = k;
      }
    }
    const from = swarm[first]!.from;
    const count = swarm.length - first;
    if (gap.to < judgeFrom) {
      byChance = Math.max(byChance, best);
      continue;
    }
    if (count < fewest) continue;
    // a swarm can only begin where there is a gap at all, and that is rare or not
    const begins = Math.max(1 / subject.month, (gaps + 1) / from);
    const score = weigh(subject, best - byChance / 2, from, gap.to + 1, begins);
    if (score < least) continue;
    open ??= { kind: 'gap_peak', from, to: gap.to, at: gap.to, score, facts: {}, says: { zh: '', en: '' } };
    if (open.score < 0.5) open.at = gap.to;
    if (score < open.score) continue;
    Object.assign(open, { from, to: gap.to, score });
    const missing = swarm.slice(first).reduce((sum, g) => sum + g.to - g.from, 0);
    open.facts = { gaps: count, missing };
    open.says = {
      zh: `疑似高值时段选择性缺数：相邻 ${count} 个缺口共缺 ${missing} 个样本，缺口两侧均为附近的高值`,
      en: `suspected gaps where values would be high: ${count} gaps close together, ${missing} samples missing, the values beside them the highest around`,
    };
  }
  close();
  return found;
}

function* gapsOf(values: Float64Array): Generator<Gap> {
  let from = -1;
  let known = false;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) {
      if (from < 0 && known) from = i;
    } else {
      known = true;
      if (from >= 0) yield { from, to: i };
      from = -1;
    }
  }
}

/** Bits for each gap of a swarm, seen at slot `now`. */
function heights(
  { table, target }: Subject,
  swarm: readonly Gap[],
  now: number,
  unit: number,
  companion: { column: Column; sign: number; weight: number } | undefined,
): number[] {
  const { values } = table.columns[target]!;
  const begin = Math.max(0, swarm[0]!.from - unit);
  const around = values.subarray(begin, now + 1).filter((v) => !Number.isNaN(v));
  const beside = companion?.column.values
    .subarray(begin, now + 1)
    .filter((v, k) => !Number.isNaN(v) && !Number.isNaN(values[begin + k]!));
  return swarm.map(({ from, to }) => {
    let bits = height(rank(around, (values[from - 1]! + values[to]!) / 2));
    if (companion && beside && beside.length >= 6) {
      let sum = 0;
      let n = 0;
      for (let i = from; i < to; i++) {
        const v = companion.column.values[i]!;
        if (Number.isNaN(v)) continue;
        sum += rank(beside, v);
        n++;
      }
      if (n > 0) bits += companion.weight * height(companion.sign > 0 ? sum / n : 1 - sum / n);
    }
    return bits;
  });
}

/** How much likelier a rank is under hidden peaks than under honest gaps, in bits. */
const height = (x: number) => Math.log2(3 * Math.max(x, 0.3) ** 2);

function rank(values: Float64Array, v: number): number {
  let below = 0;
  for (const other of values) below += other < v ? 1 : other === v ? 0.5 : 0;
  return below / values.length;
}

/** The companion that followed the signal best up to a slot, by rank of a few hundred samples; its weight is the squared correlation. */
function closest({ table, target }: Subject, until: number) {
  const own = table.columns[target]!.values;
  const stride = Math.max(1, Math.floor(until / 500));
  let best: { column: Column; sign: number; weight: number } | undefined;
  table.columns.forEach((column, k) => {
    if (k === target) return;
    const a: number[] = [];
    const b: number[] = [];
    for (let i = until - 1; i >= 0; i -= stride) {
      if (Number.isNaN(own[i]! + column.values[i]!)) continue;
      a.push(own[i]!);
      b.push(column.values[i]!);
    }
    if (a.length < 48) return;
    const r = sampleRankCorrelation(a, b);
    if (!(r * r > (best?.weight ?? 0))) return;
    best = { column, sign: Math.sign(r), weight: r * r };
  });
  return best;
}
