import { FrameIntake, type FrontDoor } from './frame-intake.ts';
import type { Listener, Peer, Receipt } from './listener.ts';

/** One peer that speaks HJ 212 on a connection: its frames are answered when they are durable, and not before. */
export class Conversation implements Listener {
  readonly #door: FrontDoor;
  readonly #intake: FrameIntake;

  constructor(door: FrontDoor, peer: Peer) {
    this.#door = door;
    this.#intake = new FrameIntake(door, peer);
  }

  get pendingBytes(): number {
    return this.#intake.pendingBytes;
  }

  receive(bytes: Uint8Array): Receipt {
    this.#intake.push(bytes);
    return this.#handIn();
  }

  finish(): Receipt {
    this.#intake.flush();
    return this.#handIn();
  }

  #handIn(): Receipt {
    const { inbox, counters } = this.#door;
    const { entries, answers, refusedBytes } = this.#intake.take();
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
