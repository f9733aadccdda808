import { quantileSorted } from 'simple-statistics';
import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import { median, numbersOf } from '../../ledger/means.ts';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { dayOf, dayStart, MINUTE_MS, minuteText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { Flag, LETTER_MASK } from '../../model/flag.ts';
import { type Setting, settingChannel, settingName } from '../../model/setting.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';

/**
 * An instrument tells another slope, intercept or range than before (device information, CN 3020), lower in effect than
 * any calibration sets it, and nobody was servicing it (falsification F10, F11, F13; HJ 212-2017 table B.10). A layer of
 * its own: what the instrument says of itself, not what it measures.
 *
 * Innocent causes that do not raise it: a calibration, which moves the slope by less than `slope`; a service that is
 * flagged (M) or marked (CEMS维护) between the two messages or in the `lateMinutes` before the second; a range or a slope
 * that goes up. Blind where the logger does not tell its settings, and to a second set of parameters behind a hidden menu
 * (F17): both need a look on site.
 */
export default defineDetector({
  title: { zh: '仪器参数未经维护而改变', en: 'Instrument set otherwise without a service' },
  window: 'day',
  lookbackDays: 30,
  params: z.strictObject({
    factors,
    slope: z.number().positive().max(1).describe('斜率降至此比例以下 / slope falls below this share of what it was'),
    intercept: z
      .number()
      .positive()
      .describe('截距下降超过日限值的此比例 / intercept falls by more than this share of the limit of days'),
    range: z.number().positive().max(1).describe('量程降至此比例以下 / range falls below this share of what it was'),
    service: z
      .number()
      .int()
      .min(1)
      .describe('连续达到此分钟数的维护标志或标记视为维护 / so many minutes of maintenance in a row are a service'),
    lateMinutes: z
      .number()
      .min(0)
      .describe(
        '维护后此分钟数内的上报仍属该次维护 / a message may come so many minutes after the service it is about',
      ),
    effect: z
      .strictObject({
        minutes: z.number().int().min(5).max(240).describe('前后各比较的分钟数 / minutes compared before and after'),
        times: z
          .number()
          .positive()
          .describe(
            '超过当日其余变化（按分位取）的倍数 / more than so many times the other changes of the day, at their quantile',
          ),
        quantile: z.number().min(0).max(1).describe('当日其余变化所取的分位 / quantile of the other changes'),
        known: z.number().int().min(1).describe('须已知的其余变化个数 / other changes that must be known'),
        within: z
          .number()
          .positive()
          .max(1)
          .describe('与参数变化相差不超过其此比例 / and as much as the setting asks, give or take this share of it'),
      })
      .describe(
        '参数变化的同时读数按其幅度下降：两层证据互相印证 / the readings fell with the setting and by as much: two layers agree',
      ),
    checks: z
      .strictObject({
        days: z.number().int().min(1).max(30).describe('用于比较的此前天数 / days before that are compared'),
        known: z.number().int().min(1).describe('须已知的校准次数 / checks with gas that must be known'),
        times: z
          .number()
          .min(1)
          .describe(
            '标气读数高于当日样气中位数的此倍数 / the gas reads more than so many times the median of the sample that day',
          ),
        within: z
          .number()
          .positive()
          .max(1)
          .describe('与参数变化相差不超过其此比例 / and as much as the setting asks, give or take this share of it'),
      })
      .describe(
        '同一标气的读数（标志 C）按其幅度下降：仪器对标气的响应与参数互相印证 / the gas of the daily check (flag C) reads lower by as much: what the instrument shows of a known gas agrees',
      ),
    score,
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor) =>
      SETTINGS.flatMap((setting): Claim[] => {
        const low = lowNow(view, factor, setting, params);
        return low ? [claim(view, factor, setting, low, params)] : [];
      }),
    );
  },
});

const SETTINGS = ['i13008', 'i13007', 'i13001'] as const satisfies readonly Setting[];
/** Days back in which a setting was lowered. */
const LOOKBACK = 30;

const AGAINST = [
  { zh: '两次上报之间没有维护标志或标记', en: 'no flag or mark of maintenance between the two messages' },
  { zh: '变化大于例行校准', en: 'more than a routine calibration changes' },
  { zh: '未能核查：仪器更换和校准台账', en: 'not looked at: replacement of the instrument, calibration records' },
];

/** Two messages after each other that differ; epoch ms of each. */
interface Change {
  before: number;
  after: number;
  from: number;
  to: number;
  /** when it was as high again, epoch ms; absent: not within the day */
  until?: number;
}

/**
 * The last lowering that nobody serviced and that holds on into the day: from then on the setting is low, until it is as
 * high again or is set during a service.
 */
function lowNow(view: WindowView, factor: string, setting: Setting, params: Terms): Change | undefined {
  const channel = settingChannel(factor, setting);
  const days = Array.from({ length: LOOKBACK + 1 }, (_, i) => toldOn(view, view.days.from - LOOKBACK + i, channel));
  const all = days.flat();
  const limit = view.day(view.days.from).limit(factor, 'day')?.limit.value;
  let low: Change | undefined;
  for (const [i, one] of all.entries()) {
    const last = all[i - 1];
    if (!last || one.value === last.value) continue;
    const change = { before: last.value, after: one.value, from: last.at, to: one.at };
    const lower = isLower(setting, change, limit, params);
    if (!lower && !low) continue;
    if (serviced(view, factor, change, params)) {
      // What was low until somebody serviced it was low.
      if (low && one.at > view.start) return { ...low, until: one.at };
      low = undefined;
    } else if (lower) low = { ...change, before: low?.before ?? change.before };
    else if (low && !isLower(setting, { ...low, after: one.value }, limit, params)) {
      if (one.at > view.start) return { ...low, until: one.at };
      low = undefined;
    }
  }
  return low;
}

interface Told {
  at: number;
  value: number;
}

const toldOn = (view: WindowView, day: number, channel: string): readonly Told[] =>
  view.profile(day, `told/${channel}`, (one: DayView) =>
    one.records(channel).map(({ minute, value }) => ({ at: one.start + minute * MINUTE_MS, value })),
  );

interface Terms {
  slope: number;
  intercept: number;
  range: number;
  service: number;
  lateMinutes: number;
  score: number;
  effect: { minutes: number; times: number; quantile: number; known: number; within: number };
  checks: { days: number; known: number; times: number; within: number };
}

function isLower(
  setting: Setting,
  { before, after }: Change,
  limit: number | undefined,
  { slope, intercept, range }: Terms,
): boolean {
  if (setting === 'i13008') return after < slope * before;
  if (setting === 'i13001') return after < range * before;
  return limit !== undefined && before - after > intercept * limit;
}

/** Whether so many minutes of maintenance in a row were flagged or marked between two messages; a blow-back is shorter. */
function serviced(view: WindowView, factor: string, told: Change, { service, lateMinutes }: Terms): boolean {
  const { to } = told;
  const from = Math.min(told.from, to - lateMinutes * MINUTE_MS);
  let run = 0;
  for (let dayNo = view.days.from - LOOKBACK; dayNo <= view.days.from; dayNo++) {
    const day = view.day(dayNo);
    if (day.end <= from || day.start > to) continue;
    const { flags } = day.minutes(factor);
    const marked = day.minutesMarked(MarkBit.INVALID, factor);
    const first = Math.max(0, Math.floor((from - day.start) / MINUTE_MS));
    const last = Math.min(1440, Math.ceil((to - day.start) / MINUTE_MS));
    for (let m = first; m < last; m++) {
      run = marked[m] || MAINTAINED.has(flags[m]! & LETTER_MASK) ? run + 1 : 0;
      if (run >= service) return true;
    }
  }
  return false;
}

const MAINTAINED: ReadonlySet<number> = new Set([Flag.MAINTENANCE, Flag.FAULT]);

function claim(view: WindowView, factor: string, setting: Setting, low: Change, params: Terms): Claim {
  const { before, after, from, to, until } = low;
  const effect = effectOf(view, factor, setting, low, params.effect);
  const check = checkOf(view, factor, setting, low, params);
  const layers = [
    ...(effect === undefined ? [] : [`emission/${factor}`]),
    ...(check === undefined ? [] : [`calibration/${factor}`]),
  ];
  return {
    factor,
    start: Math.min(Math.max(to, view.start), view.end - MINUTE_MS),
    end: until ?? view.end,
    // It settles once the day of the change has, however long the setting stays.
    asOf: dayStart(dayOf(to - 1) + 1),
    value: tidy(after),
    limit: null,
    unit: null,
    facts: {
      setting: { ...settingName({ factor, setting }) },
      comparedWith: tidy(before),
      toldBefore: minuteText(from),
      toldAfter: minuteText(to),
      ...(effect === undefined ? {} : { stepPercent: tidy(100 * effect) }),
      ...(check === undefined ? {} : { checkBefore: tidy(check.before), checkAfter: tidy(check.after) }),
      // What the instrument says of itself, and what it measured: they agree in time and in their size.
      ...evidence(layers.length === 0 ? params.score : 1, ['settings', ...layers], AGAINST),
    },
  };
}

/**
 * By what share the readings changed where the setting was told to be lower, if that is what the setting does and far
 * more than readings usually change within that time; else undefined. Known on the day of the change.
 */
function effectOf(
  view: WindowView,
  factor: string,
  setting: Setting,
  { before, after, to }: Change,
  { minutes, times, quantile, known, within }: Terms['effect'],
): number | undefined {
  if (setting === 'i13001') return undefined;
  const dayNo = dayOf(to - 1);
  const day = view.day(dayNo);
  const { step, values } = day.samples(factor);
  const size = Math.floor(minutes / step);
  const at = Math.floor((to - day.start) / MINUTE_MS / step);
  const level = (i: number) => levelOf(values, i, size);
  const isSlope = setting === 'i13008';
  const change = (i: number) => (isSlope ? Math.log(level(i) / level(i - size)) : level(i) - level(i - size));
  const usual: number[] = [];
  for (let i = size; i + size <= values.length; i += size) {
    const one = change(i);
    if (Number.isFinite(one) && Math.abs(i - at) > size) usual.push(Math.abs(one));
  }
  const seen = change(at);
  const asked = isSlope ? Math.log(after / before) : after - before;
  if (usual.length < known || !Number.isFinite(seen)) return undefined;
  const far =
    seen < 0 &&
    -seen >
      times *
        quantileSorted(
          usual.sort((a, b) => a - b),
          quantile,
        );
  if (!far || Math.abs(seen - asked) > within * Math.abs(asked)) return undefined;
  return level(at) / level(at - size) - 1;
}

/**
 * What the gas of the daily check reads before the slope was lowered and after it, if it fell below every check before
 * and by as much as the slope asks; else undefined. A recalibration brings the gas back to where it was.
 */
function checkOf(
  view: WindowView,
  factor: string,
  setting: Setting,
  { before, after, from, to }: Change,
  { slope, checks: { days, known, times, within } }: Terms,
): { before: number; after: number } | undefined {
  if (setting !== 'i13008') return undefined;
  const gas = (day: number) => view.profile(day, `gas/${factor}/${times}`, (one) => gasOf(one, factor, times));
  const earlier = Array.from({ length: days }, (_, i) => gas(dayOf(from) - i))
    .flat()
    .filter(({ at }) => at < from)
    .map(({ reading }) => reading);
  const later = gas(dayOf(to))
    .concat(...Array.from({ length: view.days.from - dayOf(to) }, (_, i) => gas(dayOf(to) + 1 + i)))
    .find(({ at }) => at >= to);
  if (!later || earlier.length < known || later.reading >= slope * Math.min(...earlier)) return undefined;
  const usual = median(earlier);
  const [seen, asked] = [Math.log(later.reading / usual), Math.log(after / before)];
  return Math.abs(seen - asked) <= within * Math.abs(asked) ? { before: usual, after: later.reading } : undefined;
}

/** Readings of the gas in the checks of a day: the highest level of a run flagged C, if it is none of the sample's. */
function gasOf(day: DayView, factor: string, times: number): readonly { at: number; reading: number }[] {
  const { values, flags } = day.reported(factor, 'minute', 'avg') ?? day.minutes(factor);
  const sample = median(numbersOf(day.samples(factor).values));
  const found: { at: number; reading: number }[] = [];
  for (let m = 0; m < values.length; m++) {
    if ((flags[m]! & LETTER_MASK) !== Flag.CALIBRATION) continue;
    const from = m;
    while (m < values.length && (flags[m]! & LETTER_MASK) === Flag.CALIBRATION) m++;
    // A level lasts: the second highest minute is on it, the highest may be a swing.
    const [, second = Number.NaN] = [...numbersOf(Float64Array.from(values.subarray(from, m)))].sort((a, b) => b - a);
    if (second > times * sample) found.push({ at: day.start + from * MINUTE_MS, reading: second });
  }
  return found;
}

/** Median of `size` samples from `i` on; NaN where fewer than half are there. */
function levelOf(values: Float64Array, i: number, size: number): number {
  const there = [...values.subarray(Math.max(0, i), i + size)].filter((v) => !Number.isNaN(v));
  return there.length * 2 < size || there.length === 0 ? Number.NaN : median(there);
}
