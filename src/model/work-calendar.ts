import { civil } from './beijing.ts';

/** Official holidays of a year and the weekend days that are worked instead (调休), as Beijing day numbers. */
export interface CalendarYear {
  year: number;
  off: readonly number[];
  worked: readonly number[];
}

/** A term of working days. */
export interface Term {
  /** the last day of the term */
  last: number;
  /** false: some year that it runs through has no table, and Monday to Friday were taken instead */
  known: boolean;
}

/**
 * Working days (工作日): Monday to Friday and the weekend days worked instead, without official holidays. In a year
 * without a table every Monday to Friday counts, so that a term may come out too short by its holidays: whoever
 * accuses by it must look at `known`.
 */
export class WorkCalendar {
  readonly #years = new Set<number>();
  readonly #off = new Set<number>();
  readonly #worked = new Set<number>();

  constructor(years: readonly CalendarYear[]) {
    for (const { year, off, worked } of years) {
      this.#years.add(year);
      for (const day of off) this.#off.add(day);
      for (const day of worked) this.#worked.add(day);
    }
  }

  knows(day: number): boolean {
    return this.#years.has(civil(day).year);
  }

  isWorkingDay(day: number): boolean {
    // 1970-01-01 was a Thursday.
    const weekend = (day + 3) % 7 >= 5;
    return this.#worked.has(day) || (!weekend && !this.#off.has(day));
  }

  /** A term of so many working days; the day on which it begins is not counted (民法典 Art. 201). */
  term(begins: number, workingDays: number): Term {
    let last = begins;
    let known = this.knows(begins);
    for (let n = 0; n < workingDays; ) {
      last++;
      known &&= this.knows(last);
      if (this.isWorkingDay(last)) n++;
    }
    return { last, known };
  }
}
