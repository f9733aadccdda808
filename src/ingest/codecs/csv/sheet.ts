import { CsvError, parse } from 'csv-parse/sync';
import type { Sheet } from '../../../model/sheet.ts';
import { separatorOf } from '../mapped/cells.ts';
import { textOf } from '../mapped/text.ts';

/**
 * A small table whole: UTF-8 or GB18030, comma, semicolon or tab, quoted cells of several lines. Rows beyond `most` are
 * not read.
 * @returns a word on what is wrong where it is no table
 */
export function readSheet(bytes: Uint8Array, most: number): Sheet | { wrong: 'encoding' | 'empty' | { line: number } } {
  const text = textOf(bytes);
  if (text === undefined) return { wrong: 'encoding' };
  const delimiter = separatorOf(text.slice(0, text.search(/\r?\n|$/)));
  try {
    const rows = parse(text, {
      delimiter,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
      to: most + 1,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    const [head, ...rest] = rows.filter(({ record }) => !record[0]!.startsWith('#'));
    if (!head) return { wrong: 'empty' };
    return { columns: head.record, rows: rest.map(({ record, info }) => ({ line: info.lines, cells: record })) };
  } catch (error) {
    if (error instanceof CsvError) return { wrong: { line: Number(error.lines) || 1 } };
    throw error;
  }
}
