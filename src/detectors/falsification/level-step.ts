import { z } from 'zod';
import { median } from '../../ledger/means.ts';
import type { WindowView } from '../../ledger/view.ts';
import { tidy } from '../../model/compare.ts';
import { factorNames, factorUnit } from '../../model/factors.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';
import { BLOCKS, type Block, blockRuns, blocksOf, memory, usualOf } from './blocks.ts';

/**
 * A level falls by a factor against what is usual for the outlet, and nothing in the process falls with it (toolbox
 * T11: step without state change; F02 dilution, F05 scrubbed sample, F10 slope changed, F13 flow lowered). Medians of
 * blocks of four hours are compared, on the logarithm, in units of their usual spread.
 *
 * Innocent causes that do not raise it: load or flow that fell as well (`steady`), more reagent (`explains`), wandering
 * that is usual for the outlet (`sigmas`), a slow change (the usual follows it with a gap of `gap` days), too few days
 * to know what is usual. A documented recalibration cannot be told from here: the score stays below a lead.
 */
export default defineDetector({
  title: { zh: '水平阶跃而工况未变', en: 'Level fell while the process did not' },
  window: 'day',
  lookbackDays: 30,
  params: z.strictObject({
    factors,
    together: z
      .number()
      .int()
      .min(1)
      .describe('同一时段内须下降的因子数 / how many of the factors must fall in the same block'),
    among: z.array(z.string()).default([]).describe('其中必须下降的因子 / factors that must be among those that fall'),
    ratio: z
      .number()
      .positive()
      .max(1)
      .describe('时段中位数低于平常的此比例 / the block median falls below this share of the usual one'),
    besides: z
      .strictObject({ sigmas: z.number(), lowest: z.number() })
      .optional()
      .describe('其余因子的较宽条件：与必须下降者一同下降即可 / weaker terms for the others, which only fall along'),
    sigmas: z.number().positive().describe('且降幅达到平常离散度的倍数 / and by this many of its usual spreads'),
    lowest: z
      .number()
      .positive()
      .max(1)
      .describe('且低于已知最低时段的此比例 / and below this share of the lowest block known'),
    steady: z
      .array(z.string())
      .min(1)
      .describe(
        '同时不应变化的因子；取排放口已有的，至少一个 / factors that must not move meanwhile; those the outlet has, at least one',
      ),
    steadyRatio: z
      .number()
      .positive()
      .max(1)
      .describe('与平常水平之差在此比例内视为稳定 / share of their usual level within which they are steady'),
    steadyByHour: z
      .boolean()
      .default(false)
      .describe(
        '稳定与否按同一时段的平常水平判断，用于日内起伏的流量 / steady against the same hours of earlier days, for a flow that rises and falls with the day',
      ),
    explains: z
      .array(z.string())
      .default([])
      .describe('药剂：其中之一上升则下降有了解释 / reagents: where one of them rises the fall is explained'),
    explainsBy: z
      .number()
      .min(1)
      .describe('药剂高于平常的此倍数即为上升 / a reagent above so many times its usual level has risen'),
    ...memory,
    score,
  }),
  evaluate(view, params) {
    const steady = params.steady.filter((factor) => view.day(view.days.from).due.has(factor));
    if (steady.length === 0) return [];
    const held = steady.map((factor) => within(view, factor, params));
    const explained = params.explains.map((factor) => risen(view, factor, params));
    const falls = params.factors.map((factor) => {
      const terms = params.among.includes(factor) ? params : { ...params, ...params.besides };
      return fallen(view, factor, terms);
    });
    const passes = Array.from({ length: BLOCKS }, (_, b) => {
      const fell = falls.filter((fall) => fall.ratios[b]! < params.ratio).length;
      return fell >= params.together && held.every((blocks) => blocks[b]) && !explained.some((blocks) => blocks[b]);
    });
    return blockRuns(view, passes).flatMap(({ from, to, start, end }): Claim[] => {
      if (to - from < params.blocks) return [];
      const which = falls.filter(({ ratios }) => ratios.slice(from, to).every((ratio) => ratio < params.ratio));
      const [first] = which;
      if (!first || which.length < params.together) return [];
      const ratio = Math.min(...first.ratios.slice(from, to));
      const codes = which.map(({ factor }) => factor);
      if (!params.among.every((factor) => codes.includes(factor))) return [];
      return [
        {
          factor: which.length === 1 ? first.factor : null,
          start,
          end,
          value: tidy(first.usual * ratio),
          limit: null,
          unit: factorUnit(first.factor) || null,
          facts: {
            comparedWith: tidy(first.usual),
            factors: codes,
            factorNames: { ...factorNames(codes) },
            percent: tidy(100 * (1 - ratio)),
            steady,
            steadyNames: { ...factorNames(steady) },
            ...evidence(
              params.score,
              codes.map((factor) => `emission/${factor}`),
              AGAINST,
            ),
          },
        },
      ];
    });
  },
});

const AGAINST = [
  { zh: '同期负荷或流量等保持平稳', en: 'load, flow and the like were steady meanwhile' },
  { zh: '幅度超出该排放口平时的波动', en: 'more than the outlet usually wanders' },
  { zh: '未能核查：校准记录、燃料或原料变化', en: 'not looked at: calibration records, change of fuel or input' },
];

interface Terms {
  ratio: number;
  sigmas: number;
  lowest: number;
  steadyRatio: number;
  steadyByHour: boolean;
  explainsBy: number;
  days: number;
  historyDays: number;
  gap: number;
}

const level = ({ median }: Block) => Math.log(median);

/** Each block's median as a share of the usual one; 1 where it is within the usual spread or nothing is known. */
function fallen(view: WindowView, factor: string, terms: Terms): { factor: string; usual: number; ratios: number[] } {
  const usual = usualOf(view, factor, terms, 'level');
  const known = usual.n >= terms.days * BLOCKS;
  const ratios = blocksOf(view, view.days.from, factor).map((block) => {
    const off = level(block) - usual.center;
    const fell = off < -terms.sigmas * usual.spread && level(block) < usual.lowest + Math.log(terms.lowest);
    return known && Number.isFinite(off) && fell ? Math.exp(off) : 1;
  });
  return { factor, usual: Math.exp(usual.center), ratios };
}

function within(view: WindowView, factor: string, terms: Terms): boolean[] {
  const centers = terms.steadyByHour
    ? Array.from({ length: BLOCKS }, (_, b) => median(levelsAt(view, factor, b, terms)))
    : Array.from({ length: BLOCKS }, () => usualOf(view, factor, terms, 'level').center);
  return blocksOf(view, view.days.from, factor).map((block, b) => {
    return Math.abs(level(block) - centers[b]!) <= Math.log(1 / terms.steadyRatio);
  });
}

/** Levels of the same hours on the days before. */
function levelsAt(view: WindowView, factor: string, block: number, { historyDays, gap }: Terms): number[] {
  return Array.from(
    { length: historyDays - gap },
    (_, i) => blocksOf(view, view.days.from - gap - 1 - i, factor)[block]!,
  )
    .map(level)
    .filter((one) => Number.isFinite(one));
}

function risen(view: WindowView, factor: string, terms: Terms): boolean[] {
  const usual = usualOf(view, factor, terms, 'level');
  return blocksOf(view, view.days.from, factor).map((block) => {
    return level(block) - usual.center > Math.log(terms.explainsBy);
  });
}
