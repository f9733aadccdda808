import { z } from 'zod';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { dateText, dayOf, dayStart, HOUR_MS, MINUTE_MS, minuteText, type Span } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import { factorName } from '../../model/factors.ts';
import { Flag, flagOf, LETTER_MASK, NO_VALUE } from '../../model/flag.ts';
import { MARK_KINDS, type MarkKind } from '../../model/mark.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { factors } from '../params.ts';

const LOOKBACK_DAYS = 31;

/**
 * A monitor that fails for longer than it may (Order 19 of 2012, Art. 8; regulations VAL-02): nothing received, no
 * number, or values flagged as of a faulty or stopped instrument, without a break and outside 停运. `hours` without a
 * report; or beyond so many `workingDays` after the day on which it began, reported or not. A break longer than a month
 * is told as of a month ago. Values wrongly flagged N are for the falsification detectors.
 */
export default defineDetector({
  title: { zh: '监测设备故障超过期限', en: 'Monitor failed for longer than it may' },
  window: 'hour',
  lookbackDays: LOOKBACK_DAYS,
  params: z.strictObject({
    factors,
    flags: z
      .array(z.string().length(1))
      .describe('仪器故障或停运的数据标记字母 / flag letters of an instrument that is faulty or stopped'),
    longerThan: z
      .union([
        z.strictObject({ hours: z.number().positive(), reportedBy: z.array(z.enum(markKinds())).min(1) }),
        z.strictObject({ workingDays: z.number().int().min(1).max(20) }),
      ])
      .describe(
        '期限：若干小时内应报告（由哪些标记报告），或若干工作日内应恢复 / the term: hours within which it is reported, and by which marks; or working days within which it is restored',
      ),
  }),
  evaluate(view, { factors: watched, flags, longerThan }) {
    const outages = outagesOf(view, watched, flags.map(flagOf));
    return outages.flatMap(({ start, end, channels }): Claim[] => {
      const names = channels.map((channel) => factorName(channel));
      const facts = {
        act: `${view.outlet.id}/${dateText(view.days.from)}`,
        missing: channels,
        channels: { zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') },
      };
      const hours = (end - start) / HOUR_MS;
      if ('hours' in longerThan) {
        if (!exceeds(hours, longerThan.hours)) return [];
        const due = start + longerThan.hours * HOUR_MS;
        const reports = view.marks.within({ start, end }).filter(({ kind }) => longerThan.reportedBy.includes(kind));
        if (reports.some(({ createdAt }) => createdAt <= due)) return [];
        const late = reports.length === 0 ? null : minuteText(Math.min(...reports.map((mark) => mark.createdAt)));
        const said = { ...facts, reportDue: minuteText(due), reportedAt: late };
        return [{ factor: null, start, end, value: tidy(hours), limit: longerThan.hours, unit: 'h', facts: said }];
      }
      const { last, known } = view.calendar.term(dayOf(start), longerThan.workingDays);
      const due = dayStart(last + 1);
      if (end <= due) return [];
      const said = {
        ...facts,
        outageHours: tidy(hours),
        restoreDue: dateText(last),
        calendarKnown: known,
      };
      return [
        {
          factor: null,
          start,
          end,
          value: workingDaysUntil(view, start, end),
          limit: longerThan.workingDays,
          unit: 'd',
          informational: !known,
          facts: said,
        },
      ];
    });
  },
});

function markKinds(): [MarkKind, ...MarkKind[]] {
  return Object.keys(MARK_KINDS) as [MarkKind, ...MarkKind[]];
}

/** Working days after the day of the beginning that have begun when it ends. */
function workingDaysUntil({ calendar }: WindowView, start: number, end: number): number {
  let n = 0;
  for (let day = dayOf(start) + 1; dayStart(day) < end; day++) if (calendar.isWorkingDay(day)) n++;
  return n;
}

/** Outages that reach into the window, with the channels that share one. */
function outagesOf(view: WindowView, watched: readonly string[], flags: readonly number[]) {
  const found = new Map<string, Span & { channels: string[] }>();
  const today = view.day(view.days.from);
  const closed = Math.min(1440, Math.floor((view.until - today.start) / MINUTE_MS));
  for (const factor of watched) {
    if (!today.due.has(factor)) continue;
    const down = view.follow(
      `down/${factor}/${flags.join()}`,
      () => new Uint8Array(1440),
      (minutes, from, to) => markDown(minutes, today, factor, flags, from, to),
    );
    for (let m = down.indexOf(1); m >= 0 && m < closed; m = down.indexOf(1, m)) {
      const to = down.indexOf(0, m);
      const end = to < 0 || to > closed ? closed : to;
      const carried = m === 0 ? downBefore(view, factor, flags) : 0;
      const span = { start: today.start + (m - carried) * MINUTE_MS, end: today.start + end * MINUTE_MS };
      const key = `${span.start}/${span.end}`;
      const outage = found.get(key) ?? { ...span, channels: [] };
      found.set(key, { ...outage, channels: [...outage.channels, factor] });
      m = end;
    }
  }
  return [...found.values()];
}

/** Minutes for which a channel has been down without a break when the window's day begins. */
function downBefore(view: WindowView, factor: string, flags: readonly number[]): number {
  let minutes = 0;
  for (let day = view.days.from - 1; day >= view.days.from - LOOKBACK_DAYS; day--) {
    const trailing = view.profile(day, `down/${factor}/${flags.join()}`, (earlier) => {
      return earlier.due.has(factor) ? 1439 - downMinutes(earlier, factor, flags).lastIndexOf(0) : 0;
    });
    minutes += trailing;
    if (trailing < 1440) break;
  }
  return minutes;
}

/** 1 for each minute under 停运, whether the industry has a marking policy or not. */
function stoppedMinutes(day: DayView): Uint8Array {
  const stopped = new Uint8Array(1440);
  for (const { kind, start, end } of day.markList) {
    if (kind !== 'out-of-service') continue;
    const [from, to] = [start, end].map((at) => Math.min(1440, Math.max(0, Math.ceil((at - day.start) / MINUTE_MS))));
    stopped.fill(1, from, to);
  }
  return stopped;
}

/** 1 for each minute of a day in which a channel is down. */
function downMinutes(day: DayView, factor: string, flags: readonly number[]): Uint8Array {
  const down = new Uint8Array(1440);
  markDown(down, day, factor, flags, 0, 1440);
  return down;
}

/** Of minutes `[from, to)` those in which a channel is down: due, and nothing usable from an instrument at work. */
function markDown(
  down: Uint8Array,
  day: DayView,
  factor: string,
  flags: readonly number[],
  from: number,
  to: number,
): void {
  const stopped = day.once('under 停运', () => stoppedMinutes(day));
  const measured = day.minutes(factor).flags;
  const converted = day.minutes(factor, 'converted').flags;
  const isDown = (flag: number) => {
    const letter = flag & LETTER_MASK;
    return letter === Flag.EMPTY || (flag & NO_VALUE) !== 0 || flags.includes(letter);
  };
  for (let m = Math.max(from, day.minutesBeforeFirst); m < to; m++) {
    if (!stopped[m] && isDown(measured[m]!) && isDown(converted[m]!)) down[m] = 1;
  }
}
