import { Readable } from 'node:stream';
import { secondText } from '../../model/beijing.ts';
import type { Language } from '../../model/text.ts';
import type { Cell, Column } from './column.ts';

/** How an exported table is written: both kinds of CSV open in office programs as they are. */
export const FORMATS = ['csv', 'csv-gb18030', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

export const CONTENT_TYPE: Record<Format, string> = {
  csv: 'text/csv; charset=utf-8',
  'csv-gb18030': 'text/csv; charset=gb18030',
  parquet: 'application/vnd.apache.parquet',
};

/** A Parquet file is made in memory; CSV is not. */
export const PARQUET_ROWS = 2_000_000;

/** Thrown where a table is too long for its format. */
export class TooLong extends Error {}

/**
 * @param names whether columns are headed for people or by their keys
 * @throws TooLong
 */
export async function writeTable<Row>(
  format: Format,
  columns: readonly Column<Row>[],
  rows: AsyncIterable<readonly Row[]>,
  language: Language,
  names: 'head' | 'key',
): Promise<Readable | Uint8Array> {
  if (format === 'parquet') return parquet(columns, rows, language);
  const head = columns.map((column) => (names === 'key' ? column.key : column.head[language]));
  return Readable.from(format === 'csv' ? utf8(head, columns, rows, language) : gb18030(head, columns, rows, language));
}

/** With a BOM: spreadsheets take UTF-8 for the local code page without one. */
async function* utf8<Row>(...table: Table<Row>): AsyncGenerator<Buffer> {
  yield Buffer.from('\uFEFF');
  for await (const text of lines(...table)) yield Buffer.from(text);
}

async function* gb18030<Row>(...table: Table<Row>): AsyncGenerator<Buffer> {
  const { default: iconv } = await import('iconv-lite');
  for await (const text of lines(...table)) yield iconv.encode(text, 'gb18030');
}

type Table<Row> = [
  head: readonly string[],
  columns: readonly Column<Row>[],
  rows: AsyncIterable<readonly Row[]>,
  language: Language,
];

async function* lines<Row>(...[head, columns, rows, language]: Table<Row>): AsyncGenerator<string> {
  const { stringify } = await import('csv-stringify/sync');
  // Text that a spreadsheet would run as a formula is disarmed: names come from catalogues of others.
  const options = { record_delimiter: 'windows', escape_formulas: true } as const;
  yield stringify([[...head]], options);
  for await (const some of rows) {
    if (some.length === 0) continue;
    yield stringify(
      some.map((row) => columns.map((column) => cellText(column.of(row, language), column.kind))),
      { ...options, cast: { number: String } },
    );
  }
}

const cellText = (cell: Cell, kind: Column<never>['kind']) =>
  cell === null ? '' : kind === 'time' ? secondText(Number(cell)) : cell;

const PARQUET_TYPE = { text: 'STRING', number: 'DOUBLE', time: 'TIMESTAMP' } as const;

async function parquet<Row>(
  columns: readonly Column<Row>[],
  rows: AsyncIterable<readonly Row[]>,
  language: Language,
): Promise<Uint8Array> {
  const data = columns.map((): (Cell | Date)[] => []);
  for await (const some of rows) {
    if (data[0]!.length + some.length > PARQUET_ROWS) throw new TooLong();
    for (const row of some) {
      columns.forEach((column, i) => {
        const cell = column.of(row, language);
        data[i]!.push(column.kind === 'time' && cell !== null ? new Date(cell) : cell);
      });
    }
  }
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ key, kind }, i) => ({
        name: key,
        data: data[i]!,
        type: PARQUET_TYPE[kind],
        nullable: true,
      })),
    }),
  );
}
