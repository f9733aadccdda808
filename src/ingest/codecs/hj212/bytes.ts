/** ASCII codes that HJ 212 is made of. */
export const HASH = 0x23;
export const PERCENT = 0x25;
export const AMPERSAND = 0x26;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const SLASH = 0x2f;
export const ZERO = 0x30;
export const SEMICOLON = 0x3b;
export const EQUALS = 0x3d;

export const isDigit = (b: number) => b >= 0x30 && b <= 0x39;
export const isLetter = (b: number) => (b | 0x20) >= 0x61 && (b | 0x20) <= 0x7a;

/** CR, LF, space and the other control characters that devices put between frames. */
export const isBlank = (b: number) => b <= 0x20;

const HEX = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++) {
  const character = digit.toString(16);
  HEX[character.charCodeAt(0)] = digit;
  HEX[character.toUpperCase().charCodeAt(0)] = digit;
}

/** Value of a hex digit, either case; -1 for any other byte. */
export const hexDigit = (b: number) => HEX[b]!;

/** Value of four hex digits; negative where one of them is none. The four bytes must exist. */
export function hexField(bytes: Uint8Array, at: number): number {
  const a = HEX[bytes[at]!]!;
  const b = HEX[bytes[at + 1]!]!;
  const c = HEX[bytes[at + 2]!]!;
  const d = HEX[bytes[at + 3]!]!;
  return (a | b | c | d) < 0 ? -1 : (a << 12) | (b << 8) | (c << 4) | d;
}

export function latin1(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1');
}

/** First byte at or after `from` that is not blank, at most `to`. */
export function skipBlanks(bytes: Uint8Array, from: number, to: number): number {
  let i = from;
  while (i < to && isBlank(bytes[i]!)) i++;
  return i;
}

/** End of what lies in `[from, to)` without the blanks at its end. */
export function trimEnd(bytes: Uint8Array, from: number, to: number): number {
  let i = to;
  while (i > from && isBlank(bytes[i - 1]!)) i--;
  return i;
}

/** A text without the blanks around it. */
export const trimmed = (text: string) => text.replace(/^[\0- ]+|[\0- ]+$/g, '');

/** Whether no byte has its high bit set. `words` views the memory of `bytes`, whose offset in it is 0. */
export function isAscii(words: Int32Array, bytes: Uint8Array, from: number, to: number): boolean {
  let all = 0;
  let i = from;
  for (; i < to && (i & 3) !== 0; i++) all |= bytes[i]!;
  const whole = i + ((to - i) & ~3);
  let wide = 0;
  for (let w = i >> 2; w < whole >> 2; w++) wide |= words[w]!;
  for (i = Math.max(i, whole); i < to; i++) all |= bytes[i]!;
  return (all & 0x80) === 0 && (wide & 0x80808080) === 0;
}
