import { HttpError, InfluxDB, type Point, setLogger, type WriteApi } from '@influxdata/influxdb-client';
import { dayOf } from '../../model/beijing.ts';
import type { DaySeries } from '../../model/day-series.ts';
import type { Text } from '../../model/text.ts';
import { Away, awayOf } from '../away.ts';
import type { Destination, Refusal } from '../destination.ts';
import type { EventSent } from '../event-source.ts';
import { exchange } from '../exchange.ts';
import { BLOCK_MINUTES, blockHashes, changedBlocks, type Made } from './blocks.ts';
import { eventPoint, meanPoints, statePoints } from './points.ts';
import type { InfluxdbSettings } from './settings.ts';
import type { DaySent } from './source.ts';
import type { Written } from './written.ts';

/** Points in one request. */
const CHUNK = 5000;

/** Never reached: a full buffer would be sent behind our back, and its failure be heard by nobody. */
const NO_BUFFER = { batchSize: 2 * CHUNK, maxBatchBytes: 2 ** 30, flushInterval: 0, maxRetries: 0, maxBufferLines: 0 };

const TIMEOUT_MS = 30_000;

/** A day of an outlet as it stands now; undefined for an outlet that is no longer known. */
export type ReadDay = (outlet: string, day: number) => Promise<DaySeries | undefined>;

/**
 * Writes to InfluxDB 2. The client keeps and repeats nothing by itself: a request is answered, or all of it comes again
 * from our own place.
 */
export class InfluxdbDestination implements Destination<EventSent | DaySent> {
  readonly #url: string;
  readonly #write: WriteApi;
  readonly #makes: readonly Made[];
  readonly #readDay: ReadDay;
  readonly #written: Written;

  constructor({ url, token, org, bucket, means }: InfluxdbSettings, readDay: ReadDay, written: Written) {
    this.#url = url;
    setLogger({ error() {}, warn() {} });
    const client = new InfluxDB({ url, timeout: TIMEOUT_MS, ...(token && { token: token.reveal() }) });
    const writeFailed = (error: Error) => Promise.reject(error);
    this.#write = client.getWriteApi(org, bucket, 'ns', { ...NO_BUFFER, writeFailed });
    this.#makes = [...means, 'state'];
    this.#readDay = readDay;
    this.#written = written;
  }

  /** Whatever it answers, it is there; whether it takes anything shows when there is something to take. */
  async open(signal: AbortSignal): Promise<void> {
    const ping = new URL('ping', this.#url.endsWith('/') ? this.#url : `${this.#url}/`);
    const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    (await exchange(ping, { method: 'GET', headers: {}, signal: within })).drop();
  }

  async send(batch: readonly (EventSent | DaySent)[], signal: AbortSignal): Promise<Refusal[]> {
    const refused: Refusal[] = [];
    const events = batch.filter((sent) => sent.kind !== 'day');
    for (let at = 0; at < events.length; at += CHUNK)
      refused.push(...(await this.#events(events.slice(at, at + CHUNK))));
    for (const sent of batch) {
      signal.throwIfAborted();
      if (sent.kind !== 'day') continue;
      const why = await this.#day(sent);
      if (why) refused.push({ id: sent.id, why });
    }
    this.#written.forget(dayOf(Date.now()));
    return refused;
  }

  async close(): Promise<void> {
    this.#write.dispose();
  }

  /** Where some are refused, one by one: which they are is not said. */
  async #events(events: readonly EventSent[]): Promise<Refusal[]> {
    const why = await this.#put(events.map(eventPoint));
    if (!why) return [];
    if (events.length === 1) return [{ id: events[0]!.id, why }];
    const half = Math.ceil(events.length / 2);
    return [...(await this.#events(events.slice(0, half))), ...(await this.#events(events.slice(half)))];
  }

  async #day({ outlet, day }: DaySent): Promise<Text | undefined> {
    const series = await this.#readDay(outlet, day);
    if (!series) return undefined;
    for (const made of this.#makes) {
      const why = await this.#blocks(series, day, made);
      if (why) return why;
    }
    return undefined;
  }

  async #blocks(series: DaySeries, day: number, made: Made): Promise<Text | undefined> {
    const minutes = BLOCK_MINUTES[made];
    const hashes = blockHashes(series, minutes);
    const changed = changedBlocks(this.#written.hashes(series.outlet, day, made), hashes);
    let points: Point[] = [];
    for (const block of changed) {
      const from = block * minutes;
      points.push(
        ...(made === 'state'
          ? statePoints(series, from, from + minutes)
          : meanPoints(series, made, from, from + minutes)),
      );
      if (points.length < CHUNK / 2 && block !== changed.at(-1)) continue;
      const why = await this.#put(points);
      if (why) return why;
      points = [];
    }
    if (changed.length > 0) this.#written.put(series.outlet, day, made, hashes);
    return undefined;
  }

  /** @returns why they are refused for good */
  async #put(points: readonly Point[]): Promise<Text | undefined> {
    if (points.length === 0) return undefined;
    for (let at = 0; at < points.length; at += CHUNK) {
      this.#write.writePoints(points.slice(at, at + CHUNK));
      try {
        await this.#write.flush();
      } catch (error) {
        return refusalOf(error);
      }
    }
    return undefined;
  }
}

/**
 * Why points are refused for good.
 * @throws Away where they may be taken later
 */
function refusalOf(error: unknown): Text {
  if (!(error instanceof HttpError)) throw awayOf(error);
  const { statusCode, json, body } = error;
  const words = String(json?.message ?? body ?? '').slice(0, 300);
  if (statusCode === 401 || statusCode === 403) {
    throw new Away(
      {
        zh: `InfluxDB 拒绝令牌（${statusCode}）：请检查 token 及其写权限`,
        en: `InfluxDB refuses the token (${statusCode}): check it and that it may write`,
      },
      { broken: true },
    );
  }
  if (statusCode === 404) {
    throw new Away(
      {
        zh: `InfluxDB 无此组织或存储桶（404）：${words}`,
        en: `InfluxDB has no such organisation or bucket (404): ${words}`,
      },
      { broken: true },
    );
  }
  if (statusCode === 400 || statusCode === 413 || statusCode === 422) {
    return {
      zh: `InfluxDB 不收（${statusCode}）：${words}`,
      en: `InfluxDB does not take it (${statusCode}): ${words}`,
    };
  }
  const retryAfterMs = error.retryAfter();
  throw new Away(
    { zh: `InfluxDB 暂不可写（${statusCode}）`, en: `InfluxDB cannot be written now (${statusCode})` },
    { retryAfterMs: retryAfterMs > 0 ? retryAfterMs : undefined },
  );
}
