import type { Text } from '../../model/text.ts';

/** A cell as people's programs read it: numbers stay numbers, nothing is an empty cell. */
export type Cell = string | number | null;

/** One column of an exported table, over the rows of one kind. */
export interface Column<Row> {
  /** for programs: heads a Parquet column */
  key: string;
  /** for people: heads a CSV column */
  head: Text;
  kind: 'text' | 'number' | 'time';
  /** times in epoch ms */
  of(row: Row, language: 'zh' | 'en'): Cell;
}
