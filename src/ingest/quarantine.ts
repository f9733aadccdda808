import { Allowance } from './allowance.ts';
import type { Limits } from './limits.ts';

/** How many senders' shares are remembered; the one longest unheard of is forgotten first. */
const REMEMBERED = 10_000;

/**
 * Decides which rejected inputs are kept. All are counted; a sender that sends nothing but rubbish must not fill the
 * disk, so each sender and reason has a share that grows back, and all of them together have one too.
 */
export class Quarantine {
  readonly #limits: Limits;
  readonly #shares = new Map<string, { allowance: Allowance; unkept: number }>();
  #all: Allowance | undefined;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Shares that are remembered. */
  get remembered(): number {
    return this.#shares.size;
  }

  /**
   * Whether a reject is kept, and if so for how many earlier ones of this sender and reason it stands that were not.
   * `sender` is the MN or, where there is none, the address.
   */
  keep(sender: string, why: string, at: number): { unkept: number } | undefined {
    this.#all ??= new Allowance(this.#limits.rejects, this.#limits.rejects / 3600, at);
    const key = `${why} ${sender}`;
    let share = this.#shares.get(key);
    if (share) this.#shares.delete(key);
    else {
      const { rejectsPerSender } = this.#limits;
      share = { allowance: new Allowance(rejectsPerSender, rejectsPerSender / 3600, at), unkept: 0 };
    }
    this.#shares.set(key, share);
    if (this.#shares.size > REMEMBERED) this.#shares.delete(this.#shares.keys().next().value!);

    if (!share.allowance.take(at) || !this.#all.take(at)) {
      share.unkept += 1;
      return undefined;
    }
    const { unkept } = share;
    share.unkept = 0;
    return { unkept };
  }
}
