import { type Coincidence, scoreOf } from '../evidence.ts';
import type { Table } from '../table.ts';

/** A table, the signal in question, and from where on a test may speak of it. */
export interface Signal {
  table: Table;
  target: number;
  /** slots before this one are the past that is taken on trust */
  judgeFrom: number;
  /** samples a month */
  month: number;
}

/** What a test that weighs coincidences is given. */
export interface Subject extends Signal {
  coincidence: Coincidence;
}

/** Values as whole multiples of the resolution; a gap stays NaN. */
export function digits({ table, target }: Subject): Float64Array {
  const { values, resolution } = table.columns[target]!;
  return values.map((v) => Math.round(v / resolution));
}

const DAY = 86_400_000;

/** The score of a coincidence over slots [from, to) that could have begun at any sample and at `each` places for each. */
export function weigh(
  { table, month, coincidence }: Subject,
  bits: number,
  from: number,
  to: number,
  each = 1,
): number {
  return scoreOf(bits, month * each, ((to - from) * table.periodMs) / DAY, coincidence);
}
