import { isUtf8 } from 'node:buffer';

const BOM = '\ufeff';

/**
 * Text of a message: UTF-8 (with or without BOM) or, as spreadsheets on Chinese machines write it, GB18030. Undefined
 * where it is neither.
 */
export function textOf(bytes: Uint8Array): string | undefined {
  if (isUtf8(bytes)) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    return text.startsWith(BOM) ? text.slice(1) : text;
  }
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
