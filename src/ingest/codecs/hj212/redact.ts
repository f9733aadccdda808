const SECRET = /(PW|SK|^[WK])=((?:[^;,&]|,(?![A-Za-z]+=))*)/gi;
const BLANKED = '******';

/** A copy for people's eyes: the values of PW, NewPW and NewSK are blanked, also where a cut took the beginning of the key. */
export function redact(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return Buffer.from(
    text.replace(SECRET, (_, key: string, value: string) => `${key}=${value === '' ? '' : BLANKED}`),
    'latin1',
  );
}
