import { Buffer } from 'node:buffer';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import {
  channelFactor,
  channelGrain,
  channelStat,
  type FactorIndex,
  GRAIN_ID,
  GRAIN_MS,
  type Grain,
  packChannel,
  STAT_ID,
} from '../model/channel.ts';
import { Column, LiveColumn, SLOT_BYTES, slotsOf, type Version } from './column.ts';
import { Page } from './page.ts';

/**
 * A page as bytes for a store: `FWP1`, a JSON head (channels by their words, rewrites), then the columns as they lie
 * in memory, little-endian; all of it compressed.
 */
const MAGIC = 'FWP1';

/** On pages of three-digit values the fastest level is also smaller than the default. */
const LEVEL = 1;

interface Head {
  day: number;
  columns: { channel: [string, string, string]; versions: Version[] }[];
  live: { channel: [string, string, string]; length: number; versions: Version[] }[];
}

export function writePage(page: Page, factors: FactorIndex): Uint8Array {
  const words = (channel: number): [string, string, string] => [
    factors.codes[channelFactor(channel)]!,
    channelGrain(channel),
    channelStat(channel),
  ];
  const head: Head = {
    day: page.day,
    columns: [...page.columns].map(([channel, { versions }]) => ({ channel: words(channel), versions })),
    live: [...page.live].map(([channel, { length, column }]) => ({
      channel: words(channel),
      length,
      versions: column.versions,
    })),
  };
  const parts: Uint8Array[] = [];
  const text = Buffer.from(JSON.stringify(head));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(text.length);
  parts.push(Buffer.from(MAGIC), size, text);
  for (const column of page.columns.values()) parts.push(column.bytes);
  for (const { length, seconds, column } of page.live.values()) {
    parts.push(bytes(seconds.slice(0, length)), bytes(column.values.slice(0, length)));
    parts.push(bytes(column.lags.slice(0, length)), column.flags.slice(0, length));
  }
  return zstdCompressSync(Buffer.concat(parts), { params: { [constants.ZSTD_c_compressionLevel]: LEVEL } });
}

/** @throws Error where the bytes are no page */
export function readPage(blob: Uint8Array, factors: FactorIndex): Page {
  const raw = zstdDecompressSync(blob);
  if (raw.toString('latin1', 0, 4) !== MAGIC) throw new Error('not a ledger page: wrong magic');
  const headEnd = 8 + raw.readUInt32LE(4);
  const head = JSON.parse(raw.toString('utf8', 8, headEnd)) as Head;
  const page = new Page(head.day);
  let at = headEnd;
  const fill = (target: Float64Array | Uint16Array | Int32Array | Uint8Array, length: number) => {
    const size = length * target.BYTES_PER_ELEMENT;
    new Uint8Array(target.buffer, target.byteOffset, size).set(raw.subarray(at, at + size));
    at += size;
  };
  const packed = ([factor, grain, stat]: [string, string, string]) =>
    packChannel(factors.of(factor), GRAIN_ID[grain as keyof typeof GRAIN_ID], STAT_ID[stat as keyof typeof STAT_ID]);
  for (const { channel, versions } of head.columns) {
    const slots = slotsOf(GRAIN_MS[channel[1] as Grain]);
    const column = new Column(slots, raw.subarray(at, at + slots * SLOT_BYTES));
    at += slots * SLOT_BYTES;
    column.versions = versions;
    page.columns.set(packed(channel), column);
  }
  for (const { channel, length, versions } of head.live) {
    const live = LiveColumn.withCapacity(length);
    fill(live.seconds, length);
    fill(live.column.values, length);
    fill(live.column.lags, length);
    fill(live.column.flags, length);
    live.column.versions = versions;
    live.length = length;
    page.live.set(packed(channel), live);
  }
  return page;
}

const bytes = (array: Float64Array | Uint16Array | Int32Array) =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
