import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { AsyncBuffer, FileMetaData, SchemaElement } from 'hyparquet';
import { lineOf } from '../../ingest/codecs/mapped/cells.ts';
import type { Piece, Source } from './source.ts';

const PIECE_ROWS = 5000;

const COMPRESSORS = {
  GZIP: (bytes: Uint8Array) => gunzipSync(bytes),
  BROTLI: (bytes: Uint8Array) => brotliDecompressSync(bytes),
  ZSTD: (bytes: Uint8Array) => zstdDecompressSync(bytes),
};

/** A Parquet file of plain columns as the CSV that it would be; positions are rows. */
export async function openParquet(path: string): Promise<Source> {
  const { asyncBufferFromFile, parquetMetadataAsync } = await import('hyparquet');
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  const leaves = metadata.schema.slice(1).filter(({ num_children }) => !num_children);
  return { columns: leaves.map(({ name }) => name), pieces: (from) => pieces(file, metadata, leaves, from) };
}

async function* pieces(
  file: AsyncBuffer,
  metadata: FileMetaData,
  leaves: readonly SchemaElement[],
  from: number,
): AsyncGenerator<Piece> {
  const { parquetRead } = await import('hyparquet');
  const rows = Number(metadata.num_rows);
  const columns = leaves.map(({ name }) => name);
  const cells = leaves.map(cellReader);
  for (let rowStart = from; rowStart < rows; rowStart += PIECE_ROWS) {
    const rowEnd = Math.min(rows, rowStart + PIECE_ROWS);
    const read = { file, metadata, columns, rowStart, rowEnd, compressors: COMPRESSORS };
    const lines = await new Promise<string[]>((resolve, reject) => {
      const onComplete = (all: unknown[][]) =>
        resolve(all.map((row) => lineOf(row.map((value, column) => cells[column]!(value)))));
      parquetRead({ ...read, rowFormat: 'array', onComplete }).catch(reject);
    });
    const bytes = Buffer.from([lineOf(columns), ...lines].join('\n'));
    yield { bytes, next: rowEnd, linesBefore: rowStart, share: rowEnd / rows };
  }
}

/** Times without a zone are taken as they are written, which here means in Beijing. */
function cellReader({ logical_type }: SchemaElement): (value: unknown) => string {
  const zoned = !(logical_type?.type === 'TIMESTAMP' && logical_type.isAdjustedToUTC === false);
  return (value) => {
    if (value === null || value === undefined) return '';
    if (!(value instanceof Date)) return String(value);
    const iso = value.toISOString();
    return zoned ? iso : iso.slice(0, -1);
  };
}
