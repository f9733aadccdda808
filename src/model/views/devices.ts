import type { AskKind, HistoryGrain, RequestState } from '../request.ts';
import type { Text } from '../text.ts';

/** A sender. Every input is counted once: `accepted + repeat + rewrite + rejected = received`. */
export interface DeviceView {
  mn: string;
  outlet: string | null;
  state: 'online' | 'silent' | 'never' | 'quarantined';
  edition: '2005' | '2017' | '2025' | null;
  lastSeen: string | null;
  lastData: string | null;
  peer: string | null;
  received: number;
  accepted: number;
  repeat: number;
  rewrite: number;
  rejected: number;
  /** rejected by reason, e.g. `{CRC: 3}` */
  reasons: Record<string, number>;
  /** accepted all the same but odd (A+ kinds: `LEN`, `DUP`, `NOVALUE` …) */
  oddities: Record<string, number>;
  clockSkewMs: number | null;
}

/** What was asked of a device. `kind` and the keys that it has: `history` grain, from, to … */
export interface DeviceAskView {
  kind: AskKind;
  grain?: HistoryGrain;
  of?: 'live' | 'minute';
  every?: number;
  factor?: string;
  info?: string;
  from?: string;
  to?: string;
}

/** One request to a device, and what came of it. */
export interface RequestView {
  id: string;
  mn: string;
  ask: DeviceAskView;
  by: string;
  reason: string;
  at: string;
  state: RequestState;
  tries: number;
  frames: number;
  replies: string[];
  says: Text | null;
  endedAt: string | null;
}

/** One quarantined input, readable by a person; passwords are blanked. */
export interface QuarantineView {
  id: string;
  at: string;
  mn: string | null;
  peer: string;
  why: string;
  length: number;
  text: string;
}

export interface AdoptRequest {
  outlet: string;
  by: string;
}
