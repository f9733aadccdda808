import { AMPERSAND, HASH, hexDigit, isBlank, isDigit, isLetter } from './bytes.ts';

/** What is there does not decide it yet. */
export const MORE = -1;

/**
 * Whether a candidate begins at `at`, which holds `#`: `##` with four digits, or with three and a letter.
 * Returns the number of digits, 0 = no candidate, or MORE.
 */
export function lengthDigits(bytes: Uint8Array, at: number, end: number, final: boolean): number {
  for (let i = 1; i < 5; i++) {
    if (at + i >= end) return final ? 0 : MORE;
    if (i === 1 ? bytes[at + 1] !== HASH : !isDigit(bytes[at + i]!)) return 0;
  }
  if (at + 5 >= end) return final ? 0 : MORE;
  const sixth = bytes[at + 5]!;
  return isDigit(sixth) ? 4 : isLetter(sixth) ? 3 : 0;
}

/** Whether `&&`, four hex digits and (blank | `##` | end) stand at `at`, which holds `&`: 1, 0, or MORE. */
export function endsWithCrc(bytes: Uint8Array, at: number, end: number, final: boolean): number {
  for (let i = 1; i < 6; i++) {
    if (at + i >= end) return final ? 0 : MORE;
    if (i === 1 ? bytes[at + 1] !== AMPERSAND : hexDigit(bytes[at + i]!) < 0) return 0;
  }
  const next = at + 6;
  if (next >= end) return final ? 1 : MORE;
  if (bytes[next] !== HASH) return isBlank(bytes[next]!) ? 1 : 0;
  return next + 1 >= end ? (final ? 0 : MORE) : bytes[next + 1] === HASH ? 1 : 0;
}
