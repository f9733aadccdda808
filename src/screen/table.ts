/** One signal of a table on the table's time grid; a gap is NaN. */
export interface Column {
  name: string;
  values: Float64Array;
  /** the smallest step that the written digits can show */
  resolution: number;
}

/** A wide table on a regular grid: slot `i` is the sample at `start + i * periodMs`. */
export interface Table {
  /** wall-clock time of slot 0, as epoch ms of the clock that the table was written by */
  start: number;
  periodMs: number;
  length: number;
  columns: Column[];
}

export const timeOf = (table: Table, slot: number) => table.start + slot * table.periodMs;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The unit that windows are measured in, in samples: four hours, at least 24 samples. */
export const unitOf = (periodMs: number) => Math.max(24, Math.round((4 * HOUR) / periodMs));

/** Samples a day; 1 where a sample is a day. */
export const perDay = (periodMs: number) => Math.max(1, Math.round(DAY / periodMs));
