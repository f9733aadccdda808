import { isDigit, latin1, MINUS, PLUS } from './bytes.ts';

/** The numbers of HJ 212 (N14.2 with sign), and the exponents that some devices send. Anything else is no number. */
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** NaN where the text is no number, and where it is too large to be one. */
export function numberOf(text: string): number {
  if (!NUMBER.test(text)) return Number.NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}

/** Powers of ten that a double holds exactly. */
export const TENS = Float64Array.from({ length: 23 }, (_, i) => 10 ** i);

/** The same from bytes. */
export function numberIn(bytes: Uint8Array, from: number, to: number): number {
  const signed = from < to && (bytes[from] === MINUS || bytes[from] === PLUS) ? 1 : 0;
  // A mantissa below 2^53 over an exact power of ten is correctly rounded by one division.
  let mantissa = 0;
  let decimals = -1;
  let i = from + signed;
  for (; i < to && i - from < 17; i++) {
    const b = bytes[i]!;
    if (isDigit(b)) {
      mantissa = mantissa * 10 + b - 0x30;
      if (decimals >= 0) decimals++;
    } else if (b === 0x2e && decimals < 0 && i > from + signed) decimals = 0;
    else break;
  }
  const digits = i - from - signed - (decimals >= 0 ? 1 : 0);
  if (i < to || digits === 0 || digits > 15 || decimals === 0) return numberOf(latin1(bytes, from, to));
  const value = decimals > 0 ? mantissa / TENS[decimals]! : mantissa;
  return bytes[from] === MINUS ? -value : value;
}
