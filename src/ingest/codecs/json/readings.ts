import type { FactorIndex } from '../../../model/channel.ts';
import type { Arrivals } from '../../arrivals.ts';
import { lines } from '../csv/lines.ts';
import { COLUMNS, OPTIONAL, RowReader } from '../csv/row.ts';
import type { RowReject } from '../csv/table.ts';

/** Readings as JSON lines with the keys of the CSV's columns. */
export function readLines(
  bytes: Uint8Array,
  factors: FactorIndex,
  sourceOf: (outlet: string) => number | undefined,
  into: Arrivals,
  reject: (row: RowReject) => void,
): void {
  const reader = new RowReader(factors, sourceOf, into, reject);
  for (const { text, line } of lines(bytes)) {
    if (text.trim() === '') continue;
    let record: Record<string, unknown>;
    try {
      record = JSON.parse(text);
    } catch {
      reject({ line, why: 'JSON', says: { zh: '不是合法的 JSON', en: 'not valid JSON' } });
      continue;
    }
    reader.row(
      [...COLUMNS, ...OPTIONAL].map((key) => String(record[key] ?? '')),
      line,
    );
  }
}
