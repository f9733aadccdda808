import { ENTRY_KINDS, type Entry } from '../model/entry.ts';
import { JournalError } from './journal.ts';

/**
 * A batch as bytes, layout 1. Integers are big-endian.
 *
 *     u8  layout (1)   u48 commit time, epoch ms   u32 number of entries
 *     per entry: u8 kind (position in ENTRY_KINDS)   u48 arrival, epoch ms   u32 m   u32 n   m bytes meta (UTF-8)   n bytes
 *
 * It is also the cheap way to hand a batch to another thread: one buffer to transfer, where a structured clone of
 * entries would copy the whole socket buffer behind each of them.
 */
const LAYOUT = 1;
const HEAD_BYTES = 11;
const ENTRY_BYTES = 15;
const LATEST = 2 ** 48 - 1;
const LONGEST = 2 ** 32 - 1;
const KIND_ID = new Map(ENTRY_KINDS.map((kind, i) => [kind, i]));

/** Size of an entry in the layout; throws a RangeError where the layout cannot hold it. */
export function entryBytes(entry: Entry): number {
  if (!Number.isInteger(entry.at) || entry.at < 0 || entry.at > LATEST) throw new RangeError(`arrival ${entry.at}`);
  const meta = Buffer.byteLength(entry.meta);
  if (meta > LONGEST || entry.bytes.length > LONGEST) throw new RangeError('entry too long');
  return ENTRY_BYTES + meta + entry.bytes.length;
}

export function encodePayload(at: number, entries: readonly Entry[]): Uint8Array<ArrayBuffer> {
  let size = HEAD_BYTES;
  for (const entry of entries) size += entryBytes(entry);
  const out = Buffer.from(new ArrayBuffer(size));
  out[0] = LAYOUT;
  out.writeUIntBE(at, 1, 6);
  let p = out.writeUInt32BE(entries.length, 7);
  for (const entry of entries) {
    p = out.writeUInt8(KIND_ID.get(entry.kind)!, p);
    p = out.writeUIntBE(entry.at, p, 6);
    const meta = out.write(entry.meta, p + 8);
    out.writeUInt32BE(meta, p);
    out.writeUInt32BE(entry.bytes.length, p + 4);
    p += 8 + meta;
    out.set(entry.bytes, p);
    p += entry.bytes.length;
  }
  return new Uint8Array(out.buffer);
}

/** The entries are views of `payload`. Throws a JournalError `CORRUPT` where the bytes are no batch. */
export function decodePayload(payload: Uint8Array): { at: number; entries: Entry[] } {
  const from = Buffer.from(payload.buffer, payload.byteOffset, payload.length);
  if (from.length < HEAD_BYTES || from[0] !== LAYOUT) throw new JournalError('CORRUPT', `layout ${from[0]}`);
  const count = from.readUInt32BE(7);
  const entries: Entry[] = [];
  let p = HEAD_BYTES;
  for (let i = 0; i < count; i++) {
    const kind = ENTRY_KINDS[from[p] ?? -1];
    const body = p + ENTRY_BYTES;
    if (kind === undefined || body > from.length) throw new JournalError('CORRUPT', `entry ${i}`);
    const bytesAt = body + from.readUInt32BE(p + 7);
    const end = bytesAt + from.readUInt32BE(p + 11);
    if (end > from.length) throw new JournalError('CORRUPT', `entry ${i}`);
    entries.push({
      kind,
      at: from.readUIntBE(p + 1, 6),
      meta: from.toString('utf8', body, bytesAt),
      bytes: new Uint8Array(payload.buffer, payload.byteOffset + bytesAt, end - bytesAt),
    });
    p = end;
  }
  if (p !== from.length) throw new JournalError('CORRUPT', 'bytes after the last entry');
  return { at: from.readUIntBE(1, 6), entries };
}
