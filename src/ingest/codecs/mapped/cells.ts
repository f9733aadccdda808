import { parse } from 'csv-parse/sync';

const SEPARATORS = [',', '\t', ';'] as const;

/** What stands between the cells of a table, by its header. */
export const separatorOf = (header: string): string =>
  SEPARATORS.reduce<string>((best, one) => (header.split(one).length > header.split(best).length ? one : best), ',');

/** Cells of one line. */
export function cellsOf(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter);
  try {
    return (parse(line, { relax_column_count: true, delimiter })[0] as string[] | undefined) ?? [];
  } catch {
    return line.split(delimiter);
  }
}

/** A line of a CSV. */
export const lineOf = (cells: readonly string[]): string =>
  cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
