import { ReadingBatch } from '../model/batch.ts';

/** Recorded readings with the time at which each arrived, to be played back in that order. */
export class Arrivals {
  readonly batch = new ReadingBatch();
  arrivedAt = new Float64Array(4096);

  /** Columns of {@link ReadingBatch}, and the arrival; times in epoch ms. */
  push(
    source: number,
    channel: number,
    at: number,
    sentAt: number,
    value: number,
    flag: number,
    arrivedAt: number,
  ): void {
    this.batch.push(source, channel, at, sentAt, value, flag);
    this.stamp(arrivedAt);
  }

  /** Gives every row added since the last stamp this arrival. */
  stamp(arrivedAt: number): void {
    const { length } = this.batch;
    if (length > this.arrivedAt.length) {
      const wider = new Float64Array(Math.max(length, this.arrivedAt.length * 2));
      wider.set(this.arrivedAt);
      this.arrivedAt = wider;
    }
    this.arrivedAt.fill(arrivedAt, this.#stamped, length);
    this.#stamped = length;
  }
  #stamped = 0;

  /** Row numbers in order of arrival, ties in the order in which they were given. */
  order(): Uint32Array {
    const { length } = this.batch;
    const { arrivedAt } = this;
    const rows = Uint32Array.from({ length }, (_, i) => i);
    for (let i = 1; i < length; i++) {
      if (arrivedAt[i]! < arrivedAt[i - 1]!) return rows.sort((a, b) => arrivedAt[a]! - arrivedAt[b]! || a - b);
    }
    return rows;
  }
}
