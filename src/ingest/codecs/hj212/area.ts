import { COMMA, SEMICOLON, SLASH } from './bytes.ts';

/**
 * Ends of the values of one data area. A value that begins with `//` is a text up to the next `//` before a separator,
 * and may hold separators (HJ 212-2017 §6.3.3.1); any other ends at `,` or `;`.
 */
export class ValueEnds {
  /** no text closes from here on: keeps many openings from being searched to the end each */
  #noneFrom = Number.POSITIVE_INFINITY;

  reset(): void {
    this.#noneFrom = Number.POSITIVE_INFINITY;
  }

  /** End of the value that begins at `from`, at most `end`. */
  of(bytes: Uint8Array, from: number, end: number): number {
    if (bytes[from] === SLASH && bytes[from + 1] === SLASH && from + 4 <= end && from < this.#noneFrom) {
      for (let i = from + 2; i + 2 <= end; i++) {
        if (bytes[i] === SLASH && bytes[i + 1] === SLASH && isEnd(bytes, i + 2, end)) return i + 2;
      }
      this.#noneFrom = from;
    }
    let i = from;
    while (!isEnd(bytes, i, end)) i++;
    return i;
  }
}

const isEnd = (bytes: Uint8Array, i: number, end: number) => i >= end || bytes[i] === COMMA || bytes[i] === SEMICOLON;
