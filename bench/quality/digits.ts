/** A number as Python's float() reads it, null where it is none. */
export function number(text: string): number | null {
  const cell = text.trim();
  const value = cell === '' ? Number.NaN : Number(cell);
  return Number.isFinite(value) ? value : null;
}

/** Fixed decimals with exact ties going to the even digit, as Python writes them. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  // toFixed takes the larger of two equally near numbers; a tie is seen in enough further digits
  const exact = Math.abs(value).toFixed(Math.min(100, decimals + 30));
  const tail = exact.slice(exact.indexOf('.') + 1 + decimals);
  if (!/^50*$/.test(tail)) return text;
  const kept = decimals === 0 ? exact.slice(0, exact.indexOf('.')) : exact.slice(0, exact.indexOf('.') + 1 + decimals);
  return Number(kept.at(-1)) % 2 === 0 ? (value < 0 ? `-${kept}` : kept) : text;
}

/** Rounds to a whole number, halves to even. */
export function roundEven(value: number): number {
  const low = Math.floor(value);
  const part = value - low;
  if (part !== 0.5) return Math.round(value);
  return low % 2 === 0 ? low : low + 1;
}

/**
 * Writes numbers with the digits that a source uses: decimals by the size of the number, trailing zeros kept or dropped,
 * so that an injected value is not given away by its text.
 */
export class Digits {
  readonly #decimals = new Map<number, number>();
  readonly #keepZeros: boolean;
  readonly #most: number;

  constructor(texts: readonly string[]) {
    let keep = false;
    for (const text of texts) {
      if (number(text) === null || /e/i.test(text)) continue;
      const [whole, fraction = ''] = text.replace(/^[-+]+/, '').split('.');
      const n = whole!.replace(/^0+/, '').length;
      this.#decimals.set(n, Math.max(this.#decimals.get(n) ?? 0, fraction.length));
      keep ||= fraction.endsWith('0') && fraction !== '0';
    }
    this.#keepZeros = keep;
    this.#most = Math.max(0, ...this.#decimals.values());
  }

  text(value: number): string {
    const n = Math.abs(value) >= 1 ? String(Math.trunc(Math.abs(value))).length : 0;
    const known = [...this.#decimals.keys()].filter((k) => k <= n);
    const nearest = known.length > 0 ? Math.max(...known) : 0;
    const text = fixed(value, this.#decimals.get(n) ?? this.#decimals.get(nearest) ?? this.#most);
    if (this.#keepZeros || !text.includes('.')) return text;
    return text.replace(/0+$/, '').replace(/\.$/, '') || '0';
  }
}
