import { hash } from 'node:crypto';
import type { DaySeries } from '../../model/day-series.ts';
import type { Mean } from './settings.ts';

/** What is made of a day. */
export type Made = Mean | 'state';

/** Minutes of a day that are written together, by what is made of them. */
export const BLOCK_MINUTES: Record<Made, number> = { minute: 10, hour: 60, day: 1440, state: 60 };

const HASH_BYTES = 8;

/** What a day consists of, a hash a block: two days with the same hash of a block write the same points of it. */
export function blockHashes(series: DaySeries, minutes: number): Buffer {
  const hashes = Buffer.alloc((1440 / minutes) * HASH_BYTES);
  const names = series.factors.map(({ factor }) => factor).join();
  for (let block = 0; block * minutes < 1440; block++) {
    const from = block * minutes;
    const parts: Uint8Array[] = [Buffer.from(names)];
    const add = (array: Float64Array | Uint8Array) => {
      const { buffer, byteOffset, BYTES_PER_ELEMENT: size } = array;
      parts.push(new Uint8Array(buffer, byteOffset + from * size, minutes * size));
    };
    for (const { measured, converted } of series.factors) {
      add(measured);
      add(converted);
    }
    for (const bits of [series.received, series.stopped, series.invalid]) add(bits);
    hash('sha1', Buffer.concat(parts), 'buffer').copy(hashes, block * HASH_BYTES, 0, HASH_BYTES);
  }
  return hashes;
}

/** Numbers of the blocks that differ; all of them where nothing is known of before. */
export function changedBlocks(before: Uint8Array | undefined, now: Buffer): number[] {
  const changed: number[] = [];
  for (let at = 0; at < now.length; at += HASH_BYTES) {
    const same = before?.length === now.length && now.compare(before, at, at + HASH_BYTES, at, at + HASH_BYTES) === 0;
    if (!same) changed.push(at / HASH_BYTES);
  }
  return changed;
}
