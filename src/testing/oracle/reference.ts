/**
 * A slow reference for the incinerator core, written from the clauses: minutes in plain loops, no word of the ledger or
 * of the detectors. What it says is held against the engine on random furnaces, see `oracle.test.ts`.
 *
 * Sources: MEE Order 10 (regulations WTE-01 … WTE-06), Announcement 2019 No. 50 (MARK-01, MARK-05), HJ 75-2017 (45
 * minutes, 20 hours; §0.2), GB 18485 (11 % O2; LIM-01, LIM-02), and the fine points of the outside contract (§2).
 * Where a clause can be read in two ways, a comment begins with "Reading:".
 */
import { civil, DAY_MS, dayNumber, dayOf, dayStart, HOUR_MS, MINUTE_MS } from '../../model/beijing.ts';
import type { Grain, Stat } from '../../model/channel.ts';
import type { Mark, MarkKind } from '../../model/mark.ts';

/** A reading as sent: `value` NaN for a record without a number, `flag` the letter as sent (empty = unmarked). */
export interface Row {
  factor: string;
  grain: Grain;
  stat: Stat;
  at: number;
  value: number;
  flag: string;
  /** the sender's clock, epoch ms */
  sentAt: number;
}

/** One alert as the reference tells it. */
export interface Told {
  rule: string;
  factor: string | null;
  start: number;
  end: number;
  value: number;
  limit: number;
  count: number;
}

/** Means of an hour or a day; undefined where it is not valid. */
export interface Means {
  /** exempt minutes included */
  raw: number | undefined;
  /** without them */
  judged: number | undefined;
}

export const POLLUTANTS = ['a34013', 'a21002', 'a21026', 'a21024', 'a21005'] as const;
export const OXYGEN = 'a19001';
export const FURNACE_MEAN = 'a01901';
const PARTICULATE = 'a34013';
const SECTIONS = ['i3331', 'i3332'];
/** LIM-01, 24-hour means */
const DAY_LIMIT: Record<string, number> = { a34013: 20, a21002: 250, a21026: 80, a21024: 50, a21005: 80 };

type State = 'running' | 'stopped' | 'upset' | 'no-waste';

/** WTE-03: kinds that share a cap. Of two furnace states on one minute the first of these holds. */
const STATES: readonly { state: State; kinds: readonly MarkKind[]; capMinutes: number }[] = [
  { state: 'stopped', kinds: ['out-of-service'], capMinutes: Number.POSITIVE_INFINITY },
  { state: 'upset', kinds: ['start-up', 'shut-down', 'fault', 'accident'], capMinutes: 60 * 60 },
  { state: 'no-waste', kinds: ['heating-up', 'cooling'], capMinutes: 700 * 60 },
];
const MAINTENANCE_MINUTES = 30 * 60;
const COUPLE_FAULTS: readonly MarkKind[] = ['thermocouple-fault', 'furnace-temperature-abnormal'];

const PERIODS = [
  ['five', 5],
  ['hour', 60],
  ['day', 1440],
] as const;

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const mean = (numbers: readonly number[]) => sum(numbers) / numbers.length;
const median = (numbers: readonly number[]) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};
/** Strictly greater, where a mean of numbers with one decimal may carry floating-point dust. */
const above = (value: number | undefined, limit: number) =>
  value !== undefined && Math.round(value * 1e8) / 1e8 > limit;

const yearStart = (at: number) => dayStart(dayNumber(civil(dayOf(at)).year, 1, 1));
const quarterStart = (at: number, next = 0) => {
  const { year, month } = civil(dayOf(at));
  return dayStart(dayNumber(year, [1, 1, 1, 4, 4, 4, 7, 7, 7, 10, 10, 10][month - 1]! + 3 * next, 1));
};
const monthStart = (at: number, next = 0) => {
  const { year, month } = civil(dayOf(at));
  return dayStart(dayNumber(year, month + next, 1));
};

/** End of what is judged: the last data, or the midnight after it when they come within half an hour of it. */
export function endOfRecord(lastData: number): number {
  const midnight = dayStart(dayOf(lastData - 1) + 1);
  return midnight - lastData <= 30 * MINUTE_MS ? midnight : lastData;
}

/** One furnace: what it sent, and what its enterprise marked. */
export class Reference {
  /** by channel and instant: the version of each slot that stands */
  readonly #channels = new Map<string, Map<number, Row>>();
  readonly #marks: Mark[];
  readonly #firstAt: number;
  /** day on which a factor was seen first */
  readonly #firstSeen = new Map<string, number>();
  /** rank of each minute in which a capped mark holds among those of its natural period */
  readonly #rank = new Map<string, Map<number, number>>();
  readonly #touching = new Map<number, Mark[]>();
  readonly #states = new Map<number, State[]>();
  readonly #series = new Map<string, (number | undefined)[]>();
  readonly #conversions = new Map<string, number[]>();
  readonly #hours = new Map<string, Means>();

  constructor(rows: readonly Row[], marks: readonly Mark[]) {
    for (const row of rows) {
      const key = `${row.factor}|${row.grain}|${row.stat}`;
      const channel = this.#channels.get(key) ?? new Map<number, Row>();
      this.#channels.set(key, channel);
      const known = channel.get(row.at);
      if (!known || supersedes(row, known)) channel.set(row.at, row);
      const day = dayOf(row.at);
      this.#firstSeen.set(row.factor, Math.min(day, this.#firstSeen.get(row.factor) ?? day));
    }
    this.#firstAt = Math.min(...rows.map(({ at }) => at));
    const latest = new Map<string, Mark>();
    for (const mark of marks) {
      const known = latest.get(mark.id);
      if (!known || mark.createdAt > known.createdAt) latest.set(mark.id, mark);
    }
    this.#marks = [...latest.values()].filter((mark) => !mark.revoked);
    this.#count();
  }

  /** MARK-05: each layer counts its own minutes only; a minute counts once, however many marks lie on it. */
  #count(): void {
    const used = new Map<string, Set<number>>();
    const usedIn = (period: string) => {
      const minutes = used.get(period) ?? new Set();
      used.set(period, minutes);
      return minutes;
    };
    for (const { kind, start, end } of this.#marks) {
      const own = STATES.find(({ kinds }) => kinds.includes(kind))?.state;
      for (let day = dayOf(start); dayStart(day) < end; day++) {
        const states = this.#statesOf(day);
        const maintenance = usedIn(`maintenance|${quarterStart(dayStart(day))}`);
        const furnace = usedIn(`${own}|${yearStart(dayStart(day))}`);
        for (let m = 0; m < 1440; m++) {
          const at = dayStart(day) + m * MINUTE_MS;
          if (at < start || at >= end) continue;
          // Reading: a furnace that stands still owes no monitoring, so its maintenance uses up nothing.
          if (kind === 'cems-maintenance' && states[m] !== 'stopped') maintenance.add(at);
          if (states[m] === own) furnace.add(at);
        }
      }
    }
    for (const [period, minutes] of used) {
      this.#rank.set(period, new Map([...minutes].sort((a, b) => a - b).map((at, i) => [at, i])));
    }
  }

  #marked(kinds: readonly MarkKind[], at: number, factor?: string): boolean {
    return this.#on(dayOf(at)).some((mark) => {
      const about = mark.factor === undefined || mark.factor === factor;
      return kinds.includes(mark.kind) && about && mark.start <= at && at < mark.end;
    });
  }

  /** Marks that touch a day. */
  #on(day: number): Mark[] {
    const known = this.#touching.get(day);
    if (known) return known;
    const touching = this.#marks.filter(({ start, end }) => start < dayStart(day + 1) && end > dayStart(day));
    this.#touching.set(day, touching);
    return touching;
  }

  #state(at: number): State {
    const day = dayOf(at);
    return this.#statesOf(day)[(at - dayStart(day)) / MINUTE_MS]!;
  }

  #statesOf(day: number): State[] {
    let states = this.#states.get(day);
    if (!states) {
      states = Array.from({ length: 1440 }, (_, m) => {
        return STATES.find(({ kinds }) => this.#marked(kinds, dayStart(day) + m * MINUTE_MS))?.state ?? 'running';
      });
      this.#states.set(day, states);
    }
    return states;
  }

  /** WTE-03: start-up, shut-down, fault, accident, heating-up or cooling while the cap of the year lasts. */
  #exempt(at: number): boolean {
    if (this.#on(dayOf(at)).length === 0) return false;
    const state = this.#state(at);
    if (state !== 'upset' && state !== 'no-waste') return false;
    const { capMinutes } = STATES.find((one) => one.state === state)!;
    return this.#rank.get(`${state}|${yearStart(at)}`)!.get(at)! < capMinutes;
  }

  #inMaintenance(at: number, factor: string): boolean {
    return this.#marked(['cems-maintenance'], at, factor);
  }

  #maintenanceWithinQuota(at: number, factor: string): boolean {
    if (!this.#inMaintenance(at, factor)) return false;
    const rank = this.#rank.get(`maintenance|${quarterStart(at)}`)?.get(at);
    return rank !== undefined && rank < MAINTENANCE_MINUTES;
  }

  #seen(factor: string, day: number): boolean {
    return (this.#firstSeen.get(factor) ?? Number.POSITIVE_INFINITY) <= day;
  }

  /** By instant: undefined = nothing received, NaN = received but not usable (only N and unmarked values are; WTE-06). */
  #records(factor: string, grain: Grain, stat: Stat): ((at: number) => number | undefined) | undefined {
    const channel = this.#channels.get(`${factor}|${grain}|${stat}`);
    if (!channel) return undefined;
    return (at) => {
      const row = channel.get(at);
      if (!row) return undefined;
      return row.flag === 'N' || row.flag === '' ? row.value : Number.NaN;
    };
  }

  /**
   * A day minute by minute, from the finest grain present; a reported mean speaks for its period where nothing finer
   * was received in it. Reading: a record without a number was received.
   * @param coarsest the longest period whose mean may stand for its minutes
   */
  #minutes(factor: string, stat: 'avg' | 'zsavg', day: number, coarsest: Grain = 'day'): (number | undefined)[] {
    const key = `${factor}|${stat}|${day}|${coarsest}`;
    const known = this.#series.get(key);
    if (known) return known;
    const start = dayStart(day);
    const minutes: (number | undefined)[] = Array(1440).fill(undefined);
    const live = this.#records(factor, 'live', stat === 'avg' ? 'rtd' : 'zsrtd');
    const byMinute = this.#records(factor, 'minute', stat);
    for (let m = 0; (live || byMinute) && m < 1440; m++) {
      const at = start + m * MINUTE_MS;
      const instants = live ? [0, 15, 30, 45].map((s) => live(at + s * 1000)).filter((x) => x !== undefined) : [];
      const usable = instants.filter((value) => !Number.isNaN(value));
      if (usable.length > 0) minutes[m] = mean(usable);
      else minutes[m] = instants.length > 0 ? Number.NaN : byMinute?.(at);
    }
    for (const [grain, length] of PERIODS) {
      const records = this.#records(factor, grain, stat);
      for (let m = 0; records && m < 1440; m += length) {
        const value = records(start + m * MINUTE_MS);
        if (value === undefined || minutes.slice(m, m + length).some((finer) => finer !== undefined)) continue;
        minutes.fill(value, m, m + length);
      }
      if (grain === coarsest) break;
    }
    this.#series.set(key, minutes);
    return minutes;
  }

  /**
   * LIM-02: minutes at 11 % oxygen, NaN where there is no usable value; no division by 21 − O2 from 21 % on. Reading:
   * where that cannot be worked out the converted value that the site reported is used; a furnace that never
   * reported oxygen nor, on the day, converted values is judged as measured.
   */
  #converted(factor: string, day: number): number[] {
    const key = `${factor}|${day}`;
    const known = this.#conversions.get(key);
    if (known) return known;
    const measured = this.#minutes(factor, 'avg', day);
    const reported = this.#minutes(factor, 'zsavg', day);
    const oxygen = this.#minutes(OXYGEN, 'avg', day);
    const asMeasured = !this.#seen(OXYGEN, day) && reported.every((value) => value === undefined);
    const converted = measured.map((value = Number.NaN, m) => {
      if (asMeasured) return value;
      const o2 = this.#inMaintenance(dayStart(day) + m * MINUTE_MS, OXYGEN) ? Number.NaN : (oxygen[m] ?? Number.NaN);
      const computed = o2 < 21 ? (value * (21 - 11)) / (21 - o2) : Number.NaN;
      return Number.isNaN(computed) ? (reported[m] ?? Number.NaN) : computed;
    });
    this.#conversions.set(key, converted);
    return converted;
  }

  /** An hour needs 45 valid minutes; exempt ones leave before that test, unless particulate was over 150 mg/m3. */
  hour(factor: string, day: number, h: number): Means {
    const key = `${factor}|${day}|${h}`;
    const known = this.#hours.get(key);
    if (known) return known;
    const all: number[] = [];
    const kept: number[] = [];
    const enough = (values: readonly number[]) => (values.length >= 45 ? mean(values) : undefined);
    const valid: number[] = [];
    const values = this.#converted(factor, day);
    const states = this.#statesOf(day);
    for (let m = h * 60; m < h * 60 + 60; m++) {
      const value = values[m]!;
      if (Number.isNaN(value) || states[m] === 'stopped') continue;
      const at = dayStart(day) + m * MINUTE_MS;
      if (this.#inMaintenance(at, factor)) continue;
      all.push(value);
      valid.push(at);
    }
    const particulate = factor === PARTICULATE ? enough(all) : this.hour(PARTICULATE, day, h).raw;
    const tooMuch = above(particulate, 150);
    for (const [i, at] of valid.entries()) {
      const fallen = tooMuch && this.#state(at) === 'upset';
      if (fallen || !this.#exempt(at)) kept.push(all[i]!);
    }
    const means = { raw: enough(all), judged: enough(kept) };
    this.#hours.set(key, means);
    return means;
  }

  /** A day needs 20/24 of its hours outside 停运. Reading: hours that are stopped in part count by the minute. */
  day(factor: string, day: number): Means {
    const running = this.#statesOf(day).filter((state) => state !== 'stopped').length;
    const enough = (of: 'raw' | 'judged') => {
      const valid = Array.from({ length: 24 }, (_, h) => this.hour(factor, day, h)[of]).filter((x) => x !== undefined);
      return valid.length > 0 && valid.length * 24 * 60 >= 20 * running ? mean(valid) : undefined;
    };
    return { raw: enough('raw'), judged: enough('judged') };
  }

  /**
   * WTE-04: the 288 five-minute means of a day: per thermocouple, then the median of each section, then their mean;
   * the reported mean where there are no thermocouples. A slot needs 4 valid minutes.
   * @param leaves minutes that are not looked at
   * @param coarsest the longest period whose mean may stand for its minutes
   */
  slots(day: number, leaves: (at: number) => boolean, coarsest: Grain = 'five'): (number | undefined)[] {
    const means = (factor: string) => {
      const minutes = this.#minutes(factor, 'avg', day, coarsest);
      return Array.from({ length: 288 }, (_, s) => {
        const valid = [0, 1, 2, 3, 4].flatMap((k) => {
          const at = dayStart(day) + (s * 5 + k) * MINUTE_MS;
          const value = minutes[s * 5 + k] ?? Number.NaN;
          return Number.isNaN(value) || leaves(at) || this.#marked(COUPLE_FAULTS, at, factor) ? [] : [value];
        });
        return valid.length >= 4 ? mean(valid) : undefined;
      });
    };
    // Reading: a furnace whose thermocouples are all of one section is judged on that section.
    const sections = SECTIONS.map((section) => {
      const couples = Array.from({ length: 10 }, (_, i) => `${section}${i}`);
      return couples.filter((couple) => this.#seen(couple, day)).map(means);
    }).filter((couples) => couples.length > 0);
    if (sections.length === 0) return means(FURNACE_MEAN);
    return Array.from({ length: 288 }, (_, s) => {
      const medians = sections.map((couples) => couples.map((one) => one[s]).filter((v) => v !== undefined));
      return medians.every((left) => left.length > 0) ? mean(medians.map(median)) : undefined;
    });
  }

  /** Failed slots; Reading: minutes under a mark leave the slot, as they leave the hour. */
  #coldSlots(day: number): number {
    const slots = this.slots(day, (at) => this.#state(at) === 'stopped' || this.#exempt(at));
    return slots.filter((value) => value !== undefined && above(850, value)).length;
  }

  /**
   * WTE-05: valid hours of each of the six channels against 20/24 of the hours that it owes: outside 停运 and CEMS维护
   * within its quota, and not before the furnace's very first data. Reading: a channel that was never seen is not
   * owed; a furnace temperature of an hour is valid with 45 minutes of valid slots, or by a reported hour.
   * @returns of the channels that have too few the one that has fewest
   */
  #missing(day: number): { valid: number; needed: number } | undefined {
    const due = (factor: string) => (at: number) =>
      at + MINUTE_MS > this.#firstAt && this.#state(at) !== 'stopped' && !this.#maintenanceWithinQuota(at, factor);
    const needed = (owed: (at: number) => boolean) => {
      let minutes = 0;
      for (let m = 0; m < 1440; m++) if (owed(dayStart(day) + m * MINUTE_MS)) minutes++;
      return ((minutes / 60) * 20) / 24;
    };
    const channels = POLLUTANTS.filter((factor) => this.#seen(factor, day)).map((factor) => {
      const valid = Array.from({ length: 24 }, (_, h) => this.hour(factor, day, h).raw).filter((x) => x !== undefined);
      return { valid: valid.length, needed: needed(due(factor)) };
    });
    const measured = [...this.#firstSeen.keys()].some(
      (factor) => (factor === FURNACE_MEAN || SECTIONS.includes(factor.slice(0, -1))) && this.#seen(factor, day),
    );
    if (measured) {
      const owed = due(FURNACE_MEAN);
      const slots = this.slots(day, (at) => !owed(at), 'day');
      let valid = 0;
      for (let h = 0; h < 24; h++) {
        if (slots.slice(h * 12, h * 12 + 12).filter((x) => x !== undefined).length * 5 >= 45) valid++;
      }
      channels.push({ valid, needed: needed(owed) });
    }
    const short = channels.filter(({ valid, needed }) => above(needed, valid));
    return short.sort((a, b) => a.valid - b.valid)[0];
  }

  /** Everything that the rules of the core have to say of the days before `end`. */
  told(end: number): Told[] {
    const days: number[] = [];
    for (let day = dayOf(this.#firstAt); dayStart(day + 1) <= end; day++) days.push(day);
    const told: Told[] = [];
    const exceedanceDays = new Set<number>();
    for (const factor of POLLUTANTS) {
      const limit = DAY_LIMIT[factor]!;
      const means = days.map((day) => ({ day, ...this.day(factor, day) }));
      const broken = means.filter(({ judged }) => above(judged, limit));
      const exempted = means.filter(({ raw, judged }) => above(raw, limit) && !above(judged, limit));
      for (const { day } of broken) exceedanceDays.add(day);
      const one = (value: (of: Means) => number | undefined) => (means: Means & { day: number }) => {
        return { ...spanOf(means.day), value: value(means)!, limit };
      };
      told.push(...inRows('wte-daily-mean', factor, broken.map(one(({ judged }) => judged))));
      told.push(...inRows('wte-exempted-day', factor, exempted.map(one(({ raw }) => raw))));
    }
    const cold = days.map((day) => ({ ...spanOf(day), value: this.#coldSlots(day), limit: 5 }));
    told.push(
      ...inRows(
        'wte-furnace-temperature',
        null,
        cold.filter(({ value }) => value > 5),
      ),
    );
    const missing = days.flatMap((day) => {
      const short = this.#missing(day);
      return short ? [{ ...spanOf(day), value: short.valid, limit: short.needed }] : [];
    });
    told.push(...inRows('wte-missing-data', null, missing));
    const judged = hoursBefore(this.#firstAt, end);
    const months = [...new Set(judged.map((at) => monthStart(at)))].flatMap((start) => {
      const value = [...exceedanceDays].filter((day) => monthStart(dayStart(day)) === start).length;
      return value >= 5 ? [{ start, end: monthStart(start, 1), value, limit: 5 }] : [];
    });
    told.push(...inRows('wte-month-ladder', null, months));
    for (const start of new Set(judged.map((at) => quarterStart(at)))) {
      const minutes = [...(this.#rank.get(`maintenance|${start}`)?.keys() ?? [])];
      if (minutes.length <= MAINTENANCE_MINUTES) continue;
      const span = { start: minutes[MAINTENANCE_MINUTES]!, end: minutes.at(-1)! + MINUTE_MS };
      const value = minutes.length / 60;
      told.push({ rule: 'wte-maintenance-quota', factor: null, ...span, value, limit: 30, count: 1 });
    }
    return told;
  }
}

/** design §1: of two values the one sent first stands. Reading: of two sent together the smaller; a record without a number never displaces one with a number. */
function supersedes(row: Row, known: Row): boolean {
  if (Number.isNaN(row.value) !== Number.isNaN(known.value)) return Number.isNaN(known.value);
  return row.sentAt < known.sentAt || (row.sentAt === known.sentAt && row.value < known.value);
}

const spanOf = (day: number) => ({ start: dayStart(day), end: dayStart(day + 1) });

/** The first instants of the days that have begun to be judged. */
function hoursBefore(firstAt: number, end: number): number[] {
  const found: number[] = [];
  for (let at = dayStart(dayOf(firstAt)); at < Math.floor(end / HOUR_MS) * HOUR_MS; at += DAY_MS) found.push(at);
  return found;
}

type Window = Pick<Told, 'start' | 'end' | 'value' | 'limit'>;

/**
 * Windows that touch are one alert; its value is that of the one furthest beyond its limit, the first of equals.
 * Reading: months on the ladder that touch are one alert as well, though each is an act of its own.
 */
function inRows(rule: string, factor: string | null, windows: readonly Window[]): Told[] {
  const told: Told[] = [];
  let worst = 0;
  for (const { start, end, value, limit } of windows) {
    const badness = Math.round(Math.abs(value / limit - 1) * 1e6);
    const last = told.at(-1);
    if (last?.end === start) {
      last.end = end;
      last.count++;
      if (badness > worst) Object.assign(last, { value, limit });
      worst = Math.max(worst, badness);
    } else {
      told.push({ rule, factor, start, end, value, limit, count: 1 });
      worst = badness;
    }
  }
  return told;
}
