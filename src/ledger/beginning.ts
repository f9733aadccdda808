import { DAY_MS, dayOf, dayStart } from '../model/beijing.ts';

/**
 * What is no beginning: a few days of data, followed by a much longer silence. Loggers whose clock was lost send under a
 * date of long ago, and instruments are tried out weeks before they are put into service.
 */
export interface Island {
  /** days of data at most */
  days: number;
  /** length of the silence after it at least, ms */
  silence: number;
}

/** Consecutive days with data, half-open, and the earliest instant among them (epoch ms). */
export interface Run {
  from: number;
  to: number;
  at: number;
}

/** On which days an outlet sent anything, and from when on it therefore owes data. A function of the set of readings. */
export class Beginning {
  /** in order of time; runs that touch are one */
  #runs: Run[] = [];

  get runs(): readonly Run[] {
    return this.#runs;
  }

  restore(runs: Iterable<Run>): void {
    this.#runs = [...runs].map((run) => ({ ...run }));
  }

  /** The run that a reading belongs to, begun or lengthened by it. */
  note(at: number): Run {
    const day = dayOf(at);
    const next = this.#runs.findLastIndex((run) => run.from <= day) + 1;
    const before = this.#runs[next - 1];
    if (before && day < before.to) return earlier(before, at);
    const after = this.#runs[next];
    const touchesBefore = before?.to === day;
    const touchesAfter = after?.from === day + 1;
    const run: Run = {
      from: touchesBefore ? before.from : day,
      to: touchesAfter ? after.to : day + 1,
      at: touchesBefore ? before.at : at,
    };
    this.#runs.splice(touchesBefore ? next - 1 : next, Number(touchesBefore) + Number(touchesAfter), run);
    return run;
  }

  /** Start of the earliest period after which data are owed, epoch ms; infinity before anything came. */
  firstAt(island: Island): number {
    const first = this.#runs.find((run, i) => !this.#isIsland(run, this.#runs[i + 1]?.from, island));
    return (first ?? this.#runs.at(-1))?.at ?? Number.POSITIVE_INFINITY;
  }

  /** While there is nothing but islands, nobody knows of any time after the last that data are owed: up to when they are. */
  owedUntil(island: Island): number {
    const last = this.#runs.at(-1);
    if (!last || !this.#runs.every((run, i) => this.#isIsland(run, this.#runs[i + 1]?.from, island))) {
      return Number.POSITIVE_INFINITY;
    }
    return dayStart(last.to) + island.silence;
  }

  /** @param next day of the next data; undefined: none came yet */
  #isIsland({ from, to }: Run, next: number | undefined, { days, silence }: Island): boolean {
    return to - from <= days && ((next ?? Number.POSITIVE_INFINITY) - to) * DAY_MS >= silence;
  }
}

function earlier(run: Run, at: number): Run {
  if (at < run.at) run.at = at;
  return run;
}
