import { z } from 'zod';
import { HOUR_MS } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorName } from '../../model/factors.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { coarsest, factors } from '../params.ts';
import { alikeness, anyRun, type HourPair, hourPair, hourPairs, hoursWhere } from './co-movement.ts';

/**
 * Two channels of one outlet that measure different things move identically for hours: one sensor's signal drives both
 * (toolbox T6; F19, the Debao case of 2023).
 *
 * Innocent causes that do not raise it: factors that are computed from one another (`derived`), a common start-up
 * (hours, not minutes, and each hour by itself), two channels at rest (correlation of nothing is nothing).
 * Copies between furnaces are `furnace-twin`'s.
 */
export default defineDetector({
  title: { zh: '不同参数曲线一致', en: 'Different channels move identically' },
  window: 'day',
  params: z.strictObject({
    factors,
    derived: z
      .array(z.array(z.string()).length(2))
      .describe('一个由另一个计算得出的因子对，不比较 / pairs of which one is computed from the other'),
    ...alikeness,
    coarsest,
    equal: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe(
        '每小时相等分钟的比例，本来就同步变化的参数须达到 / share of equal minutes in each hour, for channels that move together anyway',
      ),
    score,
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    const factors = params.factors.filter((factor) => day.due.has(factor));
    return factors.flatMap((factor, i) =>
      factors.slice(i + 1).flatMap((other): Claim[] => {
        if (params.derived.some((pair) => pair.includes(factor) && pair.includes(other))) return [];
        const [a, b] = [day.samples(factor), day.samples(other)];
        if (a.step !== b.step || a.step > params.coarsest) return [];
        const identical = ({ correlation, moved, equal }: HourPair) => {
          return Math.abs(correlation) > params.correlation && moved >= params.moved && equal >= params.equal;
        };
        const at = (h: number) => hourPair(a.values, b.values, h, a.step, params.complete);
        if (!anyRun(params.hours, (h) => identical(at(h)))) return [];
        const pairs = hourPairs(a.values, b.values, a.step, params.complete);
        const spans = hoursWhere(pairs, identical).filter(({ from, to }) => to - from >= params.hours);
        return spans.map(({ from, to }) => ({
          factor,
          start: day.start + from * HOUR_MS,
          end: day.start + to * HOUR_MS,
          value: tidy(Math.min(...pairs.slice(from, to).map(({ correlation }) => Math.abs(correlation)))),
          limit: params.correlation,
          unit: null,
          facts: {
            other,
            otherName: { ...factorName(other) },
            hours: to - from,
            correlations: pairs.slice(from, to).map(({ correlation }) => tidy(correlation)),
            ...evidence(params.score, [`emission/${factor}`, `emission/${other}`], AGAINST),
          },
        }));
      }),
    );
  },
});

const AGAINST = [
  { zh: '两个参数互不由对方计算得出', en: 'neither is computed from the other' },
  {
    zh: '每个小时分别成立，不是一次共同的启停',
    en: 'it holds in each hour by itself: no single start or stop moves both',
  },
];
