import type { DeviceView } from './views.ts';

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
