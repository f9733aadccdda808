import { z } from 'zod';
import { furnaceTemperature } from '../../ledger/furnace-temperature.ts';
import { MarkBit } from '../../ledger/marks.ts';
import { median } from '../../ledger/means.ts';
import type { DayView } from '../../ledger/view.ts';
import { tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { runs, SLOT_MS, SLOTS, type SlotRun } from '../five-minutes.ts';
import { temperatureParams } from '../legal/furnace-temperature.ts';
import { historyDays } from '../params.ts';

/** Days before that may show what is usual. */
const LOOKBACK_DAYS = 30;

/**
 * Two sections of a furnace that always differ read the same for hours (falsification F36: the upper–middle difference
 * vanishes, one thermocouple was moved or one signal serves both). Held against this furnace's own difference on the
 * days before. Look-alikes: sections that have always read alike, a cold furnace, start-up and shut-down, and two lines
 * that merely cross. Blind where one section is measured only; equal signals of other factors are the copy detectors'.
 */
export default defineDetector({
  title: { zh: '上下炉温差消失', en: 'Furnace sections read the same' },
  window: 'day',
  lookbackDays: LOOKBACK_DAYS,
  params: z.strictObject({
    ...temperatureParams,
    hot: z.number().describe('达到此温度为运行 ℃ / ℃ from which on the furnace is running'),
    alike: z.number().positive().describe('小于此值视为无温差 ℃ / ℃, a difference below this is none'),
    usually: z.number().positive().describe('平时温差至少为此值 ℃ / ℃, the usual difference is at least this'),
    historyDays: historyDays(1, LOOKBACK_DAYS),
    days: z.number().int().min(1).describe('其中能说明平时水平的天数 / of which so many must say it'),
    dayMinutes: z.number().min(5).describe('其中每日至少的运行分钟数 / minutes of running that each of them needs'),
    minutes: z.number().min(10).describe('连续达到此分钟数才提示 / an unbroken run of this length is told'),
    score,
  }),
  evaluate(view, params) {
    if (params.sections.length < 2) return [];
    const key = `sections/${params.sections.join('/')}/${params.hot}/${params.alike}/${params.dayMinutes}/${params.slotMinutes}`;
    const summary = (day: number) => view.profile(day, key, (d) => summarise(d, params));
    const found = summary(view.days.from).alike.filter(({ from, to }) => (to - from) * 5 >= params.minutes);
    if (found.length === 0) return [];
    const earlier = Array.from({ length: params.historyDays }, (_, i) => summary(view.days.from - 1 - i).usual).filter(
      (difference) => !Number.isNaN(difference),
    );
    const usual = median(earlier);
    if (earlier.length < params.days || usual < params.usually) return [];
    return found.map(({ from, to, difference }) => ({
      factor: null,
      start: view.start + from * SLOT_MS,
      end: view.start + to * SLOT_MS,
      value: (to - from) * 5,
      limit: params.minutes,
      unit: 'min',
      facts: {
        difference: tidy(difference),
        usual: tidy(usual),
        days: earlier.length,
        ...evidence(params.score, ['furnace-temperature'], AGAINST),
      },
    }));
  },
});

const AGAINST = [
  { zh: '此前数日上下温差明显', en: 'on the days before the sections differed clearly' },
  { zh: '炉膛处于运行温度，没有启停炉标记', en: 'the furnace is hot, with no mark of start-up or shut-down' },
];

type Params = { [K in keyof typeof temperatureParams]: z.output<(typeof temperatureParams)[K]> } & {
  hot: number;
  alike: number;
  dayMinutes: number;
};

/** First section minus second, ℃; NaN where the furnace is not running or a state is marked. */
function differencesOf(day: DayView, params: Params): Float64Array {
  const states = day.minutesMarked(MarkBit.STOPPED | MarkBit.EXEMPT | MarkBit.OVER_CAP);
  const [one, other] = params.sections.slice(0, 2).map((section) => {
    const measured = furnaceTemperature(
      day,
      { ...params, sections: [section], minMinutes: params.slotMinutes, coarsest: 'five' },
      states,
    );
    return measured.from === 'thermocouples' ? measured.slots : new Float64Array(SLOTS).fill(Number.NaN);
  });
  return one!.map((upper, s) => {
    const middle = other![s]!;
    return upper >= params.hot && middle >= params.hot ? upper - middle : Number.NaN;
  });
}

interface Summary {
  /** ℃, NaN where the furnace ran too little to say */
  usual: number;
  /** runs in which both sections read the same, and the difference that was left, ℃ */
  alike: readonly (SlotRun & { difference: number })[];
}

function summarise(day: DayView, params: Params): Summary {
  const differences = differencesOf(day, params).map(Math.abs);
  const known = differences.filter((v) => !Number.isNaN(v));
  return {
    usual: known.length * 5 < params.dayMinutes ? Number.NaN : median([...known]),
    alike: runs(0, SLOTS, (s) => differences[s]! < params.alike).map(({ from, to }) => {
      return { from, to, difference: median([...differences.subarray(from, to)]) };
    }),
  };
}
