/** Octaves that liveliness is told apart by. */
export const OCTAVES = 24;
/** How fast the usual change is forgotten, per change. */
const FORGET = 1 / 12;

/** How lively a signal is just now: the usual size of its changes, in last digits, a single leap counting little. */
export class Liveliness {
  #usual = Number.NaN;

  /** 0 where nothing is known or hardly anything moves, one more for each doubling. */
  get octave(): number {
    if (Number.isNaN(this.#usual)) return 0;
    return Math.max(0, Math.min(OCTAVES - 1, Math.round(Math.log2(this.#usual + 0.5)) + 1));
  }

  add(change: number): void {
    const usual = this.#usual;
    this.#usual = Number.isNaN(usual) ? change : usual + FORGET * (Math.min(change, 4 * usual + 1) - usual);
  }
}
