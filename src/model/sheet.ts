/** A small table as text: its columns, and rows with the line of the file on which each ends. */
export interface Sheet {
  columns: readonly string[];
  rows: readonly { line: number; cells: readonly string[] }[];
}
