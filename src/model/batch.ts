import type { ChannelId } from './channel.ts';

/**
 * Readings as a struct of arrays: what a codec fills and the ledger applies, with no object per reading.
 *
 * - `source`  caller's number for the sender (an outlet in the engine)
 * - `channel` factor, grain and statistic, see {@link ChannelId}
 * - `at`      event time, epoch ms: the instant, or the start of the period
 * - `sentAt`  the sender's clock at sending (QN), epoch ms; versions of one slot are ordered by it, `0` = unknown
 * - `value`   NaN where the record names the factor but gives no number
 * - `flag`    see `flag.ts`
 */
export class ReadingBatch {
  length = 0;
  source: Int32Array;
  channel: Int32Array;
  at: Float64Array;
  sentAt: Float64Array;
  value: Float64Array;
  flag: Uint8Array;

  constructor(capacity = 4096) {
    this.source = new Int32Array(capacity);
    this.channel = new Int32Array(capacity);
    this.at = new Float64Array(capacity);
    this.sentAt = new Float64Array(capacity);
    this.value = new Float64Array(capacity);
    this.flag = new Uint8Array(capacity);
  }

  push(source: number, channel: ChannelId, at: number, sentAt: number, value: number, flag: number): number {
    const i = this.length;
    if (i === this.value.length) this.#grow();
    this.source[i] = source;
    this.channel[i] = channel;
    this.at[i] = at;
    this.sentAt[i] = sentAt;
    this.value[i] = value;
    this.flag[i] = flag;
    this.length = i + 1;
    return i;
  }

  /** Makes room for so many more rows, so that they may be written into the columns directly. */
  reserve(rows: number): void {
    while (this.length + rows > this.value.length) this.#grow();
  }

  clear(): void {
    this.length = 0;
  }

  #grow(): void {
    const capacity = this.value.length * 2;
    const wider = <T extends Int32Array | Float64Array | Uint8Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.source = wider(new Int32Array(capacity), this.source);
    this.channel = wider(new Int32Array(capacity), this.channel);
    this.at = wider(new Float64Array(capacity), this.at);
    this.sentAt = wider(new Float64Array(capacity), this.sentAt);
    this.value = wider(new Float64Array(capacity), this.value);
    this.flag = wider(new Uint8Array(capacity), this.flag);
  }
}
