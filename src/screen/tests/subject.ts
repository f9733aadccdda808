import type { Table } from '../table.ts';

/** What a test of one kind is given: a table, the signal in question, and from where on it may speak. */
export interface Subject {
  table: Table;
  target: number;
  /** slots before this one are the past that is taken on trust */
  judgeFrom: number;
  /** samples a month */
  month: number;
  coincidence: { perMonth: number; root: number };
}

/** Values as whole multiples of the resolution; a gap stays NaN. */
export function digits({ table, target }: Subject): Float64Array {
  const { values, resolution } = table.columns[target]!;
  return values.map((v) => Math.round(v / resolution));
}
