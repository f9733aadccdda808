import { z } from 'zod';
import type { DayView } from '../../ledger/view.ts';
import { minuteText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { beyondChance, chanceOf, weightOf } from '../chance.ts';
import { defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { fiveMinutes, SLOT_MS, SLOTS, wholeSlots } from '../five-minutes.ts';
import { temperatureParams } from '../legal/furnace-temperature.ts';

/** Days before that may be counted. */
const LOOKBACK_DAYS = 60;

/**
 * Of the thermocouples of a section it is always the coldest that fails or is marked faulty, while the furnace is near
 * the temperature that the law asks for (falsification F36). Counted over `days`: by chance the coldest
 * of k is hit once in k times; the binomial chance of so many hits has to be small.
 *
 * Look-alikes: one thermocouple that slags up reads low and fails again and again (at least two different ones are
 * asked for); one that was cleaned comes back warmer than another and is not counted; a broken wire of the whole
 * section; a control system that votes out whatever deviates (`outlier`). Blind to thermocouples that never report, and
 * to a furnace with one thermocouple a section.
 */
export default defineDetector({
  title: { zh: '总是最冷的热电偶被剔除', en: 'Always the coldest thermocouple drops out' },
  window: 'day',
  lookbackDays: LOOKBACK_DAYS,
  params: z.strictObject({
    ...temperatureParams,
    near: z
      .number()
      .describe('只计该区温度低于此值时的退出 ℃ / ℃; only what happens below this section temperature counts'),
    minutes: z.number().min(5).describe('计入的最短退出时长（分钟） / shortest absence that counts'),
    days: z.number().int().min(1).max(LOOKBACK_DAYS).describe('回看的天数 / days that are looked at before this one'),
    events: z.number().int().min(2).describe('至少需要的退出次数 / absences needed before anything is said'),
    couples: z.number().int().min(1).describe('涉及的不同热电偶数 / different thermocouples that were hit'),
    chance: z.number().min(0).max(1).describe('巧合的概率须小于此值 / a coincidence less likely than this'),
    outlier: z
      .number()
      .positive()
      .describe(
        '低于同区其他测点平均超过此值 ℃ 的退出不计：控制系统会自动剔除离群测点 / ℃ below the others of its section, beyond which an absence is not counted: control systems vote out what deviates',
      ),
    beside: wholeSlots
      .min(5)
      .describe('退出前后用于比较冷热的分钟数 / minutes before and after an absence that say which is the coldest'),
    score,
    ...beyondChance,
  }),
  evaluate(view, params) {
    const key = `coldest-out/${params.sections.join('/')}/${params.near}/${params.minutes}/${params.outlier}/${params.beside}/${params.slotMinutes}/${params.faultMarks.join('/')}`;
    const absences = (day: number) => view.profile(day, key, (d) => absencesOf(d, params));
    if (!absences(view.days.from).some(({ coldest }) => coldest)) return [];
    const all = Array.from({ length: params.days + 1 }, (_, i) => absences(view.days.from - params.days + i)).flat();
    const hits = all.filter(({ coldest }) => coldest);
    const couples = new Set(hits.map(({ couple }) => couple));
    const byChance = all.reduce((sum, { of }) => sum + 1 / of, 0) / all.length;
    const chance = chanceOf(all.length, hits.length, byChance);
    if (all.length < params.events || couples.size < params.couples || chance >= params.chance) return [];
    return [
      {
        factor: null,
        start: hits[0]!.start,
        end: hits.at(-1)!.end,
        value: hits.length,
        limit: params.events,
        unit: null,
        facts: {
          absences: all.length,
          couples: [...couples].sort(),
          byChance: tidy(byChance * all.length),
          chance: Number(chance.toPrecision(2)),
          days: params.days + 1,
          list: hits.map(({ couple, start, end, before, section }) => [
            couple,
            minuteText(start),
            minuteText(end),
            before,
            section,
          ]),
          ...evidence(weightOf(params, hits.length, chance), ['furnace-temperature', 'marks'], AGAINST),
        },
      },
    ];
  },
});

const AGAINST = [
  {
    zh: '被剔除者并未明显偏离同区其他测点，不像自动剔除离群值',
    en: 'what dropped out did not deviate much from its section: no vote against outliers',
  },
  {
    zh: '涉及不止一支热电偶，不像单支反复损坏',
    en: 'more than one thermocouple was hit: not one that fails again and again',
  },
  { zh: '恢复后不高于其他测点者才计，不像清灰修复', en: 'only those that do not come back warmer count: not cleaned' },
];

interface Absence {
  couple: string;
  /** epoch ms */
  start: number;
  end: number;
  /** ℃ before: the thermocouple, and the mean of the others of its section */
  before: number;
  section: number;
  /** thermocouples of the section that were there to compare */
  of: number;
  /** it was the coldest before, and is not known to be warmer than another after */
  coldest: boolean;
}

type Params = { [K in keyof typeof temperatureParams]: z.output<(typeof temperatureParams)[K]> } & {
  near: number;
  minutes: number;
  outlier: number;
  beside: number;
};

function absencesOf(day: DayView, params: Params): readonly Absence[] {
  return params.sections.flatMap((prefix) => {
    const couples = [...day.due].filter((code) => code.startsWith(prefix) && code.length === prefix.length + 1).sort();
    const levels = couples.map((couple) => withoutFaulty(day, couple, params));
    return couples.flatMap((couple, c) =>
      absencesIn(
        day,
        couple,
        levels[c]!,
        levels.filter((_, i) => i !== c),
        params,
      ),
    );
  });
}

/** Five-minute means of a thermocouple, without those that a mark takes out. */
function withoutFaulty(day: DayView, couple: string, { slotMinutes, faultMarks }: Params): Float64Array {
  const levels = Float64Array.from(fiveMinutes(day, couple, slotMinutes, 'five'));
  for (const mark of day.markList) {
    if (!faultMarks.includes(mark.kind) || mark.factor !== couple) continue;
    const from = Math.max(0, Math.floor((mark.start - day.start) / SLOT_MS));
    levels.fill(Number.NaN, from, Math.min(SLOTS, Math.ceil((mark.end - day.start) / SLOT_MS)));
  }
  return levels;
}

function absencesIn(
  day: DayView,
  couple: string,
  own: Float64Array,
  others: readonly Float64Array[],
  { near, minutes, outlier, beside: besideMinutes }: Params,
): Absence[] {
  const nearby = besideMinutes / 5;
  const found: Absence[] = [];
  for (let from = 1; from < SLOTS; from++) {
    if (Number.isNaN(own[from - 1]!) || !Number.isNaN(own[from]!)) continue;
    let to = from;
    while (to < SLOTS && Number.isNaN(own[to]!)) to++;
    const before = mean(own, from - nearby, from);
    // A thermocouple that comes and goes is compared where it is there.
    const beside = others.map((levels) => mean(levels, from - nearby, from, own)).filter((v) => !Number.isNaN(v));
    const meanwhile = others.map((levels) => mean(levels, from, to)).filter((v) => !Number.isNaN(v));
    if ((to - from) * 5 < minutes || beside.length === 0 || meanwhile.length === 0) continue;
    const section = beside.reduce((sum, v) => sum + v, 0) / beside.length;
    const there = meanwhile.reduce((sum, v) => sum + v, 0) / meanwhile.length;
    if (there >= near || section - before > outlier) continue;
    const after = mean(own, to, to + nearby);
    const warmerAfter = others.some((levels) => after > mean(levels, to, to + nearby, own));
    found.push({
      couple,
      start: day.start + from * SLOT_MS,
      end: day.start + to * SLOT_MS,
      before: tidy(before),
      section: tidy(section),
      of: beside.length + 1,
      coldest: beside.every((v) => before < v) && !warmerAfter,
    });
  }
  return found;
}

/** Over the slots in which another one is there as well, where one is given; NaN of nothing. */
function mean(levels: Float64Array, from: number, to: number, beside: Float64Array = levels): number {
  const first = Math.max(0, from);
  const known = [...levels.subarray(first, Math.min(SLOTS, to))].filter(
    (v, i) => !Number.isNaN(v) && !Number.isNaN(beside[first + i]!),
  );
  return known.reduce((sum, v) => sum + v, 0) / known.length;
}
