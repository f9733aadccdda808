import { z } from 'zod';
import { furnaceTemperature } from '../../ledger/furnace-temperature.ts';
import { median } from '../../ledger/means.ts';
import type { WindowView } from '../../ledger/view.ts';
import { MINUTE_MS, minuteText, type Span } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorName, factorUnit } from '../../model/factors.ts';
import { MARK_KINDS, type MarkKind } from '../../model/mark.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, layerOf, listed, score, shown } from '../evidence.ts';
import { fiveMinutes, runs, SLOT_MS, type SlotRun, usual, usualLevel } from '../five-minutes.ts';
import { temperatureParams } from '../legal/furnace-temperature.ts';
import { markKinds } from '../params.ts';

const FURNACE = 'furnace-temperature';

const sign = z.strictObject({
  factor: z.string().describe(`factor code, or "${FURNACE}" for the mean of the thermocouples`),
  over: z.number().optional().describe('数值高于此值 / the level is above this'),
  under: z.number().optional().describe('数值低于此值 / the level is below this'),
  overUsual: z
    .number()
    .positive()
    .optional()
    .describe('高于本排放口平时水平的这一比例 / … above this share of its usual level here'),
  underUsual: z
    .number()
    .positive()
    .optional()
    .describe('低于本排放口平时水平的这一比例 / … below this share of its usual level here'),
});

const AGAINST = [
  { zh: '至少两个不同传感器同时成立', en: 'at least two different sensors agree' },
  {
    zh: '氧含量不是空气也不是零，不像冷却风机、漏风或仪器断电',
    en: 'the oxygen is neither that of air nor zero: no cooling fan, leak or analyser without power',
  },
  {
    zh: '各 5 分钟均值均成立，持续足够久，不像余烬或噪声',
    en: 'it holds in every five minutes for long enough: no last charge and no noise',
  },
];

/**
 * Process and flue gas say that something goes on which a furnace-state mark denies (regulations WTE-08, WTE-07;
 * falsification F33, F34): waste burns under 烘炉 or below 850 ℃, the load stays normal under 停炉, the furnace runs under
 * 停运. Which signs are meant is the rule's; all of `must` and `need` of `any` have to hold in every 5-minute mean of an
 * unbroken run. Usual levels are the outlet's own of unmarked days. Two different sensors always have to agree.
 *
 * Look-alikes that stay silent: heating by burners alone (O2 falls, CO rises, HCl and load do not), fans that cool a
 * furnace which has stopped (flow, but air), a leaking common stack (the same), an analyser that is off (O2 at 0), the
 * burn-out of the last charge (`afterMinutes`). Blind where neither HCl nor load, flow or temperature is reported, to
 * short events, and to a false 故障: for that see `mark-at-exceedance`; for power under 停运 see PWR-07.
 */
export default defineDetector({
  title: { zh: '标记与工况不符', en: 'Mark contradicted by the process' },
  window: 'day',
  lookbackDays: 30,
  params: z.strictObject({
    kinds: markKinds,
    afterMinutes: z
      .number()
      .min(0)
      .describe('标记开始后不判断的分钟数 / time after the mark began that is not looked at'),
    minutes: z.number().min(5).describe('连续达到此分钟数才提示 / an unbroken run of this length is told'),
    must: z.array(sign).min(1).describe('必须全部成立的迹象 / signs that must all hold'),
    any: z.array(sign).min(1).describe('其中若干须成立的迹象 / signs of which some must hold'),
    need: z.number().int().min(1).describe('须成立的个数 / how many of them'),
    usual: usualLevel,
    score,
    agreed: z
      .strictObject({
        systems: z.number().int().min(2).describe('不同系统数 / so many systems'),
        minutes: z.number().int().min(5).describe('同时成立的分钟数 / for so many minutes at once'),
      })
      .optional()
      .describe(
        '所需迹象来自这么多独立系统（气体分析仪、烟道测点、装置仪表）时单独即可形成线索；缺省则不 / where signs of so many independent systems (gas analysers, duct sensors, plant instruments) hold, the signal makes a lead by itself; absent = never',
      ),
    ...temperatureParams,
  }),
  evaluate(view, params) {
    const spans = params.kinds.flatMap((kind) => view.marks.spansOf(kind, view).map((span) => ({ kind, span })));
    if (spans.length === 0) return [];
    const must = params.must.map((one) => held(view, one, params));
    const any = params.any.map((one) => held(view, one, params));
    const contradicted = (s: number) =>
      must.every((one) => one.holds(s)) && any.filter((one) => one.holds(s)).length >= params.need;
    return spans.flatMap(({ kind, span }) => {
      const begin = span.start + params.afterMinutes * MINUTE_MS;
      const first = Math.max(0, Math.ceil((begin - view.start) / SLOT_MS));
      const end = Math.min(288, Math.floor((span.end - view.start) / SLOT_MS));
      const found = runs(first, end, contradicted).filter(({ from, to }) => (to - from) * 5 >= params.minutes);
      if (found.length === 0) return [];
      const weight = agreed(found, any, params.agreed) ? 1 : params.score;
      return [claimOf(view, kind, span, found, [...must, ...any], { minutes: params.minutes, weight })];
    });
  },
});

/** A sign with this day's values. */
interface Held {
  factor: string;
  levels: Float64Array;
  usual: number;
  holds(slot: number): boolean;
}

type Params = { [K in keyof typeof temperatureParams]: z.output<(typeof temperatureParams)[K]> } & {
  usual: z.output<typeof usualLevel>;
};

/** Whose sensor it is: the analysers share a sample line, the duct its flange, the plant its control system. */
function systemOf(factor: string): 'gas' | 'duct' | 'plant' {
  if (/^a(?:19|2[0-9]|3[0-9])/.test(factor)) return 'gas';
  return /^a(?:00000|0101[1-4])$/.test(factor) ? 'duct' : 'plant';
}

/** Whether signs of so many systems hold at once for long enough. */
function agreed(
  found: readonly SlotRun[],
  signs: readonly Held[],
  terms: { systems: number; minutes: number } | undefined,
): boolean {
  if (!terms) return false;
  const slots = found.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));
  const many = slots.filter((s) => {
    return new Set(signs.filter(({ holds }) => holds(s)).map(({ factor }) => systemOf(factor))).size >= terms.systems;
  });
  return many.length * 5 >= terms.minutes;
}

/** How far back usual levels are looked for, days. */
const LOOKBACK = 30;

function held(view: WindowView, one: z.output<typeof sign>, params: Params): Held {
  const day = view.day(view.days.from);
  const levels =
    one.factor === FURNACE
      ? furnaceTemperature(day, { ...params, minMinutes: params.slotMinutes, coarsest: 'hour' }, new Uint8Array(1440))
          .slots
      : fiveMinutes(day, one.factor, params.slotMinutes);
  const relative = one.overUsual !== undefined || one.underUsual !== undefined;
  const normal = relative ? usual(view, one.factor, LOOKBACK, params.usual) : Number.NaN;
  const above = [one.over, one.overUsual === undefined ? undefined : one.overUsual * normal];
  const below = [one.under, one.underUsual === undefined ? undefined : one.underUsual * normal];
  return {
    factor: one.factor,
    levels,
    usual: normal,
    // A level or a usual level that is not known makes no sign.
    holds: (s) =>
      !Number.isNaN(levels[s]!) &&
      above.every((bar) => bar === undefined || levels[s]! > bar) &&
      below.every((bar) => bar === undefined || levels[s]! < bar),
  };
}

function claimOf(
  view: WindowView,
  kind: MarkKind,
  span: Span,
  found: readonly SlotRun[],
  signs: readonly Held[],
  { minutes, weight }: { minutes: number; weight: number },
): Claim {
  // One claim a mark and day: a calibration within it parts the run, not the act.
  const slots = found.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));
  const seen = signs.filter(({ holds }) => slots.filter(holds).length * 2 > slots.length);
  const level = (one: Held) => median(slots.map((s) => one.levels[s]!).filter((v) => !Number.isNaN(v)));
  const start = view.start + found[0]!.from * SLOT_MS;
  const end = view.start + found.at(-1)!.to * SLOT_MS;
  return {
    factor: null,
    start,
    end,
    value: slots.length * 5,
    limit: minutes,
    unit: 'min',
    facts: {
      mark: { ...MARK_KINDS[kind].name },
      markFrom: minuteText(span.start),
      markTo: minuteText(span.end),
      signs: listed(seen.map((one) => signText(one, level(one)))),
      levels: seen.map((one) => ({
        factor: one.factor,
        level: tidy(level(one)),
        usual: Number.isNaN(one.usual) ? null : tidy(one.usual),
      })),
      ...evidence(weight, [...new Set(['marks', ...seen.map(({ factor }) => layerOf(factor))])], AGAINST),
    },
  };
}

function signText({ factor, usual: normal }: Held, level: number): { zh: string; en: string } {
  const name = factor === FURNACE ? { zh: '炉膛温度', en: 'furnace temperature' } : factorName(factor);
  const unit = factor === FURNACE ? '℃' : factorUnit(factor);
  const beside = (text: string) => (Number.isNaN(normal) ? '' : text);
  return {
    zh: `${name.zh} ${shown(level, unit)}${beside(`（平时 ${shown(normal, unit)}）`)}`,
    en: `${name.en} ${shown(level, unit)}${beside(` (usually ${shown(normal, unit)})`)}`,
  };
}
