import { DAY_MS, dayOf, dayStart, HOUR_MS, MINUTE_MS } from '../../model/beijing.ts';
import { MARK_KINDS, type Mark } from '../../model/mark.ts';
import { FURNACE_TEMPERATURE } from '../cems/factors.ts';
import type { Report } from '../cems/report.ts';
import type { Truth } from './truth.ts';

/** 24-hour limits of GB 18485-2014 table 4, mg/m³ at 11 % O2. */
const DAY_LIMITS: Record<string, number> = { a34013: 20, a21002: 250, a21026: 80, a21024: 50, a21005: 80 };
const CHAMBER_C = 850;
const COLD_SLOTS = 6;
const HOUR_MINUTES = 45;
const DAY_HOURS = 20;
/** Days for which late marks still count. */
const KEPT_DAYS = 40;

/** Per factor: the minutes of a day, NaN where there is no normal value. */
type Day = Map<string, Float64Array>;

/**
 * Which rules of Order 10 the minutes of a furnace break as they are reported, reckoned a second time and plainly:
 * WTE-01 day means, WTE-04 chamber temperature, WTE-05 missing data. Caps of marks are not counted.
 */
export class Outcomes {
  #site: string;
  #outlet: string;
  #days = new Map<number, Day>();
  #marks: Mark[] = [];
  #settled: Truth[] = [];

  constructor(site: string, outlet: string) {
    this.#site = site;
    this.#outlet = outlet;
  }

  minute(report: Report): void {
    const dayNo = dayOf(report.at);
    const slot = (report.at - dayStart(dayNo)) / MINUTE_MS;
    const day = this.#days.get(dayNo) ?? this.#open(dayNo);
    for (const cell of report.cells) {
      if (!(cell.factor in DAY_LIMITS) && cell.factor !== FURNACE_TEMPERATURE) continue;
      const values = day.get(cell.factor) ?? new Float64Array(1440).fill(Number.NaN);
      day.set(cell.factor, values);
      const value = cell.values.find(([stat]) => stat === 'zsavg') ?? cell.values.find(([stat]) => stat === 'avg');
      if (cell.flag === 'N' && value) values[slot] = +value[1];
    }
  }

  mark(mark: Mark): void {
    this.#marks.push(mark);
  }

  /** Judges every day that was over by `now`, with the marks known by then. */
  judge(now: number): Truth[] {
    const days = [...this.#days].filter(([dayNo]) => dayStart(dayNo + 1) <= now);
    return [...this.#settled, ...days.flatMap(([dayNo, day]) => this.#judgeDay(dayStart(dayNo), day))];
  }

  /** A new day; one long past is judged for good and its minutes are let go. */
  #open(dayNo: number): Day {
    const old = this.#days.get(dayNo - KEPT_DAYS);
    if (old) this.#settled.push(...this.#judgeDay(dayStart(dayNo - KEPT_DAYS), old));
    this.#days.delete(dayNo - KEPT_DAYS);
    const day: Day = new Map();
    this.#days.set(dayNo, day);
    return day;
  }

  #judgeDay(start: number, day: Day): Truth[] {
    const base = { site: this.#site, outlet: this.#outlet, start, end: start + DAY_MS };
    const stopped = this.#under(start, (kind) => kind === 'out-of-service');
    const invalid = this.#under(start, (kind) => kind === 'cems-maintenance');
    const exempt = this.#under(start, (kind) => MARK_KINDS[kind].layer === 'A');
    const truths: Truth[] = [];
    let fewest = 24;
    for (const [factor, limit] of Object.entries(DAY_LIMITS)) {
      const values = day.get(factor) ?? new Float64Array(1440).fill(Number.NaN);
      const hours = hourMeans(values, (m) => !invalid[m] && !exempt[m]);
      const mean = hours.reduce((sum, v) => sum + v, 0) / hours.length;
      if (hours.length >= DAY_HOURS && mean > limit) {
        truths.push({
          ...base,
          kind: 'exceedance',
          factor,
          mode: 'WTE-01',
          note: `day mean ${mean.toFixed(1)} over ${limit}`,
        });
      }
      fewest = Math.min(fewest, hourMeans(values, (m) => !invalid[m]).length + idleHours(stopped, invalid));
    }
    if (fewest < DAY_HOURS) {
      truths.push({ ...base, kind: 'duty', mode: 'WTE-05', note: `${fewest} valid hours` });
    }
    const cold = coldSlots(day.get(FURNACE_TEMPERATURE), exempt);
    if (cold >= COLD_SLOTS) {
      truths.push({
        ...base,
        kind: 'temperature',
        factor: FURNACE_TEMPERATURE,
        mode: 'WTE-04',
        note: `${cold} slots below 850 ℃`,
      });
    }
    return truths;
  }

  /** Which minutes of the day lie under marks of some kinds. */
  #under(start: number, of: (kind: Mark['kind']) => boolean): Uint8Array {
    const minutes = new Uint8Array(1440);
    for (const mark of this.#marks) {
      if (!of(mark.kind)) continue;
      const from = Math.max(0, Math.floor((mark.start - start) / MINUTE_MS));
      const to = Math.min(1440, Math.ceil((mark.end - start) / MINUTE_MS));
      if (from < to) minutes.fill(1, from, to);
    }
    return minutes;
  }
}

function hourMeans(values: Float64Array, counts: (minute: number) => boolean): number[] {
  const means: number[] = [];
  for (let hour = 0; hour < 24; hour++) {
    let sum = 0;
    let n = 0;
    for (let m = hour * 60; m < hour * 60 + 60; m++) {
      if (Number.isNaN(values[m]!) || !counts(m)) continue;
      sum += values[m]!;
      n++;
    }
    if (n >= HOUR_MINUTES) means.push(sum / n);
  }
  return means;
}

/** Hours in which nothing was owed: out of service or in maintenance for more than a quarter of the hour. */
function idleHours(stopped: Uint8Array, invalid: Uint8Array): number {
  let hours = 0;
  for (let hour = 0; hour < 24; hour++) {
    let idle = 0;
    for (let m = hour * 60; m < hour * 60 + 60; m++) idle += stopped[m]! || invalid[m]! ? 1 : 0;
    if (idle > HOUR_MS / MINUTE_MS - HOUR_MINUTES) hours++;
  }
  return hours;
}

function coldSlots(values: Float64Array | undefined, exempt: Uint8Array): number {
  let cold = 0;
  for (let slot = 0; values && slot < 288; slot++) {
    let sum = 0;
    let n = 0;
    for (let m = slot * 5; m < slot * 5 + 5; m++) {
      if (Number.isNaN(values[m]!) || exempt[m]) continue;
      sum += values[m]!;
      n++;
    }
    if (n >= 4 && sum / n < CHAMBER_C) cold++;
  }
  return cold;
}
