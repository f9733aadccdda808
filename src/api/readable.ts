const gb18030 = new TextDecoder('gb18030');

/** Bytes as a person can read them: UTF-8, or GB 18030 where they are none, with control characters spelled out. */
export function readable(bytes: Uint8Array): string {
  return decoded(bytes).replace(/[\x00-\x1f\x7f-\x9f]/g, (c) => NAMED[c] ?? `\\x${hex(c)}`);
}

function decoded(bytes: Uint8Array): string {
  try {
    // Streaming, because the bytes may have been cut inside a character.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return gb18030.decode(bytes);
  }
}

const NAMED: Record<string, string> = { '\r': '\\r', '\n': '\\n', '\t': '\\t' };
const hex = (c: string) => c.charCodeAt(0).toString(16).padStart(2, '0');
