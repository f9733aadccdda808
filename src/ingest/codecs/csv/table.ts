import { parse } from 'csv-parse/sync';
import { unknownName } from '../../../config/strict-yaml.ts';
import type { Text } from '../../../model/text.ts';
import { lines } from './lines.ts';

/** A row that could not be used: where and why. */
export interface RowReject {
  line: number;
  why: string;
  says: Text;
}

export class TableError extends Error {
  readonly says: Text;
  constructor(says: Text) {
    super(says.en);
    this.name = 'TableError';
    this.says = says;
  }
}

/**
 * Calls `row` with the cells of each line, in the order of `required` then `optional` (missing optional ones empty).
 * Blank lines and lines that begin with `#` are passed over.
 * @throws TableError where a required column or the header is missing
 */
export function eachRow(
  bytes: Uint8Array,
  required: readonly string[],
  optional: readonly string[],
  row: (cells: string[], line: number) => void,
): void {
  let places: number[] | undefined;
  for (const { text, line } of lines(bytes)) {
    if (text === '' || text.startsWith('#')) continue;
    const cells = text.includes('"') ? (parse(text, { relax_column_count: true })[0] as string[]) : text.split(',');
    if (places) {
      row(
        places.map((place) => (place < 0 ? '' : (cells[place] ?? '').trim())),
        line,
      );
    } else places = header(cells, required, optional);
  }
  if (!places) throw new TableError({ zh: '文件为空：缺少表头', en: 'the file is empty: no header line' });
}

function header(cells: string[], required: readonly string[], optional: readonly string[]): number[] {
  const names = cells.map((cell) => cell.trim());
  for (const name of required) {
    if (names.includes(name)) continue;
    const near = unknownName({ zh: '列', en: 'column' }, name, names);
    throw new TableError({ zh: `缺少列“${name}”。${near.zh}`, en: `column "${name}" is missing. ${near.en}` });
  }
  return [...required, ...optional].map((name) => names.indexOf(name));
}
