import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import type { DayView } from '../../ledger/view.ts';
import { MINUTE_MS, minuteText } from '../../model/beijing.ts';
import { Flag } from '../../model/flag.ts';
import { defineDetector } from '../detector.ts';

/**
 * Nothing at all was received from an outlet for longer than allowed, outside 停运 (regulations §3 L1, VAL-02). A gap
 * that is back-filled later disappears again. Single channels that fail are the missing-data and validity rules' task.
 */
export default defineDetector({
  title: { zh: '数据中断', en: 'Data gap' },
  window: 'hour',
  lookbackDays: 1,
  params: z.strictObject({
    minutes: z.number().int().min(1).describe('中断达到此分钟数 / a gap of this many minutes or more is told'),
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    const closed = Math.min(1440, Math.floor((view.until - day.start) / MINUTE_MS));
    const received = receivedMinutes(day, closed);
    const carried = closed > 0 && !received[0] ? trailingGap(view.day(view.days.from - 1)) : 0;
    return gaps(received, closed).flatMap(({ from, to }) => {
      const length = to - from + (from === 0 ? carried : 0);
      if (length < params.minutes) return [];
      const start = day.start + from * MINUTE_MS - (from === 0 ? carried : 0) * MINUTE_MS;
      const end = day.start + to * MINUTE_MS;
      return [
        {
          factor: null,
          start,
          end,
          value: length,
          limit: params.minutes,
          unit: 'min',
          informational: true,
          facts: { from: minuteText(start), to: minuteText(end) },
        },
      ];
    });
  },
});

/** 1 for each minute before `until` for which anything was received, or for which nothing was due. */
function receivedMinutes(day: DayView, until: number): Uint8Array {
  const received = Uint8Array.from(day.minutesMarked(MarkBit.STOPPED));
  received.fill(1, 0, day.minutesBeforeFirst);
  for (const factor of day.due) {
    for (const basis of ['measured', 'converted'] as const) {
      const first = received.indexOf(0);
      if (first < 0 || first >= until) return received;
      const { flags, grain } = day.minutes(factor, basis);
      if (grain === undefined) continue;
      for (let m = first; m < until; m++) if (flags[m] !== Flag.EMPTY) received[m] = 1;
    }
  }
  return received;
}

function gaps(received: Uint8Array, until: number): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let from = -1;
  for (let m = 0; m <= until; m++) {
    const missing = m < until && received[m] === 0;
    if (missing && from < 0) from = m;
    if (!missing && from >= 0) {
      found.push({ from, to: m });
      from = -1;
    }
  }
  return found;
}

/** Minutes of gap at the end of a day. */
function trailingGap(day: DayView): number {
  const received = receivedMinutes(day, 1440);
  const last = received.lastIndexOf(1);
  return last < 0 ? 1440 : 1439 - last;
}
