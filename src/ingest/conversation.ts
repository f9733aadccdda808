import type { Entry, RejectNote } from '../model/entry.ts';
import { answerTo } from './codecs/hj212/answer.ts';
import { type Frame, Framer, type FrameSink } from './codecs/hj212/framer.ts';
import type { RejectCode } from './codecs/hj212/rejects.ts';
import { count, type IngestCounters } from './counters.ts';
import type { Gate, GateReject } from './gate.ts';
import type { Inbox } from './inbox.ts';
import type { Listener, Peer, Receipt } from './listener.ts';
import type { Quarantine } from './quarantine.ts';

/** What every conversation of this process shares. */
export interface FrontDoor {
  gate: Gate;
  quarantine: Quarantine;
  inbox: Inbox;
  counters: IngestCounters;
  /** epoch ms */
  now(): number;
}

/**
 * One peer that speaks HJ 212, over whatever carries its bytes: frames are let in by the gate, put into the inbox and
 * answered only when they are durable. What it remembers is the begun frame; everything else goes by MN, since several
 * may share a connection and one may come back on another.
 */
export class Conversation implements Listener, FrameSink {
  readonly #door: FrontDoor;
  readonly #peer: Peer;
  #framer: Framer;
  #at = 0;
  #entries: Entry[] = [];
  #answers: Uint8Array[] = [];
  #refusedBytes = 0;

  constructor(door: FrontDoor, peer: Peer) {
    this.#door = door;
    this.#peer = peer;
    this.#framer = this.#newFramer();
  }

  get pendingBytes(): number {
    return this.#framer.pending;
  }

  receive(bytes: Uint8Array): Receipt {
    this.#door.counters.bytesReceived += bytes.length;
    return this.#follow(() => this.#framer.push(bytes), bytes);
  }

  finish(): Receipt {
    return this.#follow(() => this.#framer.flush(), new Uint8Array());
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
    this.#entries.push({ kind: 'frame', at: this.#at, meta: this.#peer.name, bytes: raw });
    const answer = answerTo(frame);
    if (answer) this.#answers.push(answer);
  }

  reject(why: RejectCode, _at: number, bytes: Uint8Array, mn: string | null): void {
    this.#refuse(why, mn, bytes);
  }

  /** Should a sender find a fault of ours, it is this sender's trouble alone, and its bytes are kept to mend it by. */
  #follow(step: () => void, bytes: Uint8Array): Receipt {
    this.#at = this.#door.now();
    try {
      step();
    } catch {
      this.#framer = this.#newFramer();
      this.#refuse('FAULT', null, bytes);
    }
    return this.#handIn();
  }

  #newFramer(): Framer {
    const { registry } = this.#door.gate;
    return new Framer(this, {
      keysOf: (mn) => registry.find(mn)?.sm4Keys ?? [],
      acceptModbus: (mn) => registry.find(mn)?.acceptModbusCrc ?? false,
    });
  }

  #refuse(why: RejectCode | GateReject, mn: string | null, bytes: Uint8Array): void {
    const { counters, quarantine } = this.#door;
    const { name, address } = this.#peer;
    this.#refusedBytes += bytes.length;
    count(counters.rejected, why);
    const kept = quarantine.keep(mn || address, why, this.#at);
    if (!kept) {
      counters.rejectedUnkept += 1;
      return;
    }
    const note: RejectNote = { why, mn, peer: name };
    if (kept.unkept > 0) note.unkept = kept.unkept;
    this.#entries.push({ kind: 'reject', at: this.#at, meta: JSON.stringify(note), bytes });
  }

  #handIn(): Receipt {
    const { inbox, counters } = this.#door;
    const entries = this.#entries;
    const answers = this.#answers;
    const refusedBytes = this.#refusedBytes;
    this.#entries = [];
    this.#answers = [];
    this.#refusedBytes = 0;
    if (entries.length === 0) return { refusedBytes, answers: null };
    const durable = inbox.put(entries).then(
      () => {
        counters.answered += answers.length;
        return answers.length > 0 ? Buffer.concat(answers) : null;
      },
      () => {
        counters.notKept += entries.length;
        return null;
      },
    );
    return { refusedBytes, answers: durable };
  }
}
