import { Flag, isUsable } from '../model/flag.ts';
import type { HourTally } from '../model/transmission.ts';
import { MarkBit } from './marks.ts';
import { hourMeans } from './means.ts';
import type { DayView, OutletDays } from './view.ts';

export const NO_HOURS: HourTally = { due: 0, filedStop: 0, received: 0, valid: 0, marked: 0 };

/**
 * A day that is over. Where the minutes of an hour did not arrive, the hour record speaks for it; where they did, they
 * do. Hours under a device mark (CEMS维护) are due and not valid.
 * @param minMinutes usable minutes that a valid hour needs
 */
export function hourTally(day: DayView, factor: string, minMinutes: number): HourTally {
  const stopped = day.minutesMarked(MarkBit.STOPPED);
  const notUsed = day.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID);
  const { values } = hourMeans(day.converted(factor).values, notUsed, minMinutes);
  const [measured, converted] = [day.minutes(factor), day.minutes(factor, 'converted')];
  const [measuredHours, convertedHours] = [day.reported(factor, 'hour', 'avg'), day.reported(factor, 'hour', 'zsavg')];
  const tally = { ...NO_HOURS };
  for (let h = 0; h < 24; h++) {
    if ((h + 1) * 60 <= day.minutesBeforeFirst) continue;
    const span = [h * 60, h * 60 + 60] as const;
    if (count(stopped, span) > 60 - minMinutes) {
      tally.filedStop++;
      continue;
    }
    tally.due++;
    let arrived = 0;
    for (let m = span[0]; m < span[1]; m++) {
      if (measured.flags[m] !== Flag.EMPTY || converted.flags[m] !== Flag.EMPTY) arrived++;
    }
    const record = measuredHours?.flags[h] || convertedHours?.flags[h] || Flag.EMPTY;
    if (record !== Flag.EMPTY || arrived >= minMinutes) tally.received++;
    const marked = count(notUsed, span) > 60 - minMinutes;
    if (marked) tally.marked++;
    const byRecord = arrived < minMinutes && isUsable(record) && !marked;
    if (!Number.isNaN(values[h]) || byRecord) tally.valid++;
  }
  return tally;
}

const count = (bits: Uint8Array, [from, to]: readonly [number, number]) =>
  bits.subarray(from, to).reduce((n, bit) => n + bit, 0);

/** Sum over whole days `[from, to)`; each day is counted once and remembered. */
export function hourTallies(
  of: OutletDays,
  { from, to }: { from: number; to: number },
  factor: string,
  minMinutes: number,
): HourTally {
  const sum = { ...NO_HOURS };
  for (let day = from; day < to; day++) {
    const one = of.profile(day, `hours/${factor}/${minMinutes}`, (shown) => hourTally(shown, factor, minMinutes));
    for (const key of Object.keys(sum) as (keyof HourTally)[]) sum[key] += one[key];
  }
  return sum;
}
