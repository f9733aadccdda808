import { HOUR_MS, MINUTE_MS } from '../model/beijing.ts';
import {
  type ChannelId,
  channelGrain,
  GRAIN_ID,
  GRAIN_MS,
  type Grain,
  packChannel,
  STAT_ID,
  type Stat,
} from '../model/channel.ts';
import { Flag, isUsable } from '../model/flag.ts';
import { type Column, lowerBound } from './column.ts';
import type { Page } from './page.ts';

/**
 * A factor of one day, minute by minute, from the finest grain present: live readings (their mean), else the minute
 * record, else the 5-minute, hour or day record of a span that has nothing finer (contract §2 "Grain").
 * `values` is NaN where there is no number; `flags` is `Flag.EMPTY` where nothing was received.
 */
export interface Minutes {
  values: Float64Array;
  flags: Uint8Array;
  /** the coarsest grain that was drawn on; undefined = no data at all */
  grain: Grain | undefined;
}

const MINUTES = 1440;

/** Of a factor that the day knows nothing of. */
const NOTHING: Minutes = {
  values: new Float64Array(MINUTES).fill(Number.NaN),
  flags: new Uint8Array(MINUTES),
  grain: undefined,
};

/** Statistics that state a factor's level, by what they are converted to. */
const LEVEL: Record<'measured' | 'converted', { live: Stat[]; mean: Stat[] }> = {
  measured: { live: ['rtd', 'avg'], mean: ['avg', 'rtd'] },
  converted: { live: ['zsrtd', 'zsavg'], mean: ['zsavg', 'zsrtd'] },
};

/**
 * What it returns may be the page's own arrays: nobody writes into them.
 * @param factor number of the factor, see FactorIndex
 * @param coarsest the longest period whose mean may speak for its minutes
 */
export function minutesOf(
  page: Page,
  factor: number,
  basis: 'measured' | 'converted',
  coarsest: Grain = 'day',
): Minutes {
  const live = LEVEL[basis].live.some((stat) => page.live.has(channelOf(factor, 'live', stat)));
  const reported = reportedColumns(page, factor, basis, coarsest);
  const finest = reported[0];
  if (!live && finest === undefined) return NOTHING;
  if (!live && finest?.grain === 'minute' && speaksAlone(finest.column, reported.length)) {
    return { values: finest.column.values, flags: finest.column.flags, grain: 'minute' };
  }
  const minutes: Minutes = {
    values: new Float64Array(MINUTES).fill(Number.NaN),
    flags: new Uint8Array(MINUTES),
    grain: undefined,
  };
  for (const stat of LEVEL[basis].live) fromLive(page, channelOf(factor, 'live', stat), minutes);
  for (const { grain, column } of reported) spread(column, grain, minutes);
  return minutes;
}

interface Reported {
  grain: Exclude<Grain, 'live'>;
  column: Column;
}

/** Columns of means of a factor, the finest first. */
function reportedColumns(page: Page, factor: number, basis: keyof typeof LEVEL, coarsest: Grain): Reported[] {
  const found: Reported[] = [];
  for (const grain of ['minute', 'five', 'hour', 'day'] as const) {
    if (GRAIN_MS[grain] > GRAIN_MS[coarsest]) break;
    for (const stat of LEVEL[basis].mean) {
      const column = page.columns.get(channelOf(factor, grain, stat));
      if (column) found.push({ grain, column });
    }
  }
  return found;
}

/** Whether minute records say all that is said of the day: none is missing, or there is nothing else to fill in. */
function speaksAlone({ flags }: Column, columns: number): boolean {
  return !flags.includes(Flag.EMPTY) || (columns === 1 && reportingInterval(flags) === 1);
}

/** A record of a day as it was received, without being spread over minutes. */
export interface DayRecord {
  /** minute of the day in which its period ends, 0–1440 */
  minute: number;
  value: number;
}

/**
 * Usable records of a factor from the finest grain present, in order of time, at most one a minute. For counters: a
 * counter stands where its period ends, and what it stands at speaks for no other minute.
 * @param factor number of the factor, see FactorIndex
 */
export function recordsOf(page: Page, factor: number): DayRecord[] {
  for (const stat of LEVEL.measured.live) {
    const live = page.live.get(channelOf(factor, 'live', stat));
    if (!live || live.length === 0) continue;
    const byMinute = new Map<number, number>();
    for (let i = 0; i < live.length; i++) {
      if (isUsable(live.column.flags[i]!)) byMinute.set(Math.ceil(live.seconds[i]! / 60), live.column.values[i]!);
    }
    return [...byMinute].map(([minute, value]) => ({ minute, value }));
  }
  for (const grain of ['minute', 'five', 'hour', 'day'] as const) {
    for (const stat of LEVEL.measured.mean) {
      const column = page.columns.get(channelOf(factor, grain, stat));
      if (!column) continue;
      const step = GRAIN_MS[grain] / MINUTE_MS;
      const length = grain === 'minute' ? reportingInterval(column.flags) : step;
      return [...column.flags.keys()]
        .filter((slot) => isUsable(column.flags[slot]!))
        .map((slot) => ({ minute: slot * step + length, value: column.values[slot]! }));
    }
  }
  return [];
}

/**
 * A factor's day from the finest grain alone: one value an interval, so that a record which speaks for several minutes
 * is not taken for a run of equal ones. `step` in minutes; `flags` is `Flag.EMPTY` where nothing was received.
 */
export interface Samples {
  step: number;
  values: Float64Array;
  flags: Uint8Array;
}

export function samplesOf(page: Page, factor: number): Samples {
  const live: Minutes = {
    values: new Float64Array(MINUTES).fill(Number.NaN),
    flags: new Uint8Array(MINUTES),
    grain: undefined,
  };
  for (const stat of LEVEL.measured.live) fromLive(page, channelOf(factor, 'live', stat), live);
  if (live.grain) return every(reportingInterval(live.flags), live);
  for (const grain of ['minute', 'five', 'hour', 'day'] as const) {
    for (const stat of LEVEL.measured.mean) {
      const column = page.columns.get(channelOf(factor, grain, stat));
      if (!column) continue;
      if (grain === 'minute') return every(reportingInterval(column.flags), column);
      return { step: GRAIN_MS[grain] / MINUTE_MS, values: column.values, flags: column.flags };
    }
  }
  return every(1, live);
}

function every(step: number, { values, flags }: { values: Float64Array; flags: Uint8Array }): Samples {
  if (step === 1) return { step, values, flags };
  return { step, values: values.filter((_, m) => m % step === 0), flags: flags.filter((_, m) => m % step === 0) };
}

const channelOf = (factor: number, grain: Grain, stat: Stat): ChannelId =>
  packChannel(factor, GRAIN_ID[grain], STAT_ID[stat]);

/** Minute mean of the usable instants; a minute with none usable keeps the flag of its last instant. */
function fromLive(page: Page, channel: ChannelId, minutes: Minutes): void {
  const live = page.live.get(channel);
  if (!live || live.length === 0) return;
  minutes.grain = 'live';
  const { values, flags } = live.column;
  let i = 0;
  for (let m = 0; m < MINUTES && i < live.length; m++) {
    const end = lowerBound(live.seconds, live.length, (m + 1) * 60);
    if (i === end || minutes.flags[m] !== Flag.EMPTY) {
      i = end;
      continue;
    }
    let sum = 0;
    let n = 0;
    for (; i < end; i++) {
      minutes.flags[m] = n === 0 || isUsable(flags[i]!) ? flags[i]! : minutes.flags[m]!;
      if (!isUsable(flags[i]!)) continue;
      sum += values[i]!;
      n++;
    }
    if (n > 0) minutes.values[m] = sum / n;
  }
}

/** A record speaks for every minute of its period, unless anything finer was received within that period. */
function spread(column: Column, grain: Exclude<Grain, 'live'>, minutes: Minutes): void {
  const length = grain === 'minute' ? reportingInterval(column.flags) : GRAIN_MS[grain] / MINUTE_MS;
  const step = GRAIN_MS[grain] / MINUTE_MS;
  for (let slot = 0; slot < column.slots; slot++) {
    const flag = column.flags[slot]!;
    if (flag === Flag.EMPTY) continue;
    const from = slot * step;
    const to = Math.min(from + length, MINUTES);
    if (grain !== 'minute' && anyReceived(minutes.flags, from, to)) continue;
    minutes.grain = grain;
    for (let m = from; m < to; m++) {
      if (minutes.flags[m] !== Flag.EMPTY) continue;
      minutes.flags[m] = flag;
      minutes.values[m] = column.values[slot]!;
    }
  }
}

function anyReceived(flags: Uint8Array, from: number, to: number): boolean {
  for (let m = from; m < to; m++) if (flags[m] !== Flag.EMPTY) return true;
  return false;
}

/** MinInterval of HJ 212 (CN 1063), minutes. */
const INTERVALS = [30, 20, 15, 12, 10, 6, 5, 4, 3, 2];

/**
 * The reporting interval of a day's minute records, in minutes. The wire does not say it with the data, so it is read
 * off the grid: the widest standard interval on whose multiples all records lie, when at least half of the places
 * between the first and the last are filled; otherwise 1.
 */
export function reportingInterval(flags: Uint8Array): number {
  let first = -1;
  let last = -1;
  let count = 0;
  let candidates = INTERVALS;
  for (let slot = 0; slot < flags.length; slot++) {
    if (flags[slot] === Flag.EMPTY) continue;
    if (first < 0) first = slot;
    last = slot;
    count++;
    candidates = candidates.filter((interval) => slot % interval === 0);
    if (candidates.length === 0) return 1;
  }
  if (count < 3) return 1;
  return candidates.find((interval) => count * interval * 2 >= last - first + interval) ?? 1;
}

/** Reporting intervals of a page's minute records. Late in a day another one may show, and earlier records then speak for other minutes. */
export function gridOf(page: Page): string {
  const intervals: number[] = [];
  for (const [channel, { flags }] of page.columns) {
    if (channelGrain(channel) === 'minute') intervals.push(reportingInterval(flags));
  }
  return intervals.join();
}

/** Hour of the day of a minute of the day. */
export const hourOfMinute = (minute: number) => Math.floor((minute * MINUTE_MS) / HOUR_MS);
