import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import { median, numbersOf } from '../../ledger/means.ts';
import type { DayView } from '../../ledger/view.ts';
import { MINUTE_MS } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorNames } from '../../model/factors.ts';
import { Flag, LETTER_MASK } from '../../model/flag.ts';
import { defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';

/** The O2 channel of the conversion. */
const OXYGEN = 'a19001';

/**
 * The analyser sees air while the furnace burns: oxygen near 21 % with flue gas flowing and hot (F04).
 *
 * Where analysers of other gases show next to nothing in the same minutes, NOx among them, two sensors and the process
 * contradict each other: no fire is without NOx. That it begins and ends at once with no maintenance flagged or marked
 * around it says that nobody repaired a line.
 *
 * Innocent causes that do not raise it: blow-back and purge (minutes, shorter than `minutes`), marked or flagged
 * calibration (no samples), a stop (flow and temperature fall as well). Air that leaks in slowly stays below `oxygen`. A
 * line that came off and was repaired keeps the lower score.
 */
export default defineDetector({
  title: { zh: '运行时含氧量接近空气', en: 'Oxygen of air while the plant runs' },
  window: 'day',
  params: z.strictObject({
    oxygen: z.number().min(0).max(21).describe('% O2；高于此视为空气 / % O2 above which the sample is air'),
    minutes: z.number().int().min(5).describe('连续分钟数 / minutes in a row'),
    running: z
      .array(z.strictObject({ factor: z.string(), above: z.number() }))
      .min(1)
      .describe('同一分钟须成立的条件：设施在运行 / what must hold in the same minutes: the plant runs'),
    score,
    empty: z
      .strictObject({
        factors: z.array(z.string()).min(1).describe('其他气体 / other gases'),
        among: z.array(z.string()).describe('其中必须接近零的 / those that must be near zero'),
        together: z.number().int().min(1).describe('须同时接近零的因子数 / how many must be near zero'),
        share: z.number().positive().max(1).describe('低于此前的此比例 / below this share of what they were before'),
        before: z.number().int().min(10).max(240).describe('用于比较的此前分钟数 / minutes before that are compared'),
        minutes: z.number().int().min(10).describe('至少持续的分钟数 / minutes it lasts at least'),
        service: z
          .number()
          .int()
          .min(1)
          .describe(
            '连续达到此分钟数的维护、校准或故障标志视为检修 / so many minutes of flags M, C or D in a row are a repair',
          ),
        around: z
          .number()
          .int()
          .min(0)
          .max(240)
          .describe('前后此分钟数内没有检修 / no repair within so many minutes before and after'),
      })
      .optional()
      .describe(
        '其他气体同时接近零且前后没有检修：两个传感器与工况矛盾，单独即可形成线索 / other gases near zero as well and no repair around it: two sensors contradict the process, which makes a lead',
      ),
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    const oxygen = day.samples(OXYGEN);
    const shown = params.running.filter(({ factor }) => day.due.has(factor));
    if (oxygen.step !== 1 || shown.length < 2) return [];
    const running = shown.map(({ factor, above }) => ({ ...day.samples(factor), above }));
    const air = oxygen.values.map((value, m) => {
      if (!(value > params.oxygen)) return 0;
      return running.every(({ step, values, above }) => values[Math.floor(m / step)]! > above) ? 1 : 0;
    });
    return runsOfOnes(air).flatMap(({ from, to }) => {
      if (to - from < params.minutes) return [];
      const gone = params.empty ? emptyOf(day, { from, to }, params.empty) : [];
      const mean = oxygen.values.subarray(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
      return [
        {
          factor: OXYGEN,
          start: day.start + from * MINUTE_MS,
          end: day.start + to * MINUTE_MS,
          value: tidy(mean),
          limit: params.oxygen,
          unit: '%',
          facts: {
            minutes: to - from,
            running: { ...factorNames(shown.map(({ factor }) => factor)) },
            ...(gone.length === 0 ? {} : { agree: { ...factorNames(gone) } }),
            ...evidence(
              gone.length === 0 ? params.score : 1,
              [`emission/${OXYGEN}`, 'process', ...gone.map((factor) => `emission/${factor}`)],
              AGAINST,
            ),
          },
        },
      ];
    });
  },
});

interface Empty {
  factors: string[];
  among: string[];
  together: number;
  share: number;
  before: number;
  minutes: number;
  service: number;
  around: number;
}

/** Gases that were near zero all the while against what they were before; none where that is not enough to agree. */
function emptyOf(day: DayView, { from, to }: { from: number; to: number }, params: Empty): string[] {
  const { before, around } = params;
  if (to - from < params.minutes || from < before || to + around > 1440) return [];
  if (repaired(day, from - around, to + around, params.service)) return [];
  const gone = params.factors.filter((factor) => {
    if (!day.due.has(factor)) return false;
    return level(day, factor, from, to) < params.share * level(day, factor, from - before, from);
  });
  return gone.length >= params.together && params.among.every((factor) => gone.includes(factor)) ? gone : [];
}

function level(day: DayView, factor: string, from: number, to: number): number {
  const { step, values } = day.samples(factor);
  const there = numbersOf(values, Math.floor(from / step), Math.ceil(to / step));
  return there.length * 2 < (to - from) / step ? Number.NaN : median(there);
}

/** Whether somebody was at work: flags or marks of maintenance longer than a blow-back. */
function repaired(day: DayView, from: number, to: number, service: number): boolean {
  const { flags } = day.minutes(OXYGEN);
  const marked = day.minutesMarked(MarkBit.INVALID, OXYGEN);
  let run = 0;
  for (let m = Math.max(0, from); m < Math.min(1440, to); m++) {
    run = marked[m] || AT_WORK.has(flags[m]! & LETTER_MASK) ? run + 1 : 0;
    if (run >= service) return true;
  }
  return false;
}

const AT_WORK: ReadonlySet<number> = new Set([Flag.MAINTENANCE, Flag.CALIBRATION, Flag.FAULT]);

const AGAINST = [
  { zh: '持续时间长于反吹', en: 'longer than a blow-back' },
  { zh: '流量和温度表明装置在运行', en: 'flow and temperature say that the plant runs' },
  { zh: '未能核查：采样管是否脱落', en: 'not looked at: a sample line that came off' },
];

function runsOfOnes(bits: Float64Array): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  bits.forEach((bit, m) => {
    if (!bit) return;
    if (runs.at(-1)?.to === m) runs.at(-1)!.to = m + 1;
    else runs.push({ from: m, to: m + 1 });
  });
  return runs;
}
