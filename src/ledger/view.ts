import type { Finding } from '../model/alert.ts';
import { type DaySpan, dayStart, type Span } from '../model/beijing.ts';
import { type FactorIndex, GRAIN_ID, type Grain, packChannel, STAT_ID, type Stat } from '../model/channel.ts';
import { factorUnit } from '../model/factors.ts';
import { Flag, isUsable } from '../model/flag.ts';
import type { Mark } from '../model/mark.ts';
import type { BoundLimit, LimitBasis, Outlet } from '../model/outlet.ts';
import { unitScale } from '../model/units.ts';
import type { WorkCalendar } from '../model/work-calendar.ts';
import type { Column } from './column.ts';
import { MarkBit, type MarkBook } from './marks.ts';
import { atReferenceOxygen } from './means.ts';
import { type DayRecord, type Minutes, minutesOf, recordsOf, samplesOf } from './minutes.ts';
import { Page } from './page.ts';

/** The O2 channel of the conversion. */
export const OXYGEN = 'a19001';

/** How a day's minute values were brought to reference oxygen: see {@link DayView.converted}. */
export type Conversion = 'computed' | 'reported' | 'as-measured';

export interface Converted {
  /** 1440 values, NaN where there is no usable value */
  values: Float64Array;
  /** how many minutes came by each way */
  by: Record<Conversion, number>;
}

/** Of a day without any data or marks: nobody writes into what a view shows. */
const NO_SAMPLES = { step: 1, values: new Float64Array(1440).fill(Number.NaN) };
const UNMARKED = new Uint8Array(1440);

/** What a detector sees of one outlet's natural day: pages, marks and limits, derived on demand. */
export class DayView {
  readonly outlet: Outlet;
  readonly day: number;
  readonly start: number;
  readonly end: number;
  readonly page: Page;
  readonly marks: MarkBook;
  readonly #source: ViewSource;
  #minutes = new Map<string, Minutes>();
  #converted = new Map<string, Converted>();
  #derived = new Map<string, unknown>();

  constructor(source: ViewSource, day: number) {
    this.#source = source;
    this.outlet = source.outlet;
    this.marks = source.marks;
    this.day = day;
    this.start = dayStart(day);
    this.page = source.page(day) ?? new Page(day);
    this.end = this.page.end;
  }

  limit(factor: string, basis: LimitBasis): BoundLimit | undefined {
    return this.once(`limit/${factor}/${basis}`, () =>
      this.#source.limit(factor, basis, this.day, (other) => this.mean(other)),
    );
  }

  get o2Reference(): number | undefined {
    return this.#source.o2Reference;
  }

  /** Factors that the outlet owes on this day: declared in the catalogue, or seen on this day or before. */
  get due(): ReadonlySet<string> {
    return this.once('due', () => this.#source.due(this.day));
  }

  /** Minutes of the day before the outlet's very first data: nothing was due then. */
  get minutesBeforeFirst(): number {
    return Math.min(1440, Math.max(0, Math.floor((this.#source.firstAt - this.start) / 60_000)));
  }

  /** Marks that touch the day. */
  get markList(): Mark[] {
    return this.once('marks', () => this.marks.within(this));
  }

  /** {@link MarkBit} of each minute: of the marks of the whole outlet, and of those limited to a factor if one is given. */
  markBits(factor?: string): Uint8Array {
    const about = this.#limitedTo(factor);
    return this.once(`bits/${about}`, () => this.marks.minutes(this.day, about));
  }

  /** The factor, where a mark of the day is limited to it. */
  #limitedTo(factor: string | undefined): string | undefined {
    return this.markList.some((mark) => mark.factor === factor) ? factor : undefined;
  }

  /** Whether any minute of the day has one of these {@link MarkBit}s. */
  anyMarked(mask: number, factor?: string): boolean {
    if (this.markList.length === 0) return false;
    return this.once(`any/${mask}/${this.#limitedTo(factor)}`, () =>
      this.markBits(factor).some((bits) => (bits & mask) !== 0),
    );
  }

  /** 1 for each minute that has one of these {@link MarkBit}s. */
  minutesMarked(mask: number, factor?: string): Uint8Array {
    if (this.markList.length === 0) return UNMARKED;
    return this.once(`marked/${mask}/${this.#limitedTo(factor)}`, () => {
      if (!this.anyMarked(mask, factor)) return UNMARKED;
      const marked = new Uint8Array(1440);
      const bits = this.markBits(factor);
      for (let m = 0; m < 1440; m++) if (bits[m]! & mask) marked[m] = 1;
      return marked;
    });
  }

  /** Minutes that marks take out of the denominator (停运). */
  get stoppedMinutes(): number {
    if (!this.anyMarked(MarkBit.STOPPED)) return 0;
    return this.once('stopped', () => this.minutesMarked(MarkBit.STOPPED).reduce((n, bit) => n + bit, 0));
  }

  /** @param coarsest the longest period whose mean may speak for its minutes */
  minutes(factor: string, basis: 'measured' | 'converted' = 'measured', coarsest: Grain = 'day'): Minutes {
    const key = `${basis}/${factor}/${coarsest}`;
    let minutes = this.#minutes.get(key);
    if (!minutes) {
      const index = this.#source.factors.find(factor);
      const { values, ...how } = minutesOf(this.page, index ?? -1, basis, coarsest);
      const scale = this.#scale(factor);
      minutes = { ...how, values: scale === 1 ? values : values.map((value) => value * scale) };
      this.#minutes.set(key, minutes);
    }
    return minutes;
  }

  /** Usable records as received, for counters; see {@link recordsOf}. */
  records(factor: string): DayRecord[] {
    const scale = this.#scale(factor);
    return recordsOf(this.page, this.#source.factors.find(factor) ?? -1).map(({ minute, value }) => {
      return { minute, value: value * scale };
    });
  }

  /** Samples as measured, NaN where not usable, marked as invalid or under 停运: what nothing speaks against. */
  samples(factor: string): { step: number; values: Float64Array } {
    if (this.page.channels === 0 || this.#source.factors.find(factor) === undefined) return NO_SAMPLES;
    return this.once(`samples/${factor}`, () => {
      const { step, values, flags } = samplesOf(this.page, this.#source.factors.find(factor) ?? -1);
      const notUsed = this.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID);
      const scale = this.#scale(factor);
      const used = new Float64Array(values.length);
      for (let i = 0; i < used.length; i++) {
        used[i] = isUsable(flags[i]!) && notUsed[i * step] === 0 ? values[i]! * scale : Number.NaN;
      }
      return { step, values: used };
    });
  }

  /** The day's column of one channel as it was reported; undefined where nothing was. */
  reported(factor: string, grain: Exclude<Grain, 'live'>, stat: Stat): Column | undefined {
    const index = this.#source.factors.find(factor);
    return index === undefined ? undefined : this.page.columns.get(packChannel(index, GRAIN_ID[grain], STAT_ID[stat]));
  }

  /** The unit is a property of the station: where the catalogue names one, values come in it and are judged in the usual. */
  #scale(factor: string): number {
    const unit = this.outlet.channels[factor]?.unit;
    const usual = factorUnit(factor);
    return unit === undefined || usual === null ? 1 : (unitScale(unit, usual) ?? 1);
  }

  /**
   * Minute values at the outlet's reference oxygen, usable ones only (flag `N` or unmarked, WTE-06). Worked out from
   * the measured value and O2 where both are usable; else the reported converted value. As measured without a reference
   * oxygen, and at an outlet that owes no O2 and reported no converted values on the day.
   */
  converted(factor: string): Converted {
    let converted = this.#converted.get(factor);
    if (!converted) {
      converted = this.#convert(factor);
      this.#converted.set(factor, converted);
    }
    return converted;
  }

  /** Mean of the usable minutes as measured; undefined where there are none. */
  mean(factor: string): number | undefined {
    return this.once(`mean/${factor}`, () => {
      const { values, flags } = this.minutes(factor);
      let sum = 0;
      let n = 0;
      for (let m = 0; m < values.length; m++) {
        if (!isUsable(flags[m]!)) continue;
        sum += values[m]!;
        n++;
      }
      return n === 0 ? undefined : sum / n;
    });
  }

  /** Something derived from the day, worked out once for all rules that ask. */
  once<T>(key: string, derive: () => T): T {
    const known = this.#derived.get(key);
    if (known !== undefined || this.#derived.has(key)) return known as T;
    const derived = derive();
    this.#derived.set(key, derived);
    return derived;
  }

  #convert(factor: string): Converted {
    const reference = this.#source.o2Reference;
    const measured = this.minutes(factor);
    const reported = this.minutes(factor, 'converted');
    const values = new Float64Array(measured.values.length).fill(Number.NaN);
    // Of a day that goes on the rest is empty.
    const end = Math.max(lastReceived(measured), lastReceived(reported)) + 1;
    let [computed, taken] = [0, 0];
    if (reference === undefined || (!this.due.has(OXYGEN) && reported.grain === undefined)) {
      for (let m = 0; m < end; m++) {
        if (!isUsable(measured.flags[m]!)) continue;
        values[m] = measured.values[m]!;
        if (!Number.isNaN(values[m]!)) taken++;
      }
      return { values, by: { computed, reported: 0, 'as-measured': taken } };
    }
    const o2 = this.once('o2 of the conversion', () => this.#usableOxygen());
    for (let m = 0; m < end; m++) {
      if (isUsable(measured.flags[m]!)) {
        const value = atReferenceOxygen(measured.values[m]!, o2[m]!, reference);
        if (!Number.isNaN(value)) {
          values[m] = value;
          computed++;
          continue;
        }
      }
      if (reported.grain !== undefined && isUsable(reported.flags[m]!)) {
        values[m] = reported.values[m]!;
        if (!Number.isNaN(values[m]!)) taken++;
      }
    }
    return { values, by: { computed, reported: taken, 'as-measured': 0 } };
  }

  /** O2 of each minute, NaN where it is not usable or under a device mark. */
  #usableOxygen(): Float64Array {
    const { values, flags } = this.minutes(OXYGEN);
    const marked = this.minutesMarked(MarkBit.INVALID, OXYGEN);
    const usable = new Float64Array(values.length);
    for (let m = 0; m < usable.length; m++) {
      usable[m] = isUsable(flags[m]!) && marked[m] === 0 ? values[m]! : Number.NaN;
    }
    return usable;
  }
}

function lastReceived({ flags }: Minutes): number {
  let m = flags.length - 1;
  while (m >= 0 && flags[m] === Flag.EMPTY) m--;
  return m;
}

/** Mean of a factor over a day as measured; undefined where nothing usable was. */
export type DayMeanOf = (factor: string) => number | undefined;

/** What the engine lets a view draw on. */
export interface ViewSource {
  readonly outlet: Outlet;
  readonly factors: FactorIndex;
  readonly marks: MarkBook;
  readonly o2Reference: number | undefined;
  /** start of the earliest period received, epoch ms */
  readonly firstAt: number;
  page(day: number): Page | undefined;
  limit(factor: string, basis: LimitBasis, day: number, mean: DayMeanOf): BoundLimit | undefined;
  due(day: number): ReadonlySet<string>;
}

/** An outlet's days, as windows show them. */
export interface OutletDays {
  readonly outlet: Outlet;
  readonly marks: MarkBook;
  day(day: number): DayView;
  /**
   * A small summary of a day, kept until anything of that day changes. `key` names it with every parameter that it
   * depends on; it must not depend on other days.
   */
  profile<T>(day: number, key: string, derive: (day: DayView) => T): T;
}

/**
 * The window that a rule judges: whole Beijing days `[days.from, days.to)` of one outlet, judged up to `until` (epoch
 * ms, a whole hour): what lies after is not over yet. Earlier days can be asked for as well, as far as the detector
 * declares to look back.
 */
export interface WindowView extends OutletDays, Span {
  readonly days: DaySpan;
  readonly until: number;
  /** start of the earliest period received, epoch ms: nothing before it is missing */
  readonly firstAt: number;
  /** Meters of the site that measure for this outlet; only for detectors that see them. One that names no outlet measures for all. */
  readonly meters: readonly OutletDays[];
  /** The other outlets of the site with the same medium (the other furnaces); only for detectors that see them. */
  readonly siblings: readonly OutletDays[];
  readonly calendar: WorkCalendar;
  /**
   * What a detector follows through the day of an `hour` window, from where it was left when the hour before was judged.
   * @param key names it with every parameter that it depends on; it must not depend on other days or outlets
   * @param extend goes on with the minutes `[from, to)` of the day: in several steps it must come to the same as in one
   */
  follow<T>(key: string, begin: () => T, extend: (state: T, from: number, to: number) => void): T;
  /** findings of another rule about the same outlet in this window */
  findings(rule: string): readonly Finding[];
}
