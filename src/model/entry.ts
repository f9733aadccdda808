/**
 * What the journal keeps, in the order received. Everything that can change what fluewatch says is one of these;
 * the rest is computed from them.
 */
export const ENTRY_KINDS = ['frame', 'reject', 'message', 'mark', 'command', 'tick'] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

export interface Entry {
  kind: EntryKind;
  /** arrival, epoch ms: stamped once, at the door */
  at: number;
  /**
   * - frame: the peer's name (`tcp 127.0.0.1:40112`), may be empty
   * - reject: JSON {@link RejectNote}
   * - message: JSON {@link MessageNote}
   * - others: empty
   */
  meta: string;
  /** frame, reject, message: the bytes exactly as received. mark, command: UTF-8 JSON. tick: empty */
  bytes: Uint8Array;
}

export interface RejectNote {
  why: string;
  /** the sender, where the bytes named one */
  mn: string | null;
  peer: string;
  /** so many earlier inputs of this sender were rejected for the same reason and only counted; absent = none */
  unkept?: number;
  /** of a message: its topic, path or file name */
  subject?: string;
  /** of a message that was too long to keep whole: its length */
  length?: number;
}

/** Where a message came from, and the mapping that makes sense of it. */
export interface MessageNote {
  peer: string;
  /** topic, path or file name */
  subject: string;
  /** SHA-256 of the mapping's text, which a command before it has brought into the journal */
  mapping: string;
  /** a name under which its sender asks how its records ended */
  receipt?: string;
}
