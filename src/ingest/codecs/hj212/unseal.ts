import { hexDigit, isBlank, latin1 } from './bytes.ts';
import { crc16 } from './crc.ts';
import type { Header } from './header.ts';
import { sm4Decrypt } from './sm4.ts';

/** A segment after decryption: `bytes[0, length)`. Some bytes follow, as the CRC does in a packet. */
export interface Unsealed {
  bytes: Uint8Array;
  length: number;
  /** the ciphertext was written as hex digits */
  hex: boolean;
}

/** Whether the data area holds ciphertext: bytes that no text has (HJ 212-2025: SM4 turns any text into such bytes). */
export function isSealed(bytes: Uint8Array, from: number, to: number): boolean {
  let high = false;
  let control = false;
  for (let i = from; i < to; i++) {
    const b = bytes[i]!;
    if (b > 0x7e) high = true;
    else if (b < 0x20 && b !== 0x09 && b !== 0x0d && b !== 0x0a) control = true;
  }
  return high && control;
}

/**
 * Opens a data area that one of `keys` encrypted, where `crc`, which is over the plaintext segment, confirms it. Since the
 * CRC passes one wrong text in 256, the plaintext must look like a text as well.
 * @param header that of the segment `bytes[from, to)`
 */
export function unseal(
  bytes: Uint8Array,
  from: number,
  to: number,
  header: Header,
  crc: number,
  keys: readonly Uint8Array[],
): Unsealed | null {
  if (keys.length === 0 || header.cpTo - header.cpFrom < 16) return null;
  const raw = bytes.subarray(header.cpFrom, header.cpTo);
  for (const area of [raw, hexBytes(raw)]) {
    if (area === null) continue;
    for (const key of keys) {
      const plain = sm4Decrypt(area, key);
      if (!looksPlain(plain)) continue;
      const length = to - from - raw.length + plain.length;
      const segment = new Uint8Array(length + 4);
      segment.set(bytes.subarray(from, header.cpFrom));
      segment.set(plain, header.cpFrom - from);
      segment.set(bytes.subarray(header.cpTo, to), header.cpFrom - from + plain.length);
      if (crc16(segment, 0, length) === crc) return { bytes: segment, length, hex: area !== raw };
    }
  }
  return null;
}

function looksPlain(bytes: Uint8Array): boolean {
  let equals = false;
  for (const b of bytes) {
    if (isBlank(b) && b !== 0x20 && b !== 0x09 && b !== 0x0d && b !== 0x0a) return false;
    if (b === 0x3d) equals = true;
  }
  return equals;
}

/** The bytes that a text of hex digits stands for; null where it is none. */
function hexBytes(text: Uint8Array): Uint8Array | null {
  if (text.length % 2 !== 0 || !text.every((b) => hexDigit(b) >= 0)) return null;
  return new Uint8Array(Buffer.from(latin1(text, 0, text.length), 'hex'));
}
