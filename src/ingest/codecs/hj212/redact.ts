const SECRET = /\b(PW|NewPW|NewSK)=([^;,&]*)/gi;
const BLANKED = '******';

/** Keys whose values are never shown. */
export const isSecret = (key: string) => /^(?:PW|NewPW|NewSK)$/i.test(key.trim());

export const blanked = (value: string) => (value === '' ? '' : BLANKED);

/** A copy for people's eyes: the values of passwords and keys are blanked. */
export function redact(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return Buffer.from(
    text.replace(SECRET, (_, key: string, value: string) => `${key}=${blanked(value)}`),
    'latin1',
  );
}
