/** What a series is made of: a factor, a grain (how long a value speaks for) and a statistic. */
export const GRAINS = ['live', 'minute', 'five', 'hour', 'day'] as const;
export type Grain = (typeof GRAINS)[number];

export const STATS = ['rtd', 'avg', 'min', 'max', 'cou', 'zsrtd', 'zsavg', 'zsmin', 'zsmax', 'zscou'] as const;
export type Stat = (typeof STATS)[number];

/** Nominal length of a grain's period in ms; `live` is an instant. `five` is the furnace temperature of CN 2111. */
export const GRAIN_MS: Record<Grain, number> = {
  live: 0,
  minute: 60_000,
  five: 300_000,
  hour: 3_600_000,
  day: 86_400_000,
};

const PERIODS = GRAINS.map((grain) => GRAIN_MS[grain]);

/** Index into GRAINS / STATS, for hot paths. */
export const GRAIN_ID = Object.fromEntries(GRAINS.map((g, i) => [g, i])) as Record<Grain, number>;
export const STAT_ID = Object.fromEntries(STATS.map((s, i) => [s, i])) as Record<Stat, number>;

/**
 * A channel packed into one integer: `factor * 64 + grain * 10 + stat`, where `factor` is the number that a
 * {@link FactorIndex} gave to the code. Packed channels live in memory only; stores keep the words.
 */
export type ChannelId = number;

export function packChannel(factor: number, grain: number, stat: number): ChannelId {
  return factor * 64 + grain * 10 + stat;
}

export const channelFactor = (channel: ChannelId) => Math.floor(channel / 64);
export const channelGrain = (channel: ChannelId) => GRAINS[Math.floor((channel % 64) / 10)]!;
/** Length of the channel's period in ms, 0 for an instant. */
export const channelPeriod = (channel: ChannelId): number => PERIODS[((channel & 63) / 10) | 0]!;
export const channelStat = (channel: ChannelId) => STATS[(channel % 64) % 10]!;

/** Numbers for factor codes, in order of first sight. Bounded: beyond `limit` unknown codes are refused (-1). */
export class FactorIndex {
  readonly codes: string[] = [];
  readonly limit: number;
  #byCode = new Map<string, number>();

  constructor(limit = 20_000) {
    this.limit = limit;
  }

  of(code: string): number {
    const known = this.#byCode.get(code);
    if (known !== undefined) return known;
    if (this.codes.length >= this.limit) return -1;
    this.#byCode.set(code, this.codes.length);
    return this.codes.push(code) - 1;
  }

  find(code: string): number | undefined {
    return this.#byCode.get(code);
  }
}
