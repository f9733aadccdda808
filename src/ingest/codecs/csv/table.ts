import { parse } from 'csv-parse/sync';
import { unknownName } from '../../../config/strict-yaml.ts';
import type { Text } from '../../../model/text.ts';

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

/** Text of a file that may be UTF-8 (with or without BOM) or, as spreadsheets on Chinese machines write it, GB18030. */
export function tableText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/**
 * Calls `row` with the cells of each line, in the order of `required` then `optional` (missing optional ones empty).
 * Blank lines and lines that begin with `#` are passed over.
 * @throws TableError where a required column is missing
 */
export function eachRow(
  text: string,
  required: readonly string[],
  optional: readonly string[],
  row: (cells: string[], line: number) => void,
): void {
  let places: number[] | undefined;
  let line = 0;
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const raw = text.slice(from, end < 0 ? text.length : end).replace(/\r$/, '');
    from = end < 0 ? text.length : end + 1;
    line++;
    if (raw === '' || raw.startsWith('#')) continue;
    const cells = raw.includes('"') ? (parse(raw, { relax_column_count: true })[0] as string[]) : raw.split(',');
    if (!places) {
      places = header(cells, required, optional);
      continue;
    }
    row(
      places.map((place) => (place < 0 ? '' : (cells[place] ?? '').trim())),
      line,
    );
  }
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
