import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../model/beijing.ts';
import type { DeviceAsk, HistoryGrain } from '../../model/request.ts';
import type { Gap, GapsQuery } from '../answers/gaps.ts';
import type { DevicesSettings } from './settings.ts';

/** Periods of one request: some loggers stop sending after a day of minutes. */
const LONGEST_MS: Record<HistoryGrain, number> = { minute: DAY_MS, hour: 31 * DAY_MS, day: 366 * DAY_MS };
/** A clock is not set again sooner. */
const CLOCK_AGAIN_MS = HOUR_MS;
/** A device that was silent for longer is asked nothing. */
const HEARD_WITHIN_MS = 10 * MINUTE_MS;

export interface HealerGround {
  settings: DevicesSettings;
  /** senders that belong to an outlet */
  devices(): Iterable<{ mn: string; outlet: string; clockSkewMs: number | null }>;
  heardAt(mn: string): number | undefined;
  /** whether something is being asked of it */
  isBusy(mn: string): boolean;
  gaps(query: GapsQuery): Promise<readonly Gap[]>;
  ask(mn: string, ask: DeviceAsk, reason: string): Promise<unknown>;
}

/**
 * Asks devices for what is missing and sets clocks that are far off, one request a device and round. A gap that two
 * requests did not fill stays a gap: the data do not exist.
 */
export class Healer {
  readonly #ground: HealerGround;
  /** by device and gap */
  #attempts = new Map<string, { count: number; until: number }>();
  #clockSetAt = new Map<string, number>();

  constructor(ground: HealerGround) {
    this.#ground = ground;
  }

  /** To be called every minute or so; `now` in epoch ms. */
  async round(now: number): Promise<void> {
    for (const [key, { until }] of this.#attempts) if (until < now) this.#attempts.delete(key);
    for (const { mn, outlet, clockSkewMs } of this.#ground.devices()) {
      const heardAt = this.#ground.heardAt(mn);
      if (heardAt === undefined || now - heardAt > HEARD_WITHIN_MS || this.#ground.isBusy(mn)) continue;
      const { drift } = this.#ground.settings.clock;
      if (drift !== undefined && clockSkewMs !== null && Math.abs(clockSkewMs) > drift) {
        await this.setClock(
          mn,
          undefined,
          `时钟偏差 ${Math.round(clockSkewMs / 1000)} 秒 / clock off by that much`,
          now,
        );
      }
      if (!this.#ground.isBusy(mn)) await this.#fill(mn, outlet, now);
    }
  }

  /** @param factor the instrument whose clock it is; undefined: the logger's */
  async setClock(mn: string, factor: string | undefined, reason: string, now: number): Promise<void> {
    const key = `${mn} ${factor ?? ''}`;
    if (now - (this.#clockSetAt.get(key) ?? Number.NEGATIVE_INFINITY) < CLOCK_AGAIN_MS) return;
    this.#clockSetAt.set(key, now);
    await this.#ground.ask(mn, factor === undefined ? { kind: 'set-clock' } : { kind: 'set-clock', factor }, reason);
  }

  async #fill(mn: string, outlet: string, now: number): Promise<void> {
    const { after, within, attempts } = this.#ground.settings.history;
    if (attempts === 0) return;
    const gaps = await this.#ground.gaps({ outlet, from: now - within, to: now - after });
    for (const { grain, from, to } of gaps) {
      const key = `${mn} ${grain} ${from}`;
      const { count } = this.#attempts.get(key) ?? { count: 0 };
      if (count >= attempts) continue;
      this.#attempts.set(key, { count: count + 1, until: to + within });
      const ask: DeviceAsk = { kind: 'history', grain, from, to: Math.min(to, from + LONGEST_MS[grain]) };
      await this.#ground.ask(mn, ask, '缺数补采 / missing data');
      return;
    }
  }
}
