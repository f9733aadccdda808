import type { Notice } from './notice.ts';

/** Lists longer than this are read by nobody. */
const MOST = 50;

/**
 * As many notices, from the first on, as fit. One that does not fit by itself is cut short: its link leads to the rest.
 * @param write the body of a message, and what a person reads of it
 * @param size how big such a message is; unless said otherwise, the bytes of its body
 */
export function fit<T extends { body: string }>(
  notices: readonly Notice[],
  most: number,
  write: (notices: readonly Notice[]) => T,
  size: (written: T) => number = ({ body }) => Buffer.byteLength(body),
): T & { taken: number } {
  for (let taken = Math.min(notices.length, MOST); taken > 1; taken--) {
    const written = write(notices.slice(0, taken));
    if (size(written) <= most) return { ...written, taken };
  }
  let notice = notices[0]!;
  for (;;) {
    const written = write([notice]);
    const { zh, en } = notice.says;
    if (size(written) <= most || zh.length + en.length <= 2) return { ...written, taken: 1 };
    notice = { ...notice, says: { zh: half(zh), en: half(en) } };
  }
}

const half = (text: string) => (text.length <= 2 ? '…' : `${[...text].slice(0, [...text].length >> 1).join('')}…`);
