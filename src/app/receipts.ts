import type { Endings } from './senders.ts';

/** Messages of which nobody asked in time are forgotten, the oldest first. */
const KEPT = 1000;

/** How the records of messages ended whose senders want to know. */
export class Receipts {
  readonly #endings = new Map<string, Endings>();

  put(receipt: string, endings: Endings): void {
    this.#endings.set(receipt, endings);
    if (this.#endings.size > KEPT) this.#endings.delete(this.#endings.keys().next().value!);
  }

  /** Tells once. */
  take(receipt: string): Endings | undefined {
    const endings = this.#endings.get(receipt);
    this.#endings.delete(receipt);
    return endings;
  }
}
