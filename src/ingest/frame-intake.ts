import type { Entry, RejectNote } from '../model/entry.ts';
import { answerTo } from './codecs/hj212/answer.ts';
import { type Frame, Framer, type FrameSink } from './codecs/hj212/framer.ts';
import type { RejectCode } from './codecs/hj212/rejects.ts';
import { count, type IngestCounters } from './counters.ts';
import type { Gate, GateReject } from './gate.ts';
import type { Inbox } from './inbox.ts';
import type { Peer } from './listener.ts';
import type { Quarantine } from './quarantine.ts';

export interface FrameEar {
  /** The frame is valid during the call only. */
  heard(frame: Frame, peer: Peer, at: number): void;
}

/** What every way in of this process shares. */
export interface FrontDoor {
  gate: Gate;
  quarantine: Quarantine;
  inbox: Inbox;
  counters: IngestCounters;
  /** hears what devices that are known say */
  ear?: FrameEar;
  /** epoch ms */
  now(): number;
}

/** What came in since it was asked last. */
export interface Taken {
  /** for the journal */
  entries: Entry[];
  /** to be sent once the entries are durable */
  answers: Uint8Array[];
  /** frames let in */
  frames: number;
  /** why others were not */
  refused: (RejectCode | GateReject)[];
  refusedBytes: number;
}

/**
 * The HJ 212 frames of one peer, over whatever carries its bytes: let in by the gate, or refused and kept as far as its
 * share goes. What it remembers is the begun frame; everything else goes by MN, since several may share a connection and
 * one may come back on another.
 */
export class FrameIntake implements FrameSink {
  readonly #door: FrontDoor;
  readonly #peer: Peer;
  #framer: Framer;
  #at = 0;
  #taken = nothing();

  constructor(door: FrontDoor, peer: Peer) {
    this.#door = door;
    this.#peer = peer;
    this.#framer = this.#newFramer();
  }

  get pendingBytes(): number {
    return this.#framer.pending;
  }

  push(bytes: Uint8Array): void {
    this.#door.counters.bytesReceived += bytes.length;
    this.#follow(() => this.#framer.push(bytes), bytes);
  }

  /** What has begun will not go on. */
  flush(): void {
    this.#follow(() => this.#framer.flush(), new Uint8Array());
  }

  take(): Taken {
    const taken = this.#taken;
    this.#taken = nothing();
    return taken;
  }

  frame(frame: Frame): void {
    const { gate, counters } = this.#door;
    const { header } = frame;
    const raw = Buffer.from(frame.raw.subarray(frame.rawFrom, frame.rawTo));
    const admission = gate.admit(header.mn, (expected) => header.passwordIs(expected), raw.length);
    if (admission.kind === 'rejected') {
      this.#refuse(admission.why, header.mn, raw);
      return;
    }
    counters[admission.kind] += 1;
    this.#taken.frames++;
    this.#taken.entries.push({ kind: 'frame', at: this.#at, meta: this.#peer.name, bytes: raw });
    const answer = answerTo(frame);
    if (answer) this.#taken.answers.push(answer);
    if (admission.kind === 'admitted') this.#door.ear?.heard(frame, this.#peer, this.#at);
  }

  reject(why: RejectCode, _at: number, bytes: Uint8Array, mn: string | null): void {
    this.#refuse(why, mn, bytes);
  }

  /** Should a sender find a fault of ours, it is this sender's trouble alone, and its bytes are kept to mend it by. */
  #follow(step: () => void, bytes: Uint8Array): void {
    this.#at = this.#door.now();
    try {
      step();
    } catch {
      this.#framer = this.#newFramer();
      this.#refuse('FAULT', null, bytes);
    }
  }

  #newFramer(): Framer {
    const { registry } = this.#door.gate;
    return new Framer(this, {
      keysOf: (mn) => registry.find(mn)?.sm4Keys ?? [],
      acceptModbus: (mn) => registry.find(mn)?.acceptModbusCrc ?? false,
    });
  }

  #refuse(why: RejectCode | GateReject, mn: string | null, bytes: Uint8Array): void {
    const { name, address } = this.#peer;
    this.#taken.refused.push(why);
    this.#taken.refusedBytes += bytes.length;
    const entry = refusal(this.#door, { why, mn, peer: name }, mn || address, this.#at, bytes);
    if (entry) this.#taken.entries.push(entry);
  }
}

const nothing = (): Taken => ({ entries: [], answers: [], frames: 0, refused: [], refusedBytes: 0 });

/** Counts a refused input, and makes the entry to keep it by where the share of its sender allows that. */
export function refusal(
  { counters, quarantine }: FrontDoor,
  note: RejectNote,
  sender: string,
  at: number,
  bytes: Uint8Array,
): Entry | undefined {
  count(counters.rejected, note.why);
  const kept = quarantine.keep(sender, note.why, at);
  if (!kept) {
    counters.rejectedUnkept += 1;
    return undefined;
  }
  const said: RejectNote = kept.unkept > 0 ? { ...note, unkept: kept.unkept } : note;
  return { kind: 'reject', at, meta: JSON.stringify(said), bytes };
}
