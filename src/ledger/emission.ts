/**
 * What stands in for invalid hours in TOTALS of an emission, never in judging an exceedance (HJ 75-2017, HJ 356-2019;
 * regulations VAL-01, VAL-04). An hour is a number, NaN where it is due and not valid, null where nothing is due.
 */
export type Hours = readonly (number | null)[];

/** Successive invalid hours between two valid ones; hours that owe nothing neither end nor lengthen it. */
export interface Gap {
  /** index of its first hour and of the hour after its last */
  from: number;
  to: number;
  /** invalid hours in it */
  hours: number;
  /** what each of them counts as; NaN = cannot be substituted */
  each: number;
}

/** A row of HJ 75-2017: from this capture rate on, up to this length of a gap. */
export interface SubstitutionRow {
  rate: number;
  /** hours; absent = a gap of any length */
  upTo?: number | undefined;
  /** the maximum of this many valid hours before the gap */
  last: number;
}

/** @param each what one hour of a gap of `n` counts as, given the valid hours before it, oldest first */
function gapsOf(hours: Hours, each: (before: readonly number[], n: number) => number): Gap[] {
  const gaps: Gap[] = [];
  const valid: number[] = [];
  let open: { from: number; to: number; hours: number } | undefined;
  const close = () => {
    if (open) gaps.push({ ...open, each: each(valid, open.hours) });
    open = undefined;
  };
  hours.forEach((hour, i) => {
    if (hour === null) return;
    if (Number.isNaN(hour)) {
      open ??= { from: i, to: i, hours: 0 };
      open.hours++;
      open.to = i + 1;
      return;
    }
    close();
    valid.push(hour);
  });
  close();
  return gaps;
}

/**
 * HJ 75-2017: the maximum of the last valid hours before the gap, how many depending on the quarter's capture rate and
 * the length of the gap; below the last row nothing is substituted.
 * @param rows strictest first: the first whose rate is reached and whose length is not passed holds
 */
export function byMaximum(hours: Hours, captureRate: number, rows: readonly SubstitutionRow[]): Gap[] {
  return gapsOf(hours, (before, n) => {
    const row = rows.find(({ rate, upTo }) => captureRate >= rate - 1e-9 && n <= (upTo ?? Number.POSITIVE_INFINITY));
    return row && before.length > 0 ? Math.max(...before.slice(-row.last)) : Number.NaN;
  });
}

/** HJ 356-2019: the mean of as many preceding valid values as are missing. */
export function byPreceding(hours: Hours): Gap[] {
  return gapsOf(hours, (before, n) => {
    const last = before.slice(-n);
    return last.length < n ? Number.NaN : last.reduce((sum, value) => sum + value, 0) / n;
  });
}

export interface Total {
  measured: number;
  substituted: number;
  validHours: number;
  substitutedHours: number;
  /** invalid hours for which nothing stands in */
  lostHours: number;
}

/** Sum of the hours from an index on, gaps filled as found. */
export function total(hours: Hours, gaps: readonly Gap[], from: number): Total {
  const sum: Total = { measured: 0, substituted: 0, validHours: 0, substitutedHours: 0, lostHours: 0 };
  hours.slice(from).forEach((hour) => {
    if (hour === null || Number.isNaN(hour)) return;
    sum.measured += hour;
    sum.validHours++;
  });
  for (const gap of gaps) {
    const within = hours.slice(Math.max(from, gap.from), gap.to).filter((hour) => hour !== null && Number.isNaN(hour));
    if (Number.isNaN(gap.each)) sum.lostHours += within.length;
    else {
      sum.substituted += within.length * gap.each;
      sum.substitutedHours += within.length;
    }
  }
  return sum;
}
