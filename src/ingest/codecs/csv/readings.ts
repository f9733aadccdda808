import type { FactorIndex } from '../../../model/channel.ts';
import type { Arrivals } from '../../arrivals.ts';
import { COLUMNS, OPTIONAL, RowReader } from './row.ts';
import { eachRow, type RowReject } from './table.ts';

/**
 * CSV of readings (contract §2): `time` is Beijing time, the start of the period; without `receivedAt` a row arrives
 * when its period ends.
 * @param sourceOf number of an outlet, undefined = unknown
 * @throws TableError where a column is missing
 */
export function readReadings(
  bytes: Uint8Array,
  factors: FactorIndex,
  sourceOf: (outlet: string) => number | undefined,
  into: Arrivals,
  reject: (row: RowReject) => void,
): void {
  const reader = new RowReader(factors, sourceOf, into, reject);
  eachRow(bytes, COLUMNS, OPTIONAL, (cells, line) => reader.row(cells, line));
}
