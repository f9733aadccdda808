import { createReadStream, statSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { cellsOf, separatorOf } from '../../ingest/codecs/mapped/cells.ts';
import { textOf } from '../../ingest/codecs/mapped/text.ts';
import { openParquet } from './parquet.ts';

/** A part of a file that makes sense alone: lines, with the header of the table before them, or whole frames. */
export interface Piece {
  bytes: Uint8Array;
  /** where the file goes on behind it; what, the source knows */
  next: number;
  /** lines (rows) of the file before the first of this piece */
  linesBefore: number;
  /** share of the file that is read with it, 0–1 */
  share: number;
}

/** A file to be imported. */
export interface Source {
  /** names of the columns of a table; undefined for everything else */
  columns: string[] | undefined;
  /** its pieces from a place on that a piece named as `next`; 0 = all */
  pieces(from: number): AsyncIterable<Piece>;
}

export type SourceKind = 'table' | 'lines' | 'frames' | 'document';

const PIECE_BYTES = 512 * 1024;
const NEWLINE = 10;

/** What a file is, by its name. */
export function kindOf(file: string): SourceKind | undefined {
  const name = file.toLowerCase().replace(/\.gz$/, '');
  if (/\.(csv|tsv|txt|parquet)$/.test(name)) return 'table';
  if (/\.(ndjson|jsonl)$/.test(name)) return 'lines';
  if (name.endsWith('.json')) return 'document';
  return /\.(hj212|log)$/.test(name) ? 'frames' : undefined;
}

export async function openSource(file: string, kind: SourceKind): Promise<Source> {
  if (file.toLowerCase().endsWith('.parquet')) return openParquet(file);
  const { size } = statSync(file);
  const read = () => bytesOf(file, size);
  if (kind === 'document') return { columns: undefined, pieces: () => whole(read()) };
  if (kind === 'frames') return { columns: undefined, pieces: (from) => cut(read(), from, lastFrame) };
  if (kind === 'lines') return { columns: undefined, pieces: (from) => cut(read(), from, lastLine) };
  const header = await headerOf(read());
  return { columns: header?.columns, pieces: (from) => tabled(read(), from, header?.bytes ?? new Uint8Array()) };
}

interface Chunk {
  bytes: Buffer;
  share: number;
}

/** The file as it is, unpacked where it is packed. */
async function* bytesOf(file: string, size: number): AsyncGenerator<Chunk> {
  const raw = createReadStream(file, { highWaterMark: PIECE_BYTES });
  const stream = file.toLowerCase().endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  // An error of the one does not reach the other by itself.
  if (stream !== raw) raw.on('error', (error) => stream.destroy(error));
  for await (const bytes of stream as AsyncIterable<Buffer>) {
    yield { bytes, share: size === 0 ? 1 : Math.min(1, raw.bytesRead / size) };
  }
}

async function* whole(chunks: AsyncIterable<Chunk>): AsyncGenerator<Piece> {
  const all: Buffer[] = [];
  for await (const { bytes } of chunks) all.push(bytes);
  const bytes = Buffer.concat(all);
  yield { bytes, next: bytes.length, linesBefore: 0, share: 1 };
}

/** End of the last whole line. */
const lastLine = (bytes: Buffer): number => bytes.lastIndexOf(NEWLINE) + 1;

/** Begin of the last frame: it may go on behind. */
function lastFrame(bytes: Buffer): number {
  for (let at = bytes.lastIndexOf('##'); at > 0; at = bytes.lastIndexOf('##', at - 1)) {
    if (/^##\d{4}/.test(bytes.toString('latin1', at, at + 6))) return at;
  }
  return 0;
}

/** Pieces of about one size, cut where `place` says; positions are bytes of the unpacked file. */
async function* cut(
  chunks: AsyncIterable<Chunk>,
  from: number,
  place: (bytes: Buffer) => number,
): AsyncGenerator<Piece> {
  let held = Buffer.alloc(0);
  let at = 0;
  let lines = 0;
  let share = 0;
  const piece = (length: number): Piece | undefined => {
    const bytes = held.subarray(0, length);
    const linesBefore = lines;
    held = held.subarray(length);
    at += length;
    for (const byte of bytes) if (byte === NEWLINE) lines++;
    return at <= from ? undefined : { bytes, next: at, linesBefore, share };
  };
  for await (const chunk of chunks) {
    held = Buffer.concat([held, chunk.bytes]);
    share = chunk.share;
    if (held.length < PIECE_BYTES) continue;
    const length = place(held);
    if (length === 0) continue;
    const ready = piece(length);
    if (ready) yield ready;
  }
  share = 1;
  const rest = held.length > 0 ? piece(held.length) : undefined;
  if (rest) yield rest;
}

/** The header stands before every piece; the first has it of itself. */
async function* tabled(chunks: AsyncIterable<Chunk>, from: number, header: Uint8Array): AsyncGenerator<Piece> {
  for await (const piece of cut(chunks, from, lastLine)) {
    if (piece.linesBefore === 0) yield piece;
    else yield { ...piece, bytes: Buffer.concat([header, piece.bytes]), linesBefore: piece.linesBefore - 1 };
  }
}

/** The first line that is neither blank nor a remark. */
async function headerOf(chunks: AsyncIterable<Chunk>): Promise<{ bytes: Buffer; columns: string[] } | undefined> {
  let held = Buffer.alloc(0);
  for await (const chunk of chunks) {
    held = Buffer.concat([held, chunk.bytes]);
    if (held.length >= PIECE_BYTES) break;
  }
  for (let at = 0; at < held.length; ) {
    const end = held.indexOf(NEWLINE, at);
    const stop = end < 0 ? held.length : end + 1;
    const bytes = held.subarray(at, stop);
    const text = (textOf(bytes) ?? '').trim();
    at = stop;
    if (text === '' || text.startsWith('#')) continue;
    return { bytes, columns: cellsOf(text, separatorOf(text)).map((cell) => cell.trim()) };
  }
  return undefined;
}
