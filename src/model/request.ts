import type { Text } from './text.ts';

/** Periods that a logger can be asked for again: CN 2051, 2061, 2031. */
export const HISTORY_GRAINS = ['minute', 'hour', 'day'] as const;
export type HistoryGrain = (typeof HISTORY_GRAINS)[number];

/** What can be asked of a device. Times are epoch ms. HJ 212-2017 table 9. */
export type DeviceAsk =
  /** periods that begin in `[from, to)` */
  | { kind: 'history'; grain: HistoryGrain; from: number; to: number }
  /** its clock, or that of one instrument (CN 1011) */
  | { kind: 'clock'; factor?: string }
  /** sets that clock to the time of sending (CN 1012) */
  | { kind: 'set-clock'; factor?: string }
  /** every how many seconds live data, or every how many minutes minute data are sent (CN 1061, 1063) */
  | { kind: 'interval'; of: 'live' | 'minute' }
  | { kind: 'set-interval'; of: 'live' | 'minute'; every: number }
  /** log, state or parameters of an instrument, or of the logger where no factor is named (CN 3020) */
  | { kind: 'information'; info: string; factor?: string; from?: number; to?: number }
  /** serial number of an instrument (CN 3019) */
  | { kind: 'identity'; factor: string };
export type AskKind = DeviceAsk['kind'];
export const ASK_KINDS = [
  'history',
  'clock',
  'set-clock',
  'interval',
  'set-interval',
  'information',
  'identity',
] as const satisfies readonly AskKind[];

/**
 * - `waiting` for its turn, or for the device to connect
 * - `sent` and not yet answered
 * - `executing` the device said that it will (9011 QnRtn=1); data may come
 * - `done` (9012 ExeRtn=1)
 * - `refused` (9011 with another QnRtn), `failed` (9012 with another ExeRtn)
 * - `unanswered` after all retries, or begun and never ended
 */
export const REQUEST_STATES = ['waiting', 'sent', 'executing', 'done', 'refused', 'failed', 'unanswered'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];
const OPEN: readonly RequestState[] = ['waiting', 'sent', 'executing'];
export const isOpen = ({ state }: Pick<DeviceRequest, 'state'>) => OPEN.includes(state);

/** One request to a device, who asked for it and why, and what came of it. Times are epoch ms. */
export interface DeviceRequest {
  id: string;
  mn: string;
  ask: DeviceAsk;
  by: string;
  reason: string;
  at: number;
  state: RequestState;
  /** how often it was put on the wire */
  tries: number;
  /** frames of data that came in answer; each is also kept as any frame */
  frames: number;
  /** data areas of answers other than periods, a few, as the device wrote them */
  replies: readonly string[];
  /** what the device said, in words; null while nothing is said */
  says: Text | null;
  endedAt: number | null;
}

/** A request as it is asked, before anything came of it. */
export function newRequest(asked: {
  id: string;
  mn: string;
  ask: DeviceAsk;
  by: string;
  reason: string;
  at: number;
}): DeviceRequest {
  return { ...asked, state: 'waiting', tries: 0, frames: 0, replies: [], says: null, endedAt: null };
}
