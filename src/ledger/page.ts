import { DAY_MS, dayStart } from '../model/beijing.ts';
import { type ChannelId, channelPeriod } from '../model/channel.ts';
import { Column, LiveColumn, lagCode, slotsOf } from './column.ts';

/** One outlet's natural day (台账页): a column per channel. */
export class Page {
  readonly day: number;
  readonly start: number;
  readonly columns = new Map<ChannelId, Column>();
  readonly live = new Map<ChannelId, LiveColumn>();
  /** changed since it was stored last */
  unsaved = false;
  /** a summary of the day was made since it changed last, see `OutletLedger.profile` */
  profiled = false;
  /** columns in the order in which they were written first: a device names its channels in the same order each time */
  readonly #inOrder: { channel: ChannelId; column: Column }[] = [];
  readonly #places = new Map<ChannelId, number>();
  #next = 0;

  constructor(day: number) {
    this.day = day;
    this.start = dayStart(day);
  }

  /**
   * @param at event time within the day, epoch ms
   * @param sentAt the sender's clock at sending, epoch ms
   */
  write(channel: ChannelId, at: number, sentAt: number, value: number, flag: number): number {
    this.unsaved = true;
    const period = channelPeriod(channel);
    const lag = lagCode(sentAt - at);
    return period === 0
      ? this.#liveColumn(channel).write(Math.floor((at - this.start) / 1000), value, flag, lag)
      : this.#column(channel).write(Math.floor((at - this.start) / period), value, flag, lag);
  }

  /** how many channels the day has seen */
  get channels(): number {
    return this.columns.size + this.live.size;
  }

  get end(): number {
    return this.start + DAY_MS;
  }

  /** Most often it is the one after the last. */
  #column(channel: ChannelId): Column {
    const guess = this.#inOrder[this.#next];
    const place = guess?.channel === channel ? this.#next : (this.#places.get(channel) ?? this.#place(channel));
    this.#next = place + 1 < this.#inOrder.length ? place + 1 : 0;
    return this.#inOrder[place]!.column;
  }

  #place(channel: ChannelId): number {
    const column = this.columns.get(channel) ?? new Column(slotsOf(channelPeriod(channel)));
    this.columns.set(channel, column);
    const place = this.#inOrder.push({ channel, column }) - 1;
    this.#places.set(channel, place);
    return place;
  }

  #liveColumn(channel: ChannelId): LiveColumn {
    let column = this.live.get(channel);
    if (!column) {
      column = new LiveColumn();
      this.live.set(channel, column);
    }
    return column;
  }
}
