import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import type { DayView, OutletDays, WindowView } from '../../ledger/view.ts';
import { dayOf, dayStart, MINUTE_MS, minuteText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorName, factorUnit } from '../../model/factors.ts';
import { Flag, LETTER_MASK, NO_VALUE } from '../../model/flag.ts';
import { beyondChance, chanceOf, weightOf } from '../chance.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score, shown } from '../evidence.ts';
import { factors } from '../params.ts';
import { dosesOf, reagentsOf, shareShort, shortDose, wasShort } from './reagents.ts';

/** Days before that may be counted. */
const LOOKBACK_DAYS = 30;

/**
 * Data fail, go into maintenance or are set by hand just when a factor is high (toolbox T10; falsification F24 gap at
 * peak, F16 and F35 maintenance at peaks, F41 manual values): P(event | high) ÷ P(event), counted over `days`,
 * with the binomial chance of so many coincidences. High = the last reading before an event is in the
 * upper tail of the outlet's own minutes, and not far below the limit: who acts before the limit never shows a value
 * above it. Wang et al. 2022 found firms turning CEMS down when an exceedance is expected. Where a reagent was short
 * before most of these events, a sensor of the process says as well that the peaks were real, and that no process of the
 * instrument made them.
 *
 * Look-alikes: a failure of the network or of power in the area (other furnaces or meters of the site that were alive
 * fall silent in the same minutes, or their power is zero) is not counted; events that come at a fixed time of day are
 * a schedule (calibration); furnace states (start-up, standstill) are not counted; manual values after a failure have no
 * reading before them. Back-filled gaps are no gaps. Blind to an event in the first minutes of a day, to levels far below
 * the limit, and to fewer events than asked for; for the count of minutes that a gap leaves see
 * `just-invalid`.
 */
export default defineDetector({
  title: { zh: '高值时段数据缺失或异常标记', en: 'Data fail when values are high' },
  window: 'day',
  lookbackDays: LOOKBACK_DAYS,
  sees: 'site',
  params: z.strictObject({
    what: z
      .enum(['gap', 'maintenance', 'set'])
      .describe('无数据；CEMS 维护或数据标记 M、D；数据标记 S / no data; CEMS维护 or flag M or D; flag S'),
    factors,
    quantile: z
      .number()
      .min(0.5)
      .max(1)
      .describe('高于自身历史的这一分位为高值 / high = above this quantile of the outlet’s own minutes'),
    share: z.number().positive().describe('且高于限值的这一比例 / … and above this share of the limit'),
    minutes: z.number().int().min(1).describe('计入的最短时长（分钟） / shortest event that counts'),
    days: z.number().int().min(1).max(LOOKBACK_DAYS).describe('回看的天数 / days that are looked at before this one'),
    events: z.number().int().min(2).describe('至少需要的次数 / events needed before anything is said'),
    ratio: z
      .number()
      .min(1)
      .describe('高值时发生的概率与总体概率之比须大于此值 / P(event | high) ÷ P(event) above this'),
    chance: z.number().min(0).max(1).describe('巧合的概率须小于此值 / a coincidence less likely than this'),
    recent: z
      .number()
      .int()
      .min(1)
      .describe('事件前的读数须在此分钟数以内 / the last reading before an event is no older than so many minutes'),
    aliveMinutes: z
      .number()
      .int()
      .min(1)
      .describe(
        '其他设备在事件前此分钟数内有数据才能说明区域故障 / other devices tell of a failure of the area where they were heard of in so many minutes before',
      ),
    clockMinutes: z
      .number()
      .int()
      .min(0)
      .describe('一日内时刻相差不超过此分钟数视为定时 / events this close in time of day come on a schedule …'),
    scheduled: z.number().min(0).max(1).describe('定时事件占此比例以上则不提示 / … when they are this share of all'),
    score,
    ...beyondChance,
    reagents: z
      .strictObject({
        of: reagentsOf,
        minutes: z.number().int().min(5).max(240).describe('事件前的分钟数 / minutes before an event'),
        short: shortDose,
        rare: z
          .number()
          .positive()
          .max(1)
          .describe(
            '平时不足的时间比例至少按此计 / taken to be short for at least this share of the time: what was hardly ever seen may yet happen',
          ),
        chance: z.number().positive().max(1).describe('巧合的概率须小于此值 / a coincidence less likely than this'),
      })
      .optional()
      .describe(
        '事件前药剂不足：工况证实高值，单独即可形成线索 / a reagent that was short before them: the process confirms the peaks, which makes a lead',
      ),
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor) => {
      const dosing = params.reagents && { ...params.reagents, of: params.reagents.of[factor] ?? [] };
      const key = `at-peak/${factor}/${params.recent}/${dosing?.minutes}/${dosing?.short}/${dosing?.of.join()}`;
      const summary = (day: number) => view.profile(day, key, (d) => summarise(d, factor, params.recent, dosing));
      const counts = ({ what, start, end }: Event) => what === params.what && end - start >= params.minutes * MINUTE_MS;
      const { limit, events } = summary(view.days.from);
      if (!events.some((event) => counts(event) && event.before > params.share * limit)) return [];
      const days = Array.from({ length: params.days + 1 }, (_, i) => summary(view.days.from - params.days + i)).filter(
        (day) => day.limit === limit,
      );
      return claims(view, factor, days, counts, params);
    });
  },
});

const AGAINST = [
  {
    zh: '同一单位其他设备和供电同时正常，不像区域断网或停电',
    en: 'other devices and the power of the site lived on: no failure of the area',
  },
  { zh: '不集中在固定时刻，不像定时校准', en: 'not at a fixed time of day: no schedule' },
  { zh: '启停炉和停运时段不计', en: 'furnace states and standstill are not counted' },
];

type What = 'gap' | 'maintenance' | 'set';

interface Event {
  what: What;
  /** epoch ms */
  start: number;
  end: number;
  /** the last reading before it, at reference oxygen */
  before: number;
  /** of each reagent whether it was short in the minutes before it; undefined where that is not known */
  short: Readonly<Record<string, boolean | undefined>>;
}

/** A factor's day: how its minutes lay to the limit, and what happened. */
interface Summary {
  /** the strictest that bound the day, of hours or of days */
  limit: number;
  /** usable minutes by level, {@link STEPS} to the limit; the last one is open */
  levels: Uint16Array;
  events: readonly Event[];
  /** of each reagent the share of the day in which it was short */
  short: Readonly<Record<string, number>>;
}

/** How finely levels are counted: a fiftieth of the limit, up to four times the limit. */
const STEPS = 50;
const LEVELS = 4 * STEPS;

interface Params {
  what: What;
  quantile: number;
  share: number;
  days: number;
  events: number;
  ratio: number;
  chance: number;
  aliveMinutes: number;
  clockMinutes: number;
  scheduled: number;
  score: number;
  certain: { events: number; chance: number };
  reagents?: { rare: number; chance: number } | undefined;
}

const NOTHING: Summary = { limit: Number.NaN, levels: new Uint16Array(LEVELS), events: [], short: {} };

interface Dosing {
  of: readonly string[];
  minutes: number;
  short: number;
}

function summarise(day: DayView, factor: string, recent: number, dosing: Dosing | undefined): Summary {
  const bounds = [day.limit(factor, 'hour'), day.limit(factor, 'day')].flatMap((b) => (b ? [b.limit.value] : []));
  if (bounds.length === 0 || !day.due.has(factor)) return NOTHING;
  const limit = Math.min(...bounds);
  const { values } = day.converted(factor);
  const levels = new Uint16Array(LEVELS);
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    // A value on the edge of a step belongs to the step below it, so that "above the edge" is strict.
    const step = Math.ceil((value / limit) * STEPS - 1e-9) - 1;
    levels[Math.min(Math.max(step, 0), LEVELS - 1)]!++;
  }
  const whatAt = happening(day, factor);
  const events: Event[] = [];
  const doses = (dosing?.of ?? []).map((reagent) => [reagent, dosesOf(day, reagent, dosing!.short)] as const);
  for (let from = 0; from < 1440; from++) {
    const what = whatAt(from);
    if (what === undefined) continue;
    let to = from + 1;
    while (to < 1440 && whatAt(to) === what) to++;
    const before = lastBefore(values, from, recent);
    if (!Number.isNaN(before)) {
      const [start, end] = [day.start + from * MINUTE_MS, day.start + to * MINUTE_MS];
      const first = Math.max(0, from - (dosing?.minutes ?? 0));
      const short = Object.fromEntries(doses.map(([reagent, dosed]) => [reagent, wasShort(dosed, first, from)]));
      events.push({ what, start, end, before: tidy(before), short });
    }
    from = to - 1;
  }
  const shares = Object.fromEntries(doses.map(([reagent, dosed]) => [reagent, shareShort(dosed)]));
  return { limit, levels, events, short: shares };
}

/** What befalls a minute; undefined for plain data and under a furnace state. */
function happening(day: DayView, factor: string): (minute: number) => What | undefined {
  const { flags } = day.minutes(factor);
  const bits = day.markBits(factor);
  const states = MarkBit.STOPPED | MarkBit.EXEMPT | MarkBit.OVER_CAP;
  const due = day.minutesBeforeFirst;
  return (m) => {
    if (m < due || bits[m]! & states) return undefined;
    if (bits[m]! & MarkBit.INVALID) return 'maintenance';
    const flag = flags[m]!;
    if (flag === Flag.EMPTY || flag & NO_VALUE) return 'gap';
    const letter = flag & LETTER_MASK;
    if (letter === Flag.MAINTENANCE || letter === Flag.FAULT) return 'maintenance';
    return letter === Flag.SET ? 'set' : undefined;
  };
}

function lastBefore(values: Float64Array, from: number, recent: number): number {
  for (let m = from - 1; m >= Math.max(0, from - recent); m--) if (!Number.isNaN(values[m]!)) return values[m]!;
  return Number.NaN;
}

function claims(
  view: WindowView,
  factor: string,
  days: readonly Summary[],
  counts: (event: Event) => boolean,
  params: Params,
): Claim[] {
  const all = days.flatMap(({ events }) => events.filter(counts));
  const counted = params.what === 'gap' ? all.filter((event) => !areaOutage(view, event, params.aliveMinutes)) : all;
  const { bar, base } = barOf(days, params);
  const high = counted.filter((event) => event.before > bar);
  const today = high.filter(({ start }) => start >= view.start);
  if (today.length === 0 || counted.length < params.events || onSchedule(counted, params)) return [];
  const ratio = high.length / counted.length / base;
  const chance = chanceOf(counted.length, high.length, base);
  if (ratio <= params.ratio || chance >= params.chance) return [];
  const short = shortBefore(days, high, params);
  return [
    {
      factor,
      start: high[0]!.start,
      end: today.at(-1)!.end,
      value: tidy(ratio),
      limit: params.ratio,
      unit: null,
      facts: {
        events: counted.length,
        atHigh: high.length,
        high: shown(bar, factorUnit(factor)),
        usuallyHigh: `${Number((100 * base).toPrecision(3))} %`,
        chance: Number(chance.toPrecision(2)),
        days: params.days + 1,
        ...(short === undefined ? {} : { short: { ...factorName(short) } }),
        list: high.map(({ start, end, before }) => [minuteText(start), minuteText(end), before]),
        ...evidence(
          short === undefined ? weightOf(params, high.length, chance) : 1,
          [LAYER[params.what], `emission/${factor}`, ...(short === undefined ? [] : [`process/${short}`])],
          AGAINST,
        ),
      },
    },
  ];
}

const LAYER: Record<What, string> = { gap: 'time', maintenance: 'marks', set: 'marks' };

/** A reagent that was short before more of these events than chance brings. */
function shortBefore(
  days: readonly Summary[],
  high: readonly Event[],
  { events, reagents }: Params,
): string | undefined {
  if (!reagents || high.length < events) return undefined;
  return Object.keys(high[0]!.short).find((reagent) => {
    const known = high.flatMap(({ short }) => short[reagent] ?? []);
    const shares = days.flatMap(({ short }) => (Number.isNaN(short[reagent] ?? Number.NaN) ? [] : short[reagent]!));
    const usually = Math.max(reagents.rare, shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length));
    return known.length > 0 && chanceOf(known.length, known.filter(Boolean).length, usually) < reagents.chance;
  });
}

/** Where high begins: a quantile of the outlet's own minutes, at least a share of the limit; and how usual that is. */
function barOf(days: readonly Summary[], { quantile, share }: Params): { bar: number; base: number } {
  const all = Array.from({ length: LEVELS }, (_, step) => days.reduce((n, { levels }) => n + levels[step]!, 0));
  const total = all.reduce((n, count) => n + count, 0);
  let step = Math.ceil(share * STEPS);
  const above = () => all.slice(step).reduce((n, count) => n + count, 0);
  while (step < LEVELS - 1 && above() > (1 - quantile) * total) step++;
  // One more of each than was seen: what was never seen is rare, not impossible (Laplace).
  return { bar: (step / STEPS) * days[0]!.limit, base: (above() + 1) / (total + 2) };
}

/** Most events at about the same time of day: what happens by the clock does not happen because of the level. */
function onSchedule(events: readonly Event[], { clockMinutes, scheduled }: Params): boolean {
  const clocks = events.map(({ start }) => Math.floor(start / MINUTE_MS) % 1440);
  const near = (a: number, b: number) => Math.min(Math.abs(a - b), 1440 - Math.abs(a - b)) <= clockMinutes;
  return clocks.some((clock) => clocks.filter((other) => near(clock, other)).length >= scheduled * clocks.length);
}

/** Whether another furnace or a meter of the site that was alive before fell silent, or without power, meanwhile. */
function areaOutage(view: WindowView, { start, end }: Event, aliveMinutes: number): boolean {
  const day = dayOf(start);
  const [from, to] = [start, end].map((at) => (at - dayStart(day)) / MINUTE_MS) as [number, number];
  return [...view.meters, ...view.siblings].some(
    (other) => alive(other, day, Math.max(0, from - aliveMinutes), from) && !alive(other, day, from, to),
  );
}

/** Whether anything but zero power was heard of an outlet in some minutes of a day. */
function alive(other: OutletDays, dayNo: number, from: number, to: number): boolean {
  const day = other.day(dayNo);
  for (const factor of day.due) {
    const { values, flags } = day.minutes(factor);
    for (let m = from; m < to; m++) {
      if (flags[m] === Flag.EMPTY) continue;
      if (day.outlet.medium !== 'power' || values[m]! > 0) return true;
    }
  }
  return false;
}
