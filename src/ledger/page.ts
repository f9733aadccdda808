import { DAY_MS, dayStart } from '../model/beijing.ts';
import { type ChannelId, channelGrain, GRAIN_MS } from '../model/channel.ts';
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
  #lastChannel: ChannelId = -1;
  #lastColumn: Column | undefined;

  constructor(day: number) {
    this.day = day;
    this.start = dayStart(day);
  }

  /**
   * @param at event time within the day, epoch ms
   * @param sentAt the sender's clock at sending, epoch ms
   */
  write(channel: ChannelId, at: number, sentAt: number, value: number, flag: number): number {
    const grain = channelGrain(channel);
    const outcome =
      grain === 'live'
        ? this.#liveColumn(channel).write(Math.floor((at - this.start) / 1000), value, flag, lagCode(sentAt - at))
        : this.#column(channel, grain).write(
            Math.floor((at - this.start) / GRAIN_MS[grain]),
            value,
            flag,
            lagCode(sentAt - at),
          );
    this.unsaved = true;
    return outcome;
  }

  /** how many channels the day has seen */
  get channels(): number {
    return this.columns.size + this.live.size;
  }

  get end(): number {
    return this.start + DAY_MS;
  }

  #column(channel: ChannelId, grain: Exclude<ReturnType<typeof channelGrain>, 'live'>): Column {
    if (channel === this.#lastChannel) return this.#lastColumn!;
    let column = this.columns.get(channel);
    if (!column) {
      column = new Column(slotsOf(grain));
      this.columns.set(channel, column);
    }
    this.#lastChannel = channel;
    this.#lastColumn = column;
    return column;
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
