import type { FactorIndex } from '../../../model/channel.ts';
import type { Arrivals } from '../../arrivals.ts';
import { COLUMNS, OPTIONAL, RowReader } from '../csv/row.ts';
import type { RowReject } from '../csv/table.ts';

/** Readings as JSON lines with the keys of the CSV's columns. */
export function readLines(
  text: string,
  factors: FactorIndex,
  sourceOf: (outlet: string) => number | undefined,
  into: Arrivals,
  reject: (row: RowReject) => void,
): void {
  const reader = new RowReader(factors, sourceOf, into, reject);
  for (const [i, raw] of text.split('\n').entries()) {
    if (raw.trim() === '') continue;
    let record: Record<string, unknown>;
    try {
      record = JSON.parse(raw);
    } catch {
      reject({ line: i + 1, why: 'JSON', says: { zh: '不是合法的 JSON', en: 'not valid JSON' } });
      continue;
    }
    reader.row(
      [...COLUMNS, ...OPTIONAL].map((key) => String(record[key] ?? '')),
      i + 1,
    );
  }
}
