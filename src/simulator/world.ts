import { DAY_MS, HOUR_MS, MINUTE_MS, type Span } from '../model/beijing.ts';
import type { Mark } from '../model/mark.ts';
import type { Minute } from './cems/minute.ts';
import type { Report } from './cems/report.ts';
import { Random } from './random.ts';
import type { Act } from './script/event.ts';
import { eventKind } from './script/events/index.ts';
import type { EventScript, Scenario } from './script/scenario.ts';
import { startOf } from './script/scenario.ts';
import { type Truth, truthOf } from './script/truth.ts';
import { spanOf } from './script/when.ts';
import { FurnaceStation, MeterStation, markOf, type Station } from './station.ts';
import { WorksStation } from './works/station.ts';

const FIVE_MS = 5 * MINUTE_MS;

/** One minute of the world: what its loggers have to say about it and which marks became known in it. */
export interface Tick {
  /** start of the minute */
  at: number;
  /** in order of `due`, which lies within or at the end of the minute */
  reports: Report[];
  marks: Mark[];
}

interface Happening {
  event: EventScript;
  span: Span;
  act: Act;
  begun: boolean;
}

export interface WorldOptions {
  /** 00:00 Beijing of the first day, epoch ms; default: the scenario's */
  start?: number;
  seed?: number;
  /** false: no live values, as from a logger that sends means only; default true */
  live?: boolean;
}

/** All furnaces, works and meters of a scenario, minute by minute and without end. A function of scenario, start and seed. */
export class World {
  readonly scenario: Scenario;
  readonly start: number;
  readonly stations: readonly Station[];
  /** start of the next minute */
  at: number;
  #happenings: Happening[];
  /** those of the present hour and of the day before: a year has thousands */
  #near: Happening[] = [];
  #nearUntil = Number.NEGATIVE_INFINITY;
  #outages: Happening[];
  #told: Truth[];
  #pending: Mark[] = [];
  #resent: Report[] = [];
  #reported = new Map<string, Map<number, Minute>>();
  #memoryMs: number;
  #live: boolean;

  constructor(scenario: Scenario, options: WorldOptions = {}) {
    this.scenario = scenario;
    this.start = options.start ?? startOf(scenario);
    this.at = this.start;
    this.#live = options.live ?? true;
    const random = new Random(options.seed ?? scenario.seed);
    this.stations = scenario.sites.flatMap((site) => {
      const lines = [
        ...site.furnaces.map((f) => new FurnaceStation(site.id, f, random.fork(f.id))),
        ...site.works.map((w) => new WorksStation(site.id, w, random.fork(w.id))),
      ];
      const meters = site.meters.map((m) => new MeterStation(site.id, m, lines, random.fork(m.id)));
      return [...lines, ...meters];
    });
    this.#memoryMs = scenario.events.some((event) => event.what === 'replay') ? 8 * DAY_MS : MINUTE_MS;
    this.#happenings = scenario.events.map((event, i) => this.#happening(event, random.fork(`event ${i}`)));
    this.#outages = this.#happenings.filter(({ event }) => event.what === 'outage');
    this.#told = this.#happenings.flatMap(({ event, span }) => {
      const { site } = this.station(event.where);
      const says = eventKind(event.what).truth(event as never);
      return says.flatMap((one) => truthOf({ ...one, note: event.note ?? one.note }, site, event.where, span));
    });
  }

  station(outlet: string): Station {
    return this.stations.find((station) => station.id === outlet)!;
  }

  step(): Tick {
    const at = this.at;
    this.at += MINUTE_MS;
    if (at >= this.#nearUntil) this.#look(at);
    const active = this.#near.filter(({ span }) => at >= span.start && at < span.end);
    for (const station of this.stations) station.prepare(this.#begin(active, station.id));
    const minutes = this.stations.map((station) => station.measure(at));
    for (const minute of minutes) this.#remember(minute);
    for (const { event, act } of active) act.minute?.(minutes.find((minute) => minute.outlet === event.where)!);
    const reports = this.stations.flatMap((station, i) => this.#report(station, minutes[i]!));
    reports.push(...this.#resent.filter(({ due }) => due <= this.at));
    this.#resent = this.#resent.filter(({ due }) => due > this.at);
    reports.sort((a, b) => a.due - b.due);
    for (const station of this.stations) this.#pending.push(...station.marks(at));
    return { at, reports, marks: this.#known() };
  }

  /** How the outlet's network is during the minute that began at `at`. */
  network(outlet: string, at: number): 'up' | 'down' | 'lost' {
    for (const { event, span } of this.#outages) {
      if (event.where !== outlet || at < span.start || at >= span.end) continue;
      return (event as EventScript & { lost: boolean }).lost ? 'lost' : 'down';
    }
    return 'up';
  }

  /** What really happened so far: the script's events, and the rules broken by the whole days that passed. */
  truth(): Truth[] {
    const outcomes = this.stations.flatMap((station) => station.outcomes?.judge(this.at) ?? []);
    const told = this.#told.filter((truth) => truth.start < this.at);
    return [...told, ...outcomes].sort((a, b) => a.start - b.start || a.outlet.localeCompare(b.outlet));
  }

  /** What can still touch a report from now on, in the script's order: a day's mean looks back furthest. */
  #look(at: number): void {
    this.#nearUntil = at + HOUR_MS;
    this.#near = this.#happenings.filter(({ span }) => span.end > at - DAY_MS && span.start < this.#nearUntil);
  }

  #happening(event: EventScript, random: Random): Happening {
    const span = spanOf(event, this.start);
    const act = eventKind(event.what).act(event as never, {
      outlet: event.where,
      span,
      random,
      start: this.start,
      reported: (outlet, at) => this.#reported.get(outlet)?.get(at),
      mark: (mark) => this.#pending.push(markOf(event.where, mark)),
      resend: (report) => this.#resent.push(report),
    });
    return { event, span, act, begun: false };
  }

  #begin(active: Happening[], outlet: string): Act[] {
    const here = active.filter(({ event }) => event.where === outlet);
    for (const happening of here) {
      if (happening.begun) continue;
      happening.begun = true;
      const station = this.station(outlet);
      if (station instanceof FurnaceStation) happening.act.begin?.(station.furnace);
    }
    return here.map(({ act }) => act);
  }

  #report(station: Station, minute: Minute): Report[] {
    const end = minute.at + MINUTE_MS;
    const { means } = station;
    const reports: (Report | undefined)[] = [...(this.#live ? means.live(minute) : []), means.minute(minute)];
    const told = reports.at(-1)!;
    const lost = this.network(station.id, minute.at) === 'lost';
    station.outcomes?.minute(lost ? { ...told, cells: [] } : told);
    reports.push(station.settings?.(minute));
    if (station.edition === 2025 && end % FIVE_MS === 0) reports.push(means.five(end - FIVE_MS));
    if (end % HOUR_MS === 0) reports.push(means.hour(end - HOUR_MS));
    // A day ends at 16:00 UTC, which is 24:00 in Beijing.
    if ((end + 8 * HOUR_MS) % DAY_MS === 0) reports.push(means.day(end - DAY_MS));
    const sent = reports.filter((report) => report !== undefined && report.cells.length > 0) as Report[];
    for (const report of sent) {
      if (report.grain !== 'minute' && report.grain !== 'hour' && report.grain !== 'day') continue;
      for (const { event, span, act } of this.#near) {
        if (event.where !== station.id || report.at >= span.end || report.due <= span.start) continue;
        if (report.grain === 'minute') act.minuteReport?.(report);
        else act.report?.(report);
      }
    }
    return this.#byItsClock(station.id, sent);
  }

  /** Reports as the logger stamps them; of a day in which its clock is off it makes no mean. */
  #byItsClock(outlet: string, reports: Report[]): Report[] {
    const clocks = this.#near.filter(({ event, act }) => event.where === outlet && act.clock);
    if (clocks.length === 0) return reports;
    return reports.flatMap((report) => {
      const touched = clocks.some(({ span }) => report.at < span.end && report.due > span.start);
      if (!touched) return [report];
      if (report.grain === 'day') return [];
      const clock = clocks.reduce((sum, { act }) => sum + act.clock!(report.at), 0);
      return [{ ...report, at: report.at + clock, clock }];
    });
  }

  #remember(minute: Minute): void {
    const known = this.#reported.get(minute.outlet) ?? new Map();
    this.#reported.set(minute.outlet, known);
    known.set(minute.at, minute);
    known.delete(minute.at - this.#memoryMs);
  }

  /** The marks that have been entered by the end of this minute. */
  #known(): Mark[] {
    const known = this.#pending.filter((mark) => mark.createdAt <= this.at);
    if (known.length === 0) return known;
    this.#pending = this.#pending.filter((mark) => mark.createdAt > this.at);
    for (const mark of known) this.station(mark.outlet).outcomes?.mark(mark);
    return known.sort((a, b) => a.createdAt - b.createdAt);
  }
}
