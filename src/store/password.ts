const BLANK = Buffer.from('PW=******');

/**
 * The bytes with every `PW=…` blanked (HJ 212: up to `;`, `&` or `#`). The codec blanks them first; this is the last
 * door before people see the bytes, and it also holds for frames that no codec could read.
 */
export function withoutPasswords(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  if (!/pw=/i.test(text)) return bytes;
  return Buffer.from(text.replace(/pw=[^;&#]*/gi, BLANK.toString('latin1')), 'latin1');
}
