import type { Factor } from './factors.ts';

/** Readings in a minute: one every 5 s. */
export const READINGS = 12;

/**
 * One minute of one outlet as its instruments gave it: the readings of every factor and one data mark each. It is
 * what misbehaviour lays its hands on; all means and frames are made from it afterwards.
 */
export class Minute {
  readonly outlet: string;
  readonly factors: readonly Factor[];
  /** start of the minute, epoch ms */
  readonly at: number;
  /** `READINGS` per factor, in the order of `factors`; NaN = no reading */
  readonly readings: Float64Array;
  /** HJ 212-2017 table 8, one letter per factor */
  readonly flags: string[];

  constructor(outlet: string, factors: readonly Factor[], at: number) {
    this.outlet = outlet;
    this.factors = factors;
    this.at = at;
    this.readings = new Float64Array(factors.length * READINGS);
    this.flags = factors.map(() => 'N');
  }

  /** The readings of one factor, as a view: writing to it changes the minute. */
  of(factor: number): Float64Array {
    return this.readings.subarray(factor * READINGS, (factor + 1) * READINGS);
  }

  index(code: string): number {
    return this.factors.findIndex((factor) => factor.code === code);
  }

  /** Positions of the named factors; of all when none is named. */
  indexes(codes: readonly string[] | undefined): number[] {
    if (codes === undefined) return this.factors.map((_, i) => i);
    return codes.map((code) => this.index(code)).filter((i) => i >= 0);
  }
}
