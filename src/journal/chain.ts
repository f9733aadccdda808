import { createHash } from 'node:crypto';

/** What the first batch is hashed onto. */
export const GENESIS: Uint8Array = new Uint8Array(32);

/** Hash of a batch: SHA-256 over the hash before ‖ seq (u64, big-endian) ‖ the payload bytes as stored. */
export function link(previous: Uint8Array, seq: number, payload: Uint8Array): Uint8Array {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(seq));
  return createHash('sha256').update(previous).update(number).update(payload).digest();
}

export const hex = (hash: Uint8Array) => Buffer.from(hash.buffer, hash.byteOffset, hash.length).toString('hex');
