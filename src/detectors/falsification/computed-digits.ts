import { z } from 'zod';
import type { WindowView } from '../../ledger/view.ts';
import { MINUTE_MS } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorNames } from '../../model/factors.ts';
import type { Text } from '../../model/text.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';
import { type Stretch, stretchesOf, together } from './finer.ts';
import { habit } from './written.ts';

const params = z.strictObject({
  factors,
  values: z
    .number()
    .int()
    .min(2)
    .describe('一段内小数位多于平时的数值变化个数 / changed values of a stretch that have more decimals than usual'),
  distinct: z
    .number()
    .int()
    .min(1)
    .describe('其中不同数值的个数 / how many different numbers there must be among them'),
  apart: z
    .number()
    .int()
    .min(1)
    .describe(
      '其间有平常写法的数值、且相隔超过此分钟数，则为另一段 / with values in the usual way between them, those further apart than so many minutes belong to another stretch',
    ),
  ...habit,
  others: z
    .number()
    .int()
    .min(1)
    .describe(
      '另有这么多通道同时如此，且此后直至当日结束平常写法的数值均不足上述个数，则视为数采仪格式改变，不提示 / so many other channels that change with it, and fewer than `values` values in the usual way until the day ends on each: a changed format of the logger, nothing is said',
    ),
  within: z
    .number()
    .int()
    .min(1)
    .describe(
      '平常写法的末值与另一通道的首个更细数值相距不足此分钟数，视为同时 / the last value in the usual way less than so many minutes behind the first finer one of another channel: they changed together',
    ),
  score,
});
type Terms = z.output<typeof params>;

/**
 * A stretch of minute values is written with more decimals than this channel writes numbers of that size (toolbox T7; F21,
 * an edit between analyser and platform): an offset, a factor or an interpolation that is computed leaves digits that the
 * instrument does not have, and they come and go with what was done. In drinking-water data of the GECCO challenge 2018, 13
 * of the 14 stretches that its publishers changed read so (pH 8.52734 among 8.36, redox 727.281 among 749), and no other
 * stretch of 41 days does: `src/testing/computed-digits.test.ts`.
 *
 * Innocent causes that do not raise it: a channel that mixes decimals, a single finer value, a limit value that is written
 * in its own way and held (`distinct`), sizes of numbers that were hardly seen before (an instrument that shows so many
 * significant digits), values at zero or at rest, what is flagged or marked, a logger replaced or set to another format (it
 * stays, and others of its channels change in the same minute). An instrument replaced alone, or a range switched for the
 * first time, looks the same and is told until it is usual; so the score is small, and of all channels one counts (`logger`).
 *
 * Blind where an edit rounds to the usual decimals, holds or caps at such a number (see `constant` and `cap`), moves values
 * to a size not seen before or goes on in three channels from one minute to the end of the day, and where a device sends no
 * minute means. What is done on more than `usualDays` days of the history is told the first times.
 */
export default defineDetector({
  title: { zh: '小数位数多于仪器平时', en: 'More decimals than the channel writes' },
  window: 'day',
  lookbackDays: 14,
  params,
  evaluate(view, terms) {
    const found = new Map<string, Stretch[]>();
    const of = (factor: string): Stretch[] => {
      const stretches = found.get(factor) ?? stretchesOf(view, factor, terms);
      found.set(factor, stretches);
      return stretches;
    };
    const beside = (factor: string, stretch: Stretch): Beside[] =>
      [...view.day(view.days.from).due].sort().flatMap((other) => {
        const its = other === factor ? undefined : of(other).find((one) => together(one, stretch, terms.within));
        return its === undefined ? [] : [{ factor: other, lasts: its.lasts }];
      });
    return terms.factors.flatMap((factor): Claim[] =>
      of(factor).flatMap((stretch) => {
        if (stretch.finer < terms.values || stretch.numbers.size < terms.distinct) return [];
        const others = beside(factor, stretch);
        const reformatted = stretch.lasts && others.filter(({ lasts }) => lasts).length >= terms.others;
        return reformatted ? [] : [claimOf(view, factor, stretch, others, terms)];
      }),
    );
  },
});

/** Another channel that becomes finer at the same time. */
interface Beside {
  factor: string;
  lasts: boolean;
}

function claimOf(
  view: WindowView,
  factor: string,
  { from, to, finer, usual, decimals, habit, first }: Stretch,
  others: readonly Beside[],
  terms: Terms,
): Claim {
  const agree = others.map((other) => other.factor);
  return {
    factor,
    start: view.start + from * MINUTE_MS,
    end: view.start + (to + 1) * MINUTE_MS,
    value: finer,
    limit: terms.values,
    unit: null,
    facts: {
      decimals,
      decimalsBefore: habit.decimals,
      example: String(tidy(first.value)),
      finerPercent: tidy((100 * finer) / (finer + usual)),
      usualPercent: tidy((100 * habit.finer) / habit.values),
      ...(agree.length === 0 ? {} : { agree: { ...factorNames(agree) } }),
      ...evidence(terms.score, [`emission/${factor}`, 'logger'], [...AGAINST, agree.length === 0 ? ALONE : TOGETHER]),
    },
  };
}

const AGAINST: readonly Text[] = [
  {
    zh: '同一数量级的数值此前几乎从不写到这样的小数位',
    en: 'numbers of this size hardly ever had so many decimals before',
  },
  {
    zh: '反证：数采仪改变输出格式、更换仪器或首次切换量程也会如此，且此后保持',
    en: 'speaks against it: a changed format of the logger, a replaced instrument or a range switched for the first time looks the same, and stays',
  },
];
const ALONE: Text = {
  zh: '同一时刻其他通道的写法没有改变，不像格式或单位切换',
  en: 'no other channel changed in the same minute, as a switch of format or unit would make it',
};
const TOGETHER: Text = {
  zh: '反证：另有通道同时如此；格式或单位切换会在各通道同时出现',
  en: 'speaks against it: other channels changed with it; a switch of format or unit shows in all of them at once',
};
