import { createHash } from 'node:crypto';
import { DAY_MS, type DaySpan, dayOf, dayStart } from '../model/beijing.ts';
import { channelFactor, channelPeriod, type FactorIndex } from '../model/channel.ts';
import type { Mark } from '../model/mark.ts';
import type { BoundLimit, LimitBasis, Outlet } from '../model/outlet.ts';
import { settingOf } from '../model/setting.ts';
import { Beginning, type Island, type Run } from './beginning.ts';
import { Outcome } from './column.ts';
import type { MarkBook } from './marks.ts';
import { Page } from './page.ts';
import { Profiles } from './profiles.ts';
import type { DayMeanOf, ViewSource } from './view.ts';

/** What the catalogue says of an outlet, as the ledger needs it. */
export interface OutletTerms {
  outlet: Outlet;
  o2Reference: number | undefined;
  island: Island;
  /** @param mean day mean of a factor, where a limit hangs on it */
  limit(factor: string, basis: LimitBasis, day: number, mean: DayMeanOf): BoundLimit | undefined;
}

/** What an outlet's ledger knows beside its pages and marks, as plain data; instants in epoch ms, null = none yet. */
export interface LedgerState {
  watermark: number | null;
  /** days with data; absent in states of versions that kept `firstAt` only */
  runs?: Run[];
  firstAt?: number | null;
  lastSeen: number | null;
  closedUntil: number | null;
  dirty: number[];
  /** first day of each factor */
  firstSeen: Record<string, number>;
  /** of windows that look at other outlets as well; absent = there were none */
  joint?: { closedUntil: number | null; dirty: number[] };
  /** digest of what the catalogue said of the outlet; absent = not known */
  judgedAs?: string;
}

/** How far windows are judged, and which days may be judged differently now. */
export interface Progress {
  /** epoch ms */
  closedUntil: number;
  readonly dirty: Set<number>;
}

/** What was followed through a day so far: up to which instant (epoch ms), and what came of it. */
export interface Course<T = unknown> {
  until: number;
  state: T;
}

/** Courses of a day that is not over, and the grid of its minute records under which they hold. */
interface Courses {
  grid: string;
  of: Map<string, Course>;
}

/** Saved pages stay in memory this many days after their day is over: most late data come within it. */
const RESTS_AFTER_DAYS = 2;

/** Pages and marks of one outlet, its watermark, and the days that became dirty. */
export class OutletLedger implements ViewSource {
  /** what binds the outlet; another catalogue brings others */
  terms: OutletTerms;
  readonly factors: FactorIndex;
  readonly marks: MarkBook;
  readonly pages = new Map<number, Page>();
  /** days that were judged, in part or whole, and may be judged differently now */
  readonly dirty = new Set<number>();
  /** a person is waiting: dirty days are judged at once, not gathered */
  urgent = false;
  /** whole hour up to which windows are over, epoch ms: data after it is not late and dirties nothing */
  closedUntil = Number.NEGATIVE_INFINITY;
  /** end of the latest period that was received, epoch ms */
  watermark = Number.NEGATIVE_INFINITY;
  /** start of the earliest period that counts as the beginning, epoch ms: nothing before it is missing */
  firstAt = Number.POSITIVE_INFINITY;
  /** arrival of the last input, epoch ms */
  lastSeen = Number.NEGATIVE_INFINITY;
  /** the same for windows that look at other outlets of the site as well: they follow the slowest of them */
  readonly joint: Progress = { closedUntil: Number.NEGATIVE_INFINITY, dirty: new Set() };
  #firstSeen = new Map<number, number>();
  readonly #profiles = new Profiles();
  #courses = new Map<number, Courses>();
  #lastPage: Page | undefined;
  readonly #beginning = new Beginning();
  #run: Run | undefined;

  constructor(terms: OutletTerms, factors: FactorIndex, marks: MarkBook) {
    this.terms = terms;
    this.factors = factors;
    this.marks = marks;
  }

  get outlet(): Outlet {
    return this.terms.outlet;
  }

  get o2Reference(): number | undefined {
    return this.terms.o2Reference;
  }

  /** Loads a page that rests in a store. */
  fetch: (day: number) => Page | undefined = () => undefined;

  page(day: number): Page | undefined {
    let page = this.pages.get(day);
    if (!page) {
      page = this.fetch(day);
      if (page) this.#hold(page);
    }
    return page;
  }

  #hold(page: Page): void {
    page.profiled = this.#profiles.has(page.day);
    this.pages.set(page.day, page);
  }

  /** A small summary of a day, see {@link Profiles}. */
  profile<T>(day: number, key: string, derive: () => T): T {
    if (!this.#profiles.has(day)) {
      const page = this.page(day);
      if (page) page.profiled = true;
    }
    return this.#profiles.get(day, key, dayOf(this.closedUntil), derive);
  }

  /**
   * What a rule followed through a day up to the hours that were over last, to go on from there. It is forgotten when
   * anything changes of what lay before, and once the day is over.
   * @param grid of its minute records, see {@link gridOf}: another one makes earlier records speak for other minutes
   */
  course<T>(day: number, grid: string, key: string, begin: () => T): Course<T> {
    let courses = this.#courses.get(day);
    if (courses?.grid !== grid) courses = { grid, of: new Map() };
    const known = courses.of.get(key) as Course<T> | undefined;
    if (known) return known;
    const course = { until: dayStart(day), state: begin() };
    if (dayStart(day + 1) <= this.closedUntil) return course;
    this.#courses.set(day, courses);
    courses.of.set(key, course);
    return course;
  }

  /** Lets go of saved pages of days that are over for long; they come back when late data or a question needs them. */
  rest(beforeDay: number): void {
    for (const [day, page] of this.pages) {
      if (day >= beforeDay || page.unsaved || this.dirty.has(day)) continue;
      this.pages.delete(day);
      if (this.#lastPage === page) this.#lastPage = undefined;
    }
    if (Number.isFinite(this.closedUntil)) this.#profiles.rest(dayOf(this.closedUntil));
  }

  /** {@link rest} for the days that hardly any late data reach. */
  restOld(): void {
    if (Number.isFinite(this.closedUntil)) this.rest(dayOf(this.closedUntil - RESTS_AFTER_DAYS * DAY_MS));
  }

  limit(factor: string, basis: LimitBasis, day: number, mean: DayMeanOf): BoundLimit | undefined {
    return this.terms.limit(factor, basis, day, mean);
  }

  due(day: number): ReadonlySet<string> {
    const due = new Set(Object.keys(this.outlet.channels));
    for (const [factor, first] of this.#firstSeen) {
      const code = this.factors.codes[factor]!;
      if (first <= day && !settingOf(code)) due.add(code);
    }
    return due;
  }

  /** Stretches of days on which anything was received, in order of time. */
  get runs(): readonly Run[] {
    return this.#beginning.runs;
  }

  /** Up to when the outlet is known to owe data, epoch ms. */
  get owedUntil(): number {
    return this.#beginning.owedUntil(this.terms.island);
  }

  /** Applies one reading; times in epoch ms. @returns an {@link Outcome} */
  write(channel: number, at: number, sentAt: number, value: number, flag: number): number {
    let page = this.#lastPage;
    if (page === undefined || at < page.start || at >= page.end) {
      const day = dayOf(at);
      page = this.page(day);
      if (!page) {
        page = new Page(day);
        this.#hold(page);
      }
      this.#lastPage = page;
      this.#run = undefined;
    }
    if (this.#run === undefined || at < this.#run.at) {
      this.#run = this.#beginning.note(at);
      this.#begin();
    }
    const channels = page.channels;
    const outcome = page.write(channel, at, sentAt, value, flag);
    if (outcome === Outcome.REPEAT) return outcome;
    if (page.profiled) {
      this.#profiles.forgetDay(page.day);
      page.profiled = false;
    }
    if (at < this.closedUntil) this.#disturb(page.day);
    const end = at + channelPeriod(channel);
    if (end > this.watermark) this.watermark = end;
    if (page.channels > channels) this.#see(channelFactor(channel), page.day);
    return outcome;
  }

  /** Something of a day changed that was judged. */
  #disturb(day: number): void {
    this.dirty.add(day);
    this.#courses.delete(day);
  }

  /** Windows up to a whole hour are over: the days that this completes a further part of become dirty. */
  close(until: number): void {
    if (until <= this.closedUntil) return;
    const from = dayOf(Math.max(this.closedUntil, this.firstAt));
    for (let day = from; dayStart(day) < until; day++) this.dirty.add(day);
    for (const day of this.#courses.keys()) if (dayStart(day + 1) <= this.closedUntil) this.#courses.delete(day);
    this.closedUntil = until;
  }

  /** @returns false for a repeat */
  mark(mark: Mark): boolean {
    const days = this.marks.put(mark);
    if (!days) return false;
    this.#soil(days);
    this.urgent = true;
    return true;
  }

  /**
   * Other orders bind the outlet: the days that they speak of are judged again at once.
   * @param firstAt start of the data of the outlet and its meters, epoch ms: it may be judged by its meters alone
   */
  rebind(terms: OutletTerms, changed: readonly DaySpan[], firstAt: number): void {
    this.terms = terms;
    const { closedUntil, dirty } = this.joint;
    for (const days of changed) {
      this.#soil(days);
      const from = Math.max(days.from, dayOf(firstAt));
      for (let day = from; day < days.to && dayStart(day) < closedUntil; day++) dirty.add(day);
    }
    this.urgent = true;
  }

  get state(): LedgerState {
    const finite = (at: number) => (Number.isFinite(at) ? at : null);
    return {
      watermark: finite(this.watermark),
      runs: this.#beginning.runs.map((run) => ({ ...run })),
      lastSeen: finite(this.lastSeen),
      closedUntil: finite(this.closedUntil),
      dirty: [...this.dirty],
      firstSeen: Object.fromEntries([...this.#firstSeen].map(([factor, day]) => [this.factors.codes[factor]!, day])),
      joint: { closedUntil: finite(this.joint.closedUntil), dirty: [...this.joint.dirty] },
      judgedAs: digestOf(this.outlet),
    };
  }

  set state(state: LedgerState) {
    this.watermark = state.watermark ?? Number.NEGATIVE_INFINITY;
    this.#beginning.restore(runsOf(state));
    this.#run = undefined;
    this.firstAt = this.#beginning.firstAt(this.terms.island);
    this.lastSeen = state.lastSeen ?? Number.NEGATIVE_INFINITY;
    this.closedUntil = state.closedUntil ?? Number.NEGATIVE_INFINITY;
    this.dirty.clear();
    for (const day of state.dirty) this.dirty.add(day);
    this.joint.closedUntil = state.joint?.closedUntil ?? Number.NEGATIVE_INFINITY;
    this.joint.dirty.clear();
    for (const day of state.joint?.dirty ?? []) this.joint.dirty.add(day);
    this.forget();
    this.#firstSeen = new Map(Object.entries(state.firstSeen).map(([code, day]) => [this.factors.of(code), day]));
    // A limit, an order or a filing was changed meanwhile.
    if (state.judgedAs !== undefined && state.judgedAs !== digestOf(this.outlet)) this.soilAll();
  }

  /** Everything that was ever judged is judged again: what the catalogue says of the outlet changed. */
  soilAll(): void {
    if (Number.isFinite(this.firstAt)) this.#soil({ from: dayOf(this.firstAt), to: Number.POSITIVE_INFINITY });
  }

  /** Summaries of days are worked out anew: what they were made by changed. */
  forget(): void {
    this.#profiles.clear();
    this.#courses.clear();
  }

  /** A beginning that moves to an earlier day leaves empty time behind it, which is missing data; a later one takes it back. */
  #begin(): void {
    const before = this.firstAt;
    this.firstAt = this.#beginning.firstAt(this.terms.island);
    if (before === this.firstAt || !Number.isFinite(before)) return;
    const [from, to] = [Math.min(before, this.firstAt), Math.max(before, this.firstAt)];
    this.#soil({ from: dayOf(from), to: dayOf(to) + 1 }, from);
  }

  /** A factor is owed from the day on which it was seen first, also where that day is told late. */
  #see(factor: number, day: number): void {
    const known = this.#firstSeen.get(factor);
    if (known !== undefined && known <= day) return;
    this.#firstSeen.set(factor, day);
    this.#soil({ from: day, to: known ?? Number.POSITIVE_INFINITY });
  }

  #soil({ from, to }: DaySpan, earliest = this.firstAt): void {
    this.#profiles.forget({ from, to });
    for (const day of this.#courses.keys()) if (day >= from && day < to) this.#courses.delete(day);
    for (let day = Math.max(from, dayOf(earliest)); day < to && dayStart(day) < this.closedUntil; day++) {
      this.dirty.add(day);
    }
  }
}

function runsOf({ runs, firstAt, watermark }: LedgerState): Run[] {
  if (runs) return runs;
  if (firstAt === undefined || firstAt === null) return [];
  return [{ from: dayOf(firstAt), to: dayOf(watermark ?? firstAt) + 1, at: firstAt }];
}

/** Of what an outlet is judged by; who sends for it and what it is called are no part of it. */
function digestOf({ devices: _, name: __, ...judged }: Outlet): string {
  return createHash('sha256').update(JSON.stringify(judged)).digest('hex').slice(0, 12);
}
