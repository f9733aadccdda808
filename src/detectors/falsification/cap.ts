import { z } from 'zod';
import { median, numbersOf } from '../../ledger/means.ts';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { HOUR_MS } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorName, factorUnit } from '../../model/factors.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { coarsest, factors, historyDays } from '../params.ts';
import { BLOCK_HOURS, BLOCKS, usualOf } from './blocks.ts';
import { reagentsOf } from './reagents.ts';

/**
 * Values crowd just under one level and none lies above it, for hours, where the outlet's own days show a tail
 * (toolbox T3; F11 output limited, F21 values capped before upload). Where a reagent is short meanwhile, no control holds
 * them there (F29: lime or urea do not move while the value is pinned).
 *
 * Innocent causes that do not raise it: over-range readings that say so (flag T, no samples), a control loop that
 * holds a set point (its values lie on both sides, so few crowd under the highest one), low variation that is usual for
 * the outlet (compared with its own past blocks), values at rest, clean gas far below the limit that does not get cleaner. Blind to a cap that was there from the beginning.
 */
export default defineDetector({
  title: { zh: '数值封顶', en: 'Values capped at a level' },
  window: 'day',
  lookbackDays: 14,
  params: z.strictObject({
    factors,
    band: z
      .number()
      .positive()
      .max(0.5)
      .describe('最高值以下带宽，占最高值的比例 / width of the band under the highest value, as a share of it'),
    share: z
      .number()
      .min(0)
      .max(1)
      .describe('四小时时段中落在带内的比例 / share of a block of four hours that must lie in the band'),
    timesUsual: z
      .number()
      .min(1)
      .describe('且为该排放口平常比例的倍数 / and this many times the share that is usual for the outlet'),
    movement: z
      .number()
      .min(0)
      .max(1)
      .describe(
        '相邻值不同的比例；静止不变不算限幅 / share of neighbouring samples that must differ: a standstill is no cap',
      ),
    blocks: z
      .number()
      .int()
      .min(1)
      .max(BLOCKS)
      .describe('同一水平的连续四小时时段数 / blocks of four hours in a row with the same level'),
    ofLimit: z
      .number()
      .min(0)
      .describe(
        '且水平不低于限值的此比例，低处封顶无利可图 / and the level is at least this share of the limit, where there is one: further down a cap gains nothing',
      ),
    historyDays: historyDays(1, 14),
    days: z.number().int().min(1).describe('须已知的历史天数 / days of blocks that must be known'),
    coarsest,
    score,
    reagents: z
      .strictObject({
        of: reagentsOf,
        short: z.number().positive().max(1).describe('低于平常的此比例为不足 / short = below this share of the usual'),
        share: z
          .number()
          .min(0)
          .max(1)
          .describe('封顶时刻中不足的比例 / share of the capped samples with a reagent that is short'),
      })
      .optional()
      .describe(
        '封顶时药剂不足：没有什么能把数值控制在该水平，两个传感器互相印证，单独即可形成线索 / a reagent that is short while the value is capped: nothing could hold it there, two sensors agree and make a lead',
      ),
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor) => {
      const key = `cap/${factor}/${params.band}/${params.coarsest}`;
      const of = (day: number) => view.profile(day, key, (one) => blocksOf(one, factor, params));
      const past = Array.from({ length: params.historyDays }, (_, k) => of(view.days.from - 1 - k)).flat();
      const shares = past.map(({ share }) => share).filter((share) => !Number.isNaN(share));
      if (shares.length < params.days * BLOCKS) return [];
      const usual = median(shares);
      const floor = floorOf(view, factor, params.ofLimit);
      const blocks = of(view.days.from);
      const capped = blocks.map(({ share, top, moved }) => {
        return top > floor && moved >= params.movement && share >= params.share && share >= params.timesUsual * usual;
      });
      return sameLevel(blocks, capped, params.band)
        .filter(({ from, to }) => to - from >= params.blocks)
        .map((span) => {
          const short = shortOf(view, factor, blocks, span, params);
          return claim(view, factor, blocks, span, usual, short, params.score);
        });
    });
  },
});

const AGAINST = [
  { zh: '没有超量程标志', en: 'no over-range flag' },
  {
    zh: '该排放口平时数值并不聚集在最高值之下',
    en: 'usually the values of this outlet do not crowd under their highest',
  },
  {
    zh: '最高值之上没有散布，不像控制回路围绕设定值',
    en: 'nothing lies above the level, unlike control around a set point',
  },
];

/** A level below it is no cap: the detection limit, and so much of the strictest limit. */
function floorOf(view: WindowView, factor: string, ofLimit: number): number {
  const day = view.day(view.days.from);
  const bounds = [day.limit(factor, 'hour'), day.limit(factor, 'day')].flatMap((b) => (b ? [b.limit.value] : []));
  const detection = view.outlet.channels[factor]?.detectionLimit ?? 0;
  return bounds.length === 0 ? detection : Math.max(detection, ofLimit * Math.min(...bounds));
}

interface Block {
  top: number;
  share: number;
  moved: number;
}

const NOTHING: Block = { top: Number.NaN, share: Number.NaN, moved: 0 };

function blocksOf(day: DayView, factor: string, terms: { band: number; coarsest: number }): Block[] {
  if (day.page.channels === 0) return Array.from({ length: BLOCKS }, () => NOTHING);
  const { step, values } = day.samples(factor);
  const size = (BLOCK_HOURS * 60) / step;
  return Array.from({ length: BLOCKS }, (_, b) => {
    if (step > terms.coarsest) return NOTHING;
    const there = numbersOf(values, b * size, (b + 1) * size);
    if (there.length < size / 2) return NOTHING;
    let top = there[0]!;
    for (const value of there) top = Math.max(top, value);
    let [inBand, changes] = [0, 0];
    for (let i = 0; i < there.length; i++) {
      if (there[i]! > top * (1 - terms.band)) inBand++;
      if (i > 0 && there[i] !== there[i - 1]) changes++;
    }
    return { top, share: inBand / there.length, moved: changes / (there.length - 1) };
  });
}

/** Spans of capped blocks whose level is one. */
function sameLevel(blocks: readonly Block[], capped: readonly boolean[], band: number): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  capped.forEach((is, b) => {
    if (!is) return;
    const last = found.at(-1);
    const level = last && blocks[last.from]!.top;
    if (last?.to === b && Math.abs(blocks[b]!.top - level!) <= (band / 2) * level!) last.to = b + 1;
    else found.push({ from: b, to: b + 1 });
  });
  return found;
}

interface Reagents {
  band: number;
  historyDays: number;
  reagents?: { of: Record<string, string[]>; short: number; share: number } | undefined;
}

/** A reagent that was short in most of the capped samples of a span. */
function shortOf(
  view: WindowView,
  factor: string,
  blocks: readonly Block[],
  { from, to }: { from: number; to: number },
  { band, historyDays, reagents }: Reagents,
): string | undefined {
  const day = view.day(view.days.from);
  const { step, values } = day.samples(factor);
  const [first, last] = [from, to].map((b) => (b * BLOCK_HOURS * 60) / step) as [number, number];
  const floor = Math.min(...blocks.slice(from, to).map(({ top }) => top)) * (1 - band);
  return reagents?.of[factor]?.find((reagent) => {
    const { center } = usualOf(view, reagent, { historyDays, gap: 0 }, 'median');
    const dosed = day.samples(reagent);
    let [capped, short] = [0, 0];
    for (let i = first; i < last; i++) {
      const amount = dosed.values[Math.floor((i * step) / dosed.step)]!;
      if (!(values[i]! > floor) || Number.isNaN(amount)) continue;
      capped++;
      if (amount < reagents.short * center) short++;
    }
    return capped > 0 && short >= reagents.share * capped;
  });
}

function claim(
  view: WindowView,
  factor: string,
  blocks: readonly Block[],
  { from, to }: { from: number; to: number },
  usual: number,
  short: string | undefined,
  weight: number,
): Claim {
  const shares = blocks.slice(from, to).map(({ share }) => share);
  return {
    factor,
    start: view.start + from * BLOCK_HOURS * HOUR_MS,
    end: view.start + to * BLOCK_HOURS * HOUR_MS,
    value: tidy(Math.max(...blocks.slice(from, to).map(({ top }) => top))),
    limit: null,
    unit: factorUnit(factor) || null,
    facts: {
      percent: tidy(100 * Math.min(...shares)),
      usualPercent: tidy(100 * usual),
      hours: (to - from) * BLOCK_HOURS,
      ...(short === undefined ? {} : { short: { ...factorName(short) } }),
      ...evidence(
        short === undefined ? weight : 1,
        [`emission/${factor}`, ...(short === undefined ? [] : [`process/${short}`])],
        AGAINST,
      ),
    },
  };
}
