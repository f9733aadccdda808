import { type DaySpan, dayOf } from '../model/beijing.ts';
import { tidy } from '../model/compare.ts';
import type { HourTally, TransmissionRates } from '../model/transmission.ts';
import { hourTallies, NO_HOURS } from './hour-tally.ts';
import type { OutletDays } from './view.ts';

/** Hours of several factors, each by itself and all together. */
export interface Transmission {
  of: ReadonlyMap<string, HourTally>;
  all: HourTally;
}

/**
 * Hours of an outlet for effective transmission (VAL-03) over whole days that are over. A factor counts where it is owed
 * on the last of them.
 */
export function transmission(
  outlet: OutletDays,
  days: DaySpan,
  factors: readonly string[],
  minMinutes: number,
): Transmission {
  const owed = outlet.day(days.to - 1).due;
  const of = new Map(
    factors
      .filter((factor) => owed.has(factor))
      .map((factor) => [factor, hourTallies(outlet, days, factor, minMinutes)] as const),
  );
  return { of, all: [...of.values()].reduce(add, NO_HOURS) };
}

/** Days of a period that are over and for which data can be owed, `[from, to)`; undefined before the first is. */
export function daysOver(days: DaySpan, firstAt: number, until: number): DaySpan | undefined {
  const from = Math.max(days.from, dayOf(firstAt));
  const to = Math.min(days.to, dayOf(until));
  return from < to ? { from, to } : undefined;
}

export function ratesOf({ due, received, valid }: HourTally): TransmissionRates {
  if (due === 0) return { transmission: null, validity: null, national: null, zibo: null };
  const transmission = received / due;
  const validity = received === 0 ? 0 : valid / received;
  return {
    transmission: percent(transmission),
    validity: percent(validity),
    national: percent(transmission * validity),
    zibo: percent(valid / due),
  };
}

export const percent = (share: number) => tidy(share * 100);

function add(a: HourTally, b: HourTally): HourTally {
  return {
    due: a.due + b.due,
    filedStop: a.filedStop + b.filedStop,
    received: a.received + b.received,
    valid: a.valid + b.valid,
    marked: a.marked + b.marked,
  };
}
