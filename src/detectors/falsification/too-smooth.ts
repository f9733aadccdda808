import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import type { WindowView } from '../../ledger/view.ts';
import { tidy } from '../../model/compare.ts';
import { factorNames, factorUnit } from '../../model/factors.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { coarsest, factors } from '../params.ts';
import { BLOCK_HOURS, BLOCKS, blockRuns, blocksOf, memory, usualOf } from './blocks.ts';

/**
 * A channel loses its roughness against its own history while it goes on moving (toolbox T13; F18 analogue injection,
 * F20 generated data, what smoothing leaves). Roughness is the median step between neighbouring samples, by blocks of
 * four hours.
 *
 * Innocent causes that do not raise it: a level far from the usual one (noise goes with the level, and a stopped plant is
 * quiet), a marked state of the furnace, standstill (told as such), coarse digits (the usual roughness is then nothing),
 * a damping that was set long ago, samples further apart than `coarsest` (a few steps tell no roughness).
 */
export default defineDetector({
  title: { zh: '数据过于平滑', en: 'Smoother than ever before' },
  window: 'day',
  lookbackDays: 30,
  params: z.strictObject({
    factors,
    ratio: z
      .number()
      .positive()
      .max(1)
      .describe('粗糙度低于平常的此比例 / roughness falls below this share of the usual one'),
    level: z
      .number()
      .positive()
      .describe('水平与平时相差不超过这一比例 / the level is within this share of the usual one'),
    movement: z
      .number()
      .min(0)
      .max(1)
      .describe('相邻样本须不同的比例 / share of neighbouring samples that must differ'),
    coarsest,
    ...memory,
    score,
    besides: z
      .strictObject({
        factors: z.array(z.string()).min(1).describe('同时检查的其他分析仪 / other analysers looked at'),
        ratio: z
          .number()
          .positive()
          .max(1)
          .describe('粗糙度低于其平常的此比例 / roughness below this share of their usual one'),
      })
      .optional()
      .describe(
        '另一台分析仪在同一时段也变平滑而水平没有降低：两个传感器互相印证，单独即可形成线索 / another analyser lost roughness in the same hours, at no lower level: two sensors agree and make a lead',
      ),
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor): Claim[] => {
      const rough = usualOf(view, factor, params, 'roughness');
      const level = usualOf(view, factor, params, 'median');
      if (rough.n < params.days * BLOCKS || !(rough.center > 0)) return [];
      if (view.day(view.days.from).samples(factor).step > params.coarsest) return [];
      const blocks = blocksOf(view, view.days.from, factor);
      const marked = view.day(view.days.from).minutesMarked(MarkBit.MARKED);
      const shares = blocks.map(({ roughness }) => roughness / rough.center);
      const passes = blocks.map(({ moved, median }, b) => {
        const usual = Math.abs(median - level.center) <= params.level * Math.abs(level.center);
        const state = marked.subarray(b * BLOCK_HOURS * 60, (b + 1) * BLOCK_HOURS * 60).some(Boolean);
        return usual && !state && moved >= params.movement && shares[b]! < params.ratio;
      });
      return blockRuns(view, passes)
        .filter(({ from, to }) => to - from >= params.blocks)
        .map(({ from, to, start, end }) => ({
          from,
          to,
          start,
          end,
          agree: alsoSmooth(view, factor, from, to, params),
        }))
        .map(({ from, to, start, end, agree }) => ({
          factor,
          start,
          end,
          value: tidy(Math.max(...blocks.slice(from, to).map(({ roughness }) => roughness))),
          limit: null,
          unit: factorUnit(factor) || null,
          facts: {
            comparedWith: tidy(rough.center),
            percent: tidy(100 * Math.max(...shares.slice(from, to))),
            ...(agree.length === 0 ? {} : { agree: { ...factorNames(agree) } }),
            ...evidence(
              agree.length === 0 ? params.score : 1,
              [factor, ...agree].map((one) => `emission/${one}`),
              AGAINST,
            ),
          },
        }));
    });
  },
});

interface Terms {
  movement: number;
  level: number;
  coarsest: number;
  historyDays: number;
  gap: number;
  days: number;
  besides?: { factors: string[]; ratio: number } | undefined;
}

/** Other analysers that lost roughness in all of these blocks while their level was not lower than usual. */
function alsoSmooth(view: WindowView, factor: string, from: number, to: number, params: Terms): string[] {
  const { besides } = params;
  return (besides?.factors ?? []).filter((other) => {
    if (other === factor || view.day(view.days.from).samples(other).step > params.coarsest) return false;
    const rough = usualOf(view, other, params, 'roughness');
    const level = usualOf(view, other, params, 'median');
    if (rough.n < params.days * BLOCKS || !(rough.center > 0)) return false;
    return blocksOf(view, view.days.from, other)
      .slice(from, to)
      .every(({ roughness, moved, median }) => {
        const low = median < (1 - params.level) * level.center;
        return !low && moved >= params.movement && roughness < besides!.ratio * rough.center;
      });
  });
}

const AGAINST = [
  { zh: '数值仍在变化，不是恒定', en: 'the values go on moving: no standstill' },
  {
    zh: '浓度水平与平时相近，没有工况标记',
    en: 'the level is near the usual one, and no state of the furnace is marked',
  },
  { zh: '未能核查：阻尼（滤波时间）调整记录', en: 'not looked at: records of a changed damping' },
];
