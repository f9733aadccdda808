import { type BoostedTrees, logOdds } from '../statistics/boosted-trees.ts';
import { Agreement } from './agreement.ts';
import { rowOf } from './row.ts';
import { KINDS, type Kind, type Suspicion } from './suspicion.ts';
import type { Table } from './table.ts';
import { FEATURES, looksAnHour, type Seen, walk } from './windows.ts';
import { LOOKS, MEASURES } from './words.ts';

/** What was learned from falsified and untouched series: whether, and which kind. */
export interface Verdicts {
  falsified: BoostedTrees;
  kinds: Partial<Record<Kind, BoostedTrees>>;
}

const DAY = 86_400_000;

interface Params {
  /** lowest score that is told */
  least: number;
  /** score from which a stretch teaches nothing */
  distrust: number;
  /** log-odds that are worth a look (score 0.5) where a signal is looked at once an hour or less often */
  worth: number;
  /** what each e-fold of looks an hour adds to that, and each e-fold of days that a window spans */
  looks: number;
  days: number;
}

interface Judged {
  from: number;
  to: number;
  at: number;
  score: number;
  seen: Seen;
  row: Float64Array;
}

/**
 * Looks at windows of several sizes, each compared with the signal's habit, and says which are inconsistent with it; of
 * windows that overlap, the surest speaks, and `at` is when the first of them was sure enough.
 * @param known stretches that an exact test already suspects: they teach nothing
 */
export function profile(
  table: Table,
  target: number,
  judgeFrom: number,
  known: readonly { from: number; to: number; at: number }[],
  verdicts: Verdicts,
  params: Params,
): Suspicion[] {
  const worth = params.worth + params.looks * Math.log(Math.max(1, looksAnHour(table.periodMs)));
  const judged: Judged[] = [];
  const agreement = new Agreement();
  walk(table, target, (seen, trusted, chunkEnd) => {
    for (const { from, to, at } of known) if (at < chunkEnd) trusted.fill(0, from, Math.min(to, chunkEnd));
    const rows = seen.map((window) => rowOf(window, table.periodMs));
    const opinions = seen.map(({ from, to, size }, k) => ({
      from,
      to,
      size,
      odds: logOdds(verdicts.falsified, rows[k]!),
    }));
    agreement.weigh(opinions).forEach((odds, k) => {
      const { from, to } = seen[k]!;
      if (to <= judgeFrom) return;
      const days = Math.max(1, ((to - from) * table.periodMs) / DAY);
      const score = 1 / (1 + Math.exp(worth + params.days * Math.log(days) - odds));
      if (score < params.least) return;
      if (score >= params.distrust) trusted.fill(0, from, to);
      judged.push({ from, to, at: to - 1, score, seen: seen[k]!, row: rows[k]! });
    });
  });
  return surest(judged).map((best) => suspicionOf(best, verdicts));
}

/** Of windows that overlap the surest; it was known as soon as one that it overlaps was worth a look. */
function surest(judged: Judged[]): Judged[] {
  const taken: Judged[] = [];
  for (const window of judged.sort((a, b) => b.score - a.score || a.from - b.from)) {
    const over = taken.find(({ from, to }) => window.from < to && from < window.to);
    if (!over) taken.push({ ...window });
    else if (window.score >= 0.5) over.at = Math.min(over.at, window.to - 1);
  }
  return taken;
}

function suspicionOf(best: Judged, verdicts: Verdicts): Suspicion {
  let kind: Kind = 'scale';
  let most = Number.NEGATIVE_INFINITY;
  for (const name of KINDS) {
    const trees = verdicts.kinds[name];
    if (!trees) continue;
    const odds = logOdds(trees, best.row);
    if (odds > most) {
      most = odds;
      kind = name;
    }
  }
  const unusual = [...best.seen.surprise.entries()]
    .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]))
    .slice(0, 4)
    .map(([f, z]) => ({ name: FEATURES[f]!, z: Number(z.toFixed(1)) }));
  const { from, to, at, score } = best;
  const list = (language: 'zh' | 'en') =>
    unusual
      .map(({ name, z }) => `${MEASURES[name]![language]} ${z > 0 ? '+' : '−'}${Math.abs(z)}σ`)
      .join(language === 'zh' ? '、' : ', ');
  return {
    kind,
    from,
    to,
    at,
    score,
    facts: Object.fromEntries(unusual.map(({ name, z }) => [name, z])),
    says: {
      zh: `${LOOKS[kind].zh}；与自身历史相比：${list('zh')}`,
      en: `${LOOKS[kind].en}; against its own past: ${list('en')}`,
    },
  };
}
