const NEWLINE = 10;

/** Decoded at once: a string cannot hold a whole large file. */
const PIECE = 64 * 1024 * 1024;

/** A line of a text file, without its end, and its number from 1. */
export interface Line {
  text: string;
  line: number;
}

/**
 * Lines of a text that may be UTF-8 (with or without BOM) or, as spreadsheets on Chinese machines write it, GB18030.
 * Of any size.
 */
export function* lines(bytes: Uint8Array): Iterable<Line> {
  let line = 0;
  for (let from = 0; from < bytes.length; ) {
    const reach = Math.min(from + PIECE, bytes.length);
    const last = reach === bytes.length ? -1 : bytes.lastIndexOf(NEWLINE, reach - 1);
    const to = last < from ? reach : last + 1;
    const text = decoded(bytes.subarray(from, to));
    from = to;
    for (let at = 0; at < text.length; ) {
      const end = text.indexOf('\n', at);
      const stop = end < 0 ? text.length : end;
      yield { text: text.slice(at, text[stop - 1] === '\r' ? stop - 1 : stop), line: ++line };
      at = stop + 1;
    }
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
