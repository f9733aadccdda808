import type { Grain, Stat } from '../../model/channel.ts';

/** What a logger says about one factor for one period: the statistics it sends, as text, and the data mark. */
export interface Cell {
  factor: string;
  values: readonly (readonly [Stat, string])[];
  flag: string;
}

/** What a logger says about one outlet for one period (or instant, when `live`). */
export interface Report {
  outlet: string;
  grain: Grain;
  /** start of the period, or the instant; epoch ms */
  at: number;
  /** end of the period: when the report can be sent */
  due: number;
  cells: Cell[];
  /** by how much the logger's clock is off, ms; `at` is by that clock, `due` is not */
  clock?: number;
  /** what instruments are set to (CN 3020) instead of what they measured */
  settings?: true;
}
