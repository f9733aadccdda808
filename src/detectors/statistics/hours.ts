import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import { median, numbersOf } from '../../ledger/means.ts';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { factors, historyDays } from '../params.ts';

/** What the detectors of this family share: hour medians of the days known, and which of them are comparable. */
export const memory = {
  factors,
  load: z
    .array(z.string())
    .default([])
    .describe(
      '表征负荷的因子，取排放口已有的第一个；没有则不分负荷 / factors that show the load; the first that the outlet has counts, without one load is left out',
    ),
  loadShare: z
    .number()
    .positive()
    .max(1)
    .describe(
      '负荷与被判小时相差在此比例内才可比 / hours are comparable whose load is within this share of the judged one',
    ),
  ofLimit: z
    .number()
    .min(0)
    .describe(
      '小于小时限值此比例的偏离不值得关注；没有限值则不看 / less than this share of the hour limit is not worth attention; without a limit it does not count',
    ),
  digits: z
    .number()
    .min(0)
    .describe(
      '偏离不超过此数末位步长不值得关注；名录未给分辨率则不看 / so many steps of the last digit are not worth attention; without a resolution in the catalogue they do not count',
    ),
  historyDays: historyDays(7, 30),
  days: z.number().int().min(5).describe('须已知的历史天数 / days that must be known'),
};

export interface Memory {
  load: readonly string[];
  loadShare: number;
  historyDays: number;
  days: number;
}

/**
 * 24 medians of a day's usable samples; NaN where fewer than half of an hour is usable or any state is marked. A median
 * forgives blow-back and calibration of less than half an hour.
 */
function hoursOf(view: WindowView, day: number, factor: string): Float64Array {
  return view.profile(day, `hour-medians/${factor}`, (one) => cut(one, factor));
}

function cut(day: DayView, factor: string): Float64Array {
  const hours = new Float64Array(24).fill(Number.NaN);
  if (day.page.channels === 0) return hours;
  const { step, values } = day.samples(factor);
  const marked = day.minutesMarked(MarkBit.MARKED);
  const size = 60 / step;
  if (size < 1) return hours;
  for (let h = 0; h < 24; h++) {
    if (marked.subarray(60 * h, 60 * h + 60).includes(1)) continue;
    const there = numbersOf(values, h * size, (h + 1) * size);
    if (there.length >= size / 2) hours[h] = median(there);
  }
  return hours;
}

/** Hours from `historyDays` before the window to its end, the last 24 the window's own, with the load beside. */
export interface Course {
  values: Float64Array;
  /** NaN where it is unknown; undefined where the outlet shows no load */
  load: Float64Array | undefined;
  /** index of the window's first hour */
  today: number;
}

/** Undefined where fewer than `days` of the days before have half of their hours. */
export function courseOf(view: WindowView, factor: string, terms: Memory): Course | undefined {
  const last = view.days.from;
  const days = Array.from({ length: terms.historyDays + 1 }, (_, k) => last - terms.historyDays + k);
  // Several rules ask about the same days, and every factor about the load.
  const joined = (code: string) =>
    view.day(last).once(`hour-medians/${code}/${terms.historyDays}`, () => {
      const all = new Float64Array(24 * days.length);
      days.forEach((day, k) => {
        all.set(hoursOf(view, day, code), 24 * k);
      });
      return all;
    });
  const values = joined(factor);
  const today = values.length - 24;
  const known = days.filter((_, k) => {
    const day = values.subarray(24 * k, 24 * k + 24);
    return k < terms.historyDays && numbersOf(day).length >= 12;
  });
  if (known.length < terms.days) return undefined;
  const shows = terms.load.find((code) => code !== factor && view.day(last).due.has(code));
  return { values, load: shows === undefined ? undefined : joined(shows), today };
}

/** Whether two hours ran at about the same load. Where none is shown, all did. */
export function sameLoad({ load }: Course, a: number, b: number, share: number): boolean {
  return load === undefined || Math.abs(load[a]! - load[b]!) <= share * Math.abs(load[a]!);
}

/**
 * What a value may lie off without being worth attention: the detection limit, some steps of the last digit, a share of
 * what is usual, a share of the hour limit where there is one.
 */
export function tolerance(
  view: WindowView,
  factor: string,
  center: number,
  { least, ofLimit, digits }: { least: number; ofLimit: number; digits: number },
): number {
  const { detectionLimit = 0, resolution = 0 } = view.outlet.channels[factor] ?? {};
  const limit = view.day(view.days.from).limit(factor, 'hour')?.limit.value ?? 0;
  return Math.max(detectionLimit, digits * resolution, least * Math.abs(center), ofLimit * limit);
}
