import { type DaySpan, monthOf } from '../model/beijing.ts';

/** Of an outlet that just fell behind, the last days come first: their windows are open. */
const OPEN_DAYS = 2;

interface Owed {
  rules: ReadonlySet<string>;
  /** day number: the days before it are owed */
  until: number;
  /** nothing of it was taken yet */
  fresh: boolean;
}

/** Days of an outlet that some of its rules have to judge anew. */
export interface Piece {
  outlet: string;
  rules: ReadonlySet<string>;
  days: DaySpan;
}

/** What rules that changed still have to judge of the past: outlet by outlet in turn, the newest days first. */
export class Arrears {
  #owed = new Map<string, Owed>();

  /** outlets that owe something */
  get size(): number {
    return this.#owed.size;
  }

  of(outlet: string): { rules: string[]; until: number } | undefined {
    const owed = this.#owed.get(outlet);
    return owed && { rules: [...owed.rules], until: owed.until };
  }

  /** Beside what is owed already, these rules owe the days before `until`. */
  owe(outlet: string, rules: ReadonlySet<string>, until: number): void {
    const before = this.#owed.get(outlet);
    this.#owed.set(outlet, {
      rules: new Set([...rules, ...(before?.rules ?? [])]),
      until: Math.max(until, before?.until ?? until),
      fresh: true,
    });
  }

  /** The next piece, which is then no longer owed: the last days of an outlet, later on a natural month at a time. */
  take(firstDayOf: (outlet: string) => number): Piece | undefined {
    const next = this.#owed.entries().next().value;
    if (!next) return undefined;
    const [outlet, { rules, until, fresh }] = next;
    const firstDay = firstDayOf(outlet);
    const from = Math.max(firstDay, fresh ? until - OPEN_DAYS : monthOf(until - 1).from);
    this.#owed.delete(outlet);
    if (from > firstDay) this.#owed.set(outlet, { rules, until: from, fresh: false });
    return { outlet, rules, days: { from, to: until } };
  }
}
