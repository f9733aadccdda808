import { MINUTE_MS } from './beijing.ts';
import type { DeviceView } from './views/devices.ts';

/** What is counted of one sender (an MN), in epoch ms. Every input is counted once, see {@link DeviceView}. */
export interface DeviceCounters
  extends Pick<
    DeviceView,
    | 'mn'
    | 'outlet'
    | 'edition'
    | 'peer'
    | 'received'
    | 'accepted'
    | 'repeat'
    | 'rewrite'
    | 'rejected'
    | 'reasons'
    | 'oddities'
    | 'clockSkewMs'
  > {
  /** arrival of its last input, the journal's clock; null before the first */
  lastSeen: number | null;
  /** latest event time among its readings */
  lastData: number | null;
}

/** A sender that was not heard for this long is silent: three periods of the usual minute data and some patience. */
export const SILENT_AFTER_MS = 30 * MINUTE_MS;

/** @param lastSeen arrival of its last input, epoch ms */
export const isSilent = (lastSeen: number, now: number): boolean => lastSeen < now - SILENT_AFTER_MS;

/** A person's decision to which outlet an unknown sender belongs. */
export interface Adoption {
  mn: string;
  outlet: string;
  /** epoch ms, the journal's clock */
  at: number;
  by: string;
}

/** An input that could not be used and is kept for people to look at. */
export interface Quarantined {
  /** arrival, epoch ms */
  at: number;
  /** the sender, where the bytes named one */
  mn: string | null;
  peer: string;
  why: string;
  bytes: Uint8Array;
}
