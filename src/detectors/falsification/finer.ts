import type { WindowView } from '../../ledger/view.ts';
import { type Habit, type HabitTerms, habitsOf, type Written, writtenOn } from './written.ts';

/** Values of a day with more decimals than numbers of their size usually have, with the usual ones between them. */
export interface Stretch {
  /** minutes of the day of the first and the last finer value */
  from: number;
  to: number;
  /** the last minute before it with a value in the usual way: in between the change came */
  after: number;
  first: Written;
  /** how numbers of the size of the first were written before */
  habit: Habit;
  finer: number;
  usual: number;
  /** the most decimals that a value has */
  decimals: number;
  numbers: Set<number>;
  /** until the data of the day end: hardly anything in the usual way comes later */
  lasts: boolean;
}

interface StretchTerms extends HabitTerms {
  values: number;
  apart: number;
}

/** All that a day has of them, a single finer value as well. */
export function stretchesOf(view: WindowView, factor: string, terms: StretchTerms): Stretch[] {
  const habits = habitsOf(view, factor, terms);
  const stretches: Stretch[] = [];
  if (habits.every((one) => one === undefined)) return stretches;
  /** values in the usual way since the last finer one */
  let [since, after] = [0, -1];
  for (const written of writtenOn(view.day(view.days.from), factor)) {
    const habit = habits[written.size];
    if (habit === undefined) continue;
    if (written.decimals <= habit.decimals) {
      since++;
      after = written.minute;
      continue;
    }
    const open = stretches.at(-1);
    if (open && (since === 0 || written.minute - open.to <= terms.apart)) goOn(open, written, since);
    else stretches.push(begun(written, after, habit));
    since = 0;
  }
  // A computed number ends in zeros now and then; as many as make a stretch do not.
  for (const last of stretches.slice(-1)) last.lasts = since < terms.values;
  return stretches;
}

/** Whether two channels may have changed at the same time; what hardly moves shows a change late. */
export const together = (a: Stretch, b: Stretch, within: number) =>
  a.after < b.from + within && b.after < a.from + within;

const begun = (first: Written, after: number, habit: Habit): Stretch => ({
  from: first.minute,
  to: first.minute,
  after,
  first,
  habit,
  finer: 1,
  usual: 0,
  decimals: first.decimals,
  numbers: new Set([first.value]),
  lasts: false,
});

function goOn(stretch: Stretch, { minute, value, decimals }: Written, usual: number): void {
  stretch.to = minute;
  stretch.finer++;
  stretch.usual += usual;
  stretch.decimals = Math.max(stretch.decimals, decimals);
  stretch.numbers.add(value);
}
