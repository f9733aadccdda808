import type { Grain, Stat } from './channel.ts';

/** One reading as it was received: a line of the contract's CSV of readings. */
export interface RecordRow {
  /** start of the period, epoch ms */
  at: number;
  factor: string;
  grain: Grain;
  stat: Stat;
  /** null: the record came without a number */
  value: number | null;
  /** letter; empty = none was sent */
  flag: string;
}
