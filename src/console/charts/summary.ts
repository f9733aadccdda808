/** One sentence about a curve, for those who cannot see it and those in a hurry. */
import { parseTime } from '../../model/beijing.ts';
import { numberText, unitText } from '../format/number.ts';
import { clockText, periodText, shortTime } from '../format/time.ts';
import { lengthText } from '../parts/when.tsx';
import { gaps, hasValue, judgedBasis, limitAt, runs } from './columns.ts';
import type { Track, Voice } from './scene.ts';

export function summaryOf({ view, floor }: Track, { t, say }: Voice): string {
  const name = t('chart.summaryName', {
    name: say(view.name),
    unit: unitText(view.unit) || '—',
    level: t(`level.${view.level}`),
    period: periodText(parseTime(view.from), parseTime(view.to)),
  });
  const parts = runs(view, hasValue(view)).length === 0 ? [t('chart.summaryEmpty')] : said();
  return `${name}${t('chart.comma')}${parts.join(t('chart.comma'))}${t('chart.stop')}`;

  function said(): string[] {
    const high = extreme(view.max, view.mean, (a, b) => a > b);
    const low = extreme(view.min, view.mean, (a, b) => a < b);
    const start = view.t[high.i]!;
    const peak = t('chart.summaryPeak', {
      max: numberText(high.value),
      min: numberText(low.value),
      at: view.stepMs <= 60_000 ? shortTime(start) : `${shortTime(start)}–${clockText(start + view.stepMs)}`,
    });
    const missing = gaps(view).reduce((sum, gap) => sum + gap.end - gap.start, 0);
    return [
      peak,
      ...bound(),
      missing === 0 ? t('chart.summaryNoGap') : t('chart.summaryGap', { length: lengthText(t, missing) }),
    ];
  }

  /** How it stands to what binds it: a floor, or the limit of its averaging period. */
  function bound(): string[] {
    if (floor !== null) {
      const count = runs(view, (i) => (view.mean[i] ?? floor) < floor).length;
      const limit = `${numberText(floor)} ${unitText(view.unit)}`;
      return [
        count === 0 ? t('chart.summaryNotBelow', { limit }) : t('chart.summaryBelow', { count, n: count, limit }),
      ];
    }
    const basis = judgedBasis(view);
    const last = view.limits.filter((limit) => limit.basis === basis).pop();
    if (last === undefined) return [];
    const count = runs(view, (i) => isOver(view.mean[i] ?? null, limitAt(view, basis, view.t[i]!))).length;
    const limit = numberText(last.value);
    return [count === 0 ? t('chart.summaryNotOver', { limit }) : t('chart.summaryOver', { count, n: count, limit })];
  }
}

export const isOver = (value: number | null, limit: number | null) => value !== null && limit !== null && value > limit;

function extreme(
  side: (number | null)[],
  mean: (number | null)[],
  beats: (a: number, b: number) => boolean,
): { i: number; value: number } {
  let best = { i: 0, value: Number.NaN };
  for (let i = 0; i < mean.length; i++) {
    const value = side[i] ?? mean[i] ?? null;
    if (value !== null && (Number.isNaN(best.value) || beats(value, best.value))) best = { i, value };
  }
  return best;
}
