import { z } from 'zod';
import { lagMs } from '../../ledger/column.ts';
import type { DayView } from '../../ledger/view.ts';
import { MINUTE_MS, minuteText, type Span } from '../../model/beijing.ts';
import { Flag } from '../../model/flag.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';

/**
 * The clock of a logger set away and back again (F26; 175号 Art. 4(8)), which moves a peak into another hour or day. A clock
 * that jumps ahead leaves minutes without data; one that jumps back sends minutes twice, each time as of now, with the
 * values of two different minutes. Both by the same length within some days is one act: nothing else loses and
 * doubles the same number of minutes.
 *
 * Innocent causes that do not raise it: a clock that was off and is mended (one jump only), an outage, history sent again
 * later (its minutes are not sent as of now), repeats of the same values, a second logger that doubles everything. A clock
 * that fails and is mended twice looks the same: a person decides.
 */
export default defineDetector({
  title: { zh: '时钟拨动后又拨回', en: 'Clock set away and back' },
  window: 'day',
  lookbackDays: 7,
  params: z.strictObject({
    factors,
    agree: z
      .number()
      .int()
      .min(1)
      .describe('同一分钟须有两个不同数值的因子数 / factors that must have two different values of one minute'),
    minutes: z.number().int().min(2).describe('拨动至少此分钟数 / the clock is moved by at least so many minutes'),
    tolerance: z
      .number()
      .int()
      .min(0)
      .describe('缺失与重复的分钟数可相差 / minutes by which what is missing and what is doubled may differ'),
    hole: z
      .number()
      .int()
      .min(0)
      .describe(
        '重复时段内可有的数值相同的分钟数 / minutes in a row of a doubled span that may have the same value twice',
      ),
    live: z
      .number()
      .int()
      .min(1)
      .describe(
        '时段结束后此秒数内发出视为实时 / sent within so many seconds after its minute began is as of now; later is a re-send',
      ),
    days: z.number().int().min(1).max(7).describe('拨动与拨回相隔至多的天数 / days between setting away and back'),
    score,
  }),
  evaluate(view, params) {
    const key = `clock-set/${params.factors.join()}/${params.agree}/${params.live}/${params.hole}/${params.minutes}`;
    const runs = Array.from({ length: params.days + 1 }, (_, i) =>
      view.profile(view.days.from - params.days + i, key, (day) => runsOf(day, params)),
    );
    if (runs.every(({ doubled }) => doubled.length === 0)) return [];
    const longEnough = (span: Span) => lengthOf(span) >= params.minutes;
    const doubled = joined(runs.flatMap((day) => day.doubled)).filter(longEnough);
    const missing = new Set(joined(runs.flatMap((day) => day.missing)).filter(longEnough));
    return doubled.flatMap((twice): Claim[] => {
      const alike = [...missing].filter((gap) => Math.abs(lengthOf(gap) - lengthOf(twice)) <= params.tolerance);
      const gap = alike.sort((a, b) => apart(a, twice) - apart(b, twice))[0];
      if (!gap) return [];
      missing.delete(gap);
      const last = Math.max(gap.end, twice.end);
      if (last <= view.start || last > view.end) return [];
      const isAhead = gap.start < twice.start;
      return [
        {
          factor: null,
          start: Math.min(gap.start, twice.start),
          end: last,
          value: lengthOf(twice),
          limit: params.minutes,
          unit: 'min',
          facts: {
            clockSet: isAhead
              ? { zh: '先拨快后拨回', en: 'ahead, then back' }
              : { zh: '先拨慢后拨回', en: 'back, then ahead' },
            missingFrom: minuteText(gap.start),
            missingTo: minuteText(gap.end),
            doubledFrom: minuteText(twice.start),
            doubledTo: minuteText(twice.end),
            ...evidence(params.score, ['time'], AGAINST),
          },
        },
      ];
    });
  },
});

const AGAINST = [
  {
    zh: '重复的分钟两次都是实时发送，不是事后补传',
    en: 'the doubled minutes were sent as of now both times: no history sent again later',
  },
  { zh: '缺失与重复的长度相同，不像断线', en: 'what is missing is as long as what is doubled: unlike an outage' },
];

interface Runs {
  missing: Span[];
  doubled: Span[];
}

/** Of a day that has data: spans of minutes that no factor has, and that several have twice as of now, with different values. */
function runsOf(day: DayView, params: { factors: readonly string[]; agree: number; hole: number; live: number }): Runs {
  const columns = params.factors.flatMap((factor) => day.reported(factor, 'minute', 'avg') ?? []);
  const sent = new Uint8Array(1440);
  const twice = new Uint8Array(1440);
  const isLive = (lag: number) => lagMs(lag) <= params.live * 1000;
  for (const { flags, lags, versions } of columns) {
    for (let m = 0; m < 1440; m++) if (flags[m] !== Flag.EMPTY) sent[m] = 1;
    const slots = versions.flatMap(({ slot, lag }) => (isLive(lag) && isLive(lags[slot]!) ? [slot] : []));
    for (const slot of new Set(slots)) twice[slot]!++;
  }
  return {
    missing: spansOf(day.start, (m) => sent[m] === 0, 0),
    doubled: spansOf(day.start, (m) => twice[m]! >= params.agree, params.hole),
  };
}

function spansOf(dayStart: number, holds: (minute: number) => boolean, hole: number): Span[] {
  const spans: { start: number; end: number }[] = [];
  for (let m = 0; m < 1440; m++) {
    if (!holds(m)) continue;
    const start = dayStart + m * MINUTE_MS;
    const last = spans.at(-1);
    if (last && start - last.end <= hole * MINUTE_MS) last.end = start + MINUTE_MS;
    else spans.push({ start, end: start + MINUTE_MS });
  }
  return spans;
}

/** Spans of several days, those that midnight cuts made whole. */
function joined(spans: readonly Span[]): Span[] {
  const whole: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const last = whole.at(-1);
    if (last?.end === start) last.end = end;
    else whole.push({ start, end });
  }
  return whole;
}

const lengthOf = ({ start, end }: Span) => (end - start) / MINUTE_MS;
const apart = (a: Span, b: Span) => Math.abs(a.start - b.start);
