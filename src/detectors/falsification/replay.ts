import { z } from 'zod';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { dayOf, MINUTE_MS, minuteText } from '../../model/beijing.ts';
import { factorNames } from '../../model/factors.ts';
import { defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';

/**
 * Minutes that are equal to those of an earlier time, in several factors at once (toolbox T5; F27).
 *
 * Near-linear: every window of `match` minutes has a rolling hash, and only windows whose hash is a multiple of
 * {@link SAMPLED} are kept, the same ones wherever the same data stand (content-defined sampling, Manber 1994 "Finding
 * similar files"). A day's profile is about 1440 / 16 numbers a factor; a suspected shift is then compared minute by
 * minute. Catches exact copies at any shift; for scaled or noisy ones see `fluewatch screen`.
 *
 * Innocent causes that do not raise it: a plant at rest or a value that stands still (windows need movement), coarse
 * digits (three factors must agree on the same shift), gaps.
 */
export default defineDetector({
  title: { zh: '重复历史数据', en: 'Earlier data sent again' },
  window: 'day',
  lookbackDays: 31,
  params: z.strictObject({
    factors,
    agree: z
      .number()
      .int()
      .min(1)
      .describe('须以同一间隔重复的实测因子数 / measured factors that must repeat with the same shift'),
    match: z.number().int().min(10).max(240).describe('须连续相等的分钟数 / minutes that must be equal in a row'),
    minutes: z.number().int().min(10).describe('重复达到此分钟数即报 / length of a repetition that is told'),
    movement: z
      .number()
      .min(0)
      .max(1)
      .describe(
        '相邻分钟不同的比例，否则只是静止 / share of neighbouring minutes that must differ, else it is standstill',
      ),
    equal: z
      .number()
      .min(0.5)
      .max(1)
      .describe(
        '重复时段内一个因子须相同的分钟比例，容许其自身校准 / share of a factor’s minutes in the span that must be equal: its own calibration may fall into it',
      ),
    hole: z
      .number()
      .int()
      .min(0)
      .describe('重复时段内可有的不同分钟数 / minutes in a row that may differ inside a repetition'),
    days: z.number().int().min(1).max(31).describe('向前查找的天数 / days back that are searched'),
    score,
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    const votes = new Map<number, Set<string>>();
    for (const factor of params.factors) {
      for (const shift of shiftsOf(view, factor, params)) votes.set(shift, (votes.get(shift) ?? new Set()).add(factor));
    }
    const claimed = new Uint8Array(1440);
    const candidates = [...votes].filter(([, by]) => by.size >= params.agree);
    candidates.sort(([a, x], [b, y]) => y.size - x.size || a - b);
    return candidates.flatMap(([shift]) => {
      const agreeing = equalMinutes(view, params.factors, shift);
      return spans(agreeing, params, claimed).flatMap(({ from, to }) => {
        if (to - from < params.minutes) return [];
        const equal = params.factors.filter((factor, f) => {
          const there = day
            .samples(factor)
            .values.subarray(from, to)
            .filter((value) => !Number.isNaN(value)).length;
          return there >= params.minutes && count(agreeing[f]!, from, to) >= params.equal * there;
        });
        const lively = equal.filter(
          (factor) => movement(day.minutes(factor).values.subarray(from, to)) >= params.movement,
        );
        if (lively.length < params.agree) return [];
        claimed.fill(1, from, to);
        const start = day.start + from * MINUTE_MS;
        return [
          {
            factor: null,
            start,
            end: day.start + to * MINUTE_MS,
            value: to - from,
            limit: params.minutes,
            unit: 'min',
            facts: {
              factors: lively,
              factorNames: { ...factorNames(lively) },
              shiftMinutes: shift,
              copiedFrom: minuteText(start - shift * MINUTE_MS),
              copiedTo: minuteText(day.start + (to - shift) * MINUTE_MS),
              ...evidence(
                params.score,
                lively.map((factor) => `emission/${factor}`),
                AGAINST,
              ),
            },
          },
        ];
      });
    });
  },
});

const AGAINST = [
  { zh: '数值在变化，不是停运或恒定状态', en: 'the values move: no plant at rest, no standstill' },
  { zh: '多个实测因子以同一时间差重复', en: 'several measured factors repeat with the same shift' },
];

/** One window in so many is kept, a power of two. */
const SAMPLED = 16;

interface Terms {
  match: number;
  movement: number;
  days: number;
}

/** Hashes of a day's kept windows, and the minute at which each begins. */
interface Sketch {
  hashes: Uint32Array;
  minutes: Uint16Array;
}

/** Shifts in minutes at which kept windows of the day stand earlier as well. */
function shiftsOf(view: WindowView, factor: string, terms: Terms): Set<number> {
  const key = `replay/${factor}/${terms.match}/${terms.movement}`;
  const of = (day: number) => view.profile(day, key, (old) => sketch(old, factor, terms));
  const today = of(view.days.from);
  const shifts = new Set<number>();
  if (today.hashes.length === 0) return shifts;
  const places = new Map<number, number[]>();
  // Most hashes of old days are none of today's: a table of a few thousand places says so before the map is asked.
  const known = new Uint8Array(PLACES);
  today.hashes.forEach((hash, i) => {
    places.set(hash, [...(places.get(hash) ?? []), today.minutes[i]!]);
    known[hash % PLACES] = 1;
  });
  const oldest = Math.max(view.days.from - terms.days, dayOf(view.firstAt));
  for (let old = view.days.from; old >= oldest; old--) {
    const { hashes, minutes } = of(old);
    const back = view.days.from - old;
    for (let i = 0; i < hashes.length; i++) {
      if (known[hashes[i]! % PLACES] === 0) continue;
      for (const minute of places.get(hashes[i]!) ?? []) {
        const shift = back * 1440 + minute - minutes[i]!;
        if (shift >= terms.match) shifts.add(shift);
      }
    }
  }
  return shifts;
}

const PLACES = 4096;
const BASE = 0x01000193;

function sketch(day: DayView, factor: string, { match, movement: needed }: Terms): Sketch {
  const { step, values } = day.samples(factor);
  const hashes: number[] = [];
  const minutes: number[] = [];
  if (step !== 1) return { hashes: new Uint32Array(), minutes: new Uint16Array() };
  let lead = 1;
  for (let i = 1; i < match; i++) lead = Math.imul(lead, BASE);
  const bits = bitsOf(values);
  let hash = 0;
  let present = 0;
  let changes = 0;
  for (let m = 0; m < values.length; m++) {
    const value = values[m]!;
    if (Number.isNaN(value)) {
      hash = 0;
      present = 0;
      changes = 0;
      continue;
    }
    if (present > 0 && value !== values[m - 1]) changes++;
    if (present === match) {
      hash = Math.imul(hash - Math.imul(bits[m - match]!, lead), BASE) + bits[m]!;
      if (values[m - match + 1] !== values[m - match]) changes--;
    } else {
      hash = Math.imul(hash, BASE) + bits[m]!;
      present++;
    }
    const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    if ((mixed & (SAMPLED - 1)) !== 0 || present < match || changes < needed * (match - 1)) continue;
    hashes.push(mixed >>> 0);
    minutes.push(m - match + 1);
  }
  return { hashes: Uint32Array.from(hashes), minutes: Uint16Array.from(minutes) };
}

/** 32 bits of each number; equal numbers have equal bits, −0 those of 0. */
function bitsOf(values: Float64Array): Int32Array {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  const bits = new Int32Array(values.length);
  for (let m = 0; m < values.length; m++) {
    const [low, high] = [words[2 * m]!, words[2 * m + 1]!];
    if (low !== 0 || high !== MINUS_ZERO) bits[m] = Math.imul(low, 0x9e3779b1) ^ high;
  }
  return bits;
}

const MINUS_ZERO = 1 << 31;

/** Per factor: 1 for each minute of the day whose value is that of `shift` minutes earlier. */
function equalMinutes(view: WindowView, factors: readonly string[], shift: number): Uint8Array[] {
  const { from } = view.days;
  return factors.map((factor) => {
    const equal = new Uint8Array(1440);
    const now = view.day(from).samples(factor);
    if (now.step !== 1) return equal;
    for (let m = 0; m < 1440; m++) {
      const at = m - shift;
      const back = Math.ceil(-at / 1440);
      const earlier = back <= 0 ? now.values[at]! : oldSamples(view, from - back, factor)[at + back * 1440];
      if (earlier === now.values[m]) equal[m] = 1;
    }
    return equal;
  });
}

function oldSamples(view: WindowView, day: number, factor: string): Float64Array {
  const { step, values } = view.day(day).samples(factor);
  return step === 1 ? values : new Float64Array(1440).fill(Number.NaN);
}

/** Spans in which `agree` factors or more are equal, a hole allowed; nothing that was claimed already. */
function spans(
  equal: readonly Uint8Array[],
  { agree, hole }: { agree: number; hole: number },
  claimed: Uint8Array,
): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let from = -1;
  let last = -1;
  for (let m = 0; m <= 1440; m++) {
    const enough = m < 1440 && !claimed[m] && equal.reduce((n, minutes) => n + minutes[m]!, 0) >= agree;
    if (enough) {
      if (from < 0) from = m;
      last = m;
    } else if (from >= 0 && (m === 1440 || m - last > hole)) {
      found.push({ from, to: last + 1 });
      from = -1;
    }
  }
  return found;
}

const count = (minutes: Uint8Array, from: number, to: number) =>
  minutes.subarray(from, to).reduce((n, bit) => n + bit, 0);

function movement(values: Float64Array): number {
  let changes = 0;
  for (let i = 1; i < values.length; i++) if (values[i] !== values[i - 1]) changes++;
  return values.length < 2 ? 0 : changes / (values.length - 1);
}
