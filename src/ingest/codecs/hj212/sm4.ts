import { createCipheriv, createDecipheriv } from 'node:crypto';

/**
 * SM4-ECB without padding on whole 16-byte blocks; the rest of fewer than 16 bytes stays as it is (HJ 212-2025, as its
 * official examples show). Same length in and out. `key` is 16 bytes.
 */
export function sm4Encrypt(plain: Uint8Array, key: Uint8Array): Uint8Array {
  return blocks(plain, createCipheriv('sm4-ecb', key, null).setAutoPadding(false));
}

export function sm4Decrypt(cipher: Uint8Array, key: Uint8Array): Uint8Array {
  return blocks(cipher, createDecipheriv('sm4-ecb', key, null).setAutoPadding(false));
}

function blocks(input: Uint8Array, by: { update(data: Uint8Array): Uint8Array; final(): Uint8Array }): Uint8Array {
  const whole = input.length & ~15;
  const out = new Uint8Array(input);
  out.set(by.update(input.subarray(0, whole)));
  by.final();
  return out;
}
