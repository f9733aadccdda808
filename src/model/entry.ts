/**
 * What the journal keeps, in the order received. Everything that can change what fluewatch says is one of these;
 * the rest is computed from them.
 */
export const ENTRY_KINDS = ['frame', 'reject', 'row', 'mark', 'command', 'tick'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface Entry {
  kind: EntryKind;
  /** arrival, epoch ms: stamped once, at the door */
  at: number;
  /**
   * - frame: the peer's name (`tcp 127.0.0.1:40112`), may be empty
   * - reject: JSON {@link RejectNote}
   * - others: empty
   */
  meta: string;
  /** frame, reject: the bytes exactly as received. row, mark, command: UTF-8 JSON. tick: empty */
  bytes: Uint8Array;
}

export interface RejectNote {
  why: string;
  /** the sender, where the bytes named one */
  mn: string | null;
  peer: string;
  /** so many earlier inputs of this sender were rejected for the same reason and only counted; absent = none */
  unkept?: number;
}
