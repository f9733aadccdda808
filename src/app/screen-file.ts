import { parse } from 'csv-parse/sync';
import { unknownName } from '../config/strict-yaml.ts';
import { lines } from '../ingest/codecs/csv/lines.ts';
import { TableError } from '../ingest/codecs/csv/table.ts';
import type { Text } from '../model/text.ts';
import type { Column, Table } from '../screen/table.ts';

/** A wide CSV as a table, the zone its times were written in, and what was passed over. */
export interface WideFile {
  table: Table;
  /** appended to times that are told: '' where the file names no zone */
  zone: string;
  notes: Text[];
}

const TIME_NAMES = /^(time|timestamp|date|datetime|date_time|datatime|时间|监测时间|日期|数据时间)$/i;

/**
 * Reads a wide CSV: one time column, one column a signal. Rows may be out of order, repeated or missing; times may be
 * `2026-03-01 00:00[:00]`, with `/`, with `T`, with a zone, or epoch seconds or milliseconds. An empty or unreadable cell is a gap.
 * @param time name of the time column; found where not given
 * @throws TableError where there is no header, no such column or no time at all
 */
export function readWide(bytes: Uint8Array, time?: string): WideFile {
  const rows: string[][] = [];
  for (const { text } of lines(bytes)) {
    if (text === '' || text.startsWith('#')) continue;
    rows.push(
      text.includes('"')
        ? (parse(text, { relax_column_count: true, relax_quotes: true })[0] as string[])
        : text.split(','),
    );
  }
  const head = rows.shift()?.map((cell) => cell.trim());
  if (!head) throw new TableError({ zh: '文件为空：缺少表头', en: 'the file is empty: no header line' });
  const timeAt = timeColumn(head, rows, time);
  const notes: Text[] = [];
  const times = rows.map((row) => instant(row[timeAt] ?? ''));
  const zone = zoneOf(rows.find((_, i) => !Number.isNaN(times[i]!))?.[timeAt] ?? '');
  const order = times.flatMap((t, i) => (Number.isNaN(t) ? [] : [i])).sort((a, b) => times[a]! - times[b]! || a - b);
  if (order.length === 0) {
    throw new TableError({
      zh: `列“${head[timeAt]}”中没有可读的时间`,
      en: `column "${head[timeAt]}" holds no readable times`,
    });
  }
  note(notes, rows.length - order.length, { zh: '行没有可读的时间', en: 'row(s) without a readable time' });
  const steps = order
    .slice(1)
    .map((row, k) => times[row]! - times[order[k]!]!)
    .filter((step) => step > 0)
    .sort((a, b) => a - b);
  const periodMs = steps[steps.length >> 1] ?? 0;
  const middle = times[order[order.length >> 1]!]!;
  const reach = 3 * Math.max(order.length, 100) * periodMs;
  const near = order.filter((row) => Math.abs(times[row]! - middle) <= reach);
  note(notes, order.length - near.length, {
    zh: '行的时间离其余数据太远（时钟跳变？）',
    en: 'row(s) far away in time from all others (a clock jump?)',
  });
  const start = times[near[0]!]!;
  const length = periodMs > 0 ? Math.round((times[near.at(-1)!]! - start) / periodMs) + 1 : 1;
  const columns: Column[] = [];
  const taken = new Uint8Array(length);
  const slots = near.map((row) => (periodMs > 0 ? Math.round((times[row]! - start) / periodMs) : 0));
  const first = slots.map((slot) => {
    const isFirst = taken[slot] === 0;
    taken[slot] = 1;
    return isFirst;
  });
  note(notes, first.filter((isFirst) => !isFirst).length, {
    zh: '行的时间重复，取先到者',
    en: 'row(s) repeat a time; the first is kept',
  });
  const missing = length - taken.reduce((sum, t) => sum + t, 0);
  note(notes, missing, { zh: '个时刻没有行', en: 'time(s) without a row' });
  head.forEach((name, at) => {
    if (at === timeAt) return;
    const column = columnOf(name, rows, at, near, slots, first, length);
    if (column) columns.push(column);
    else notes.push({ zh: `列“${name}”没有数值，略过`, en: `column "${name}" holds no numbers and is passed over` });
  });
  return { table: { start, periodMs, length, columns }, zone, notes };
}

function note(notes: Text[], count: number, what: Text): void {
  if (count > 0) notes.push({ zh: `${count} ${what.zh}`, en: `${count} ${what.en}` });
}

function timeColumn(head: string[], rows: string[][], wanted: string | undefined): number {
  if (wanted !== undefined) {
    const at = head.indexOf(wanted);
    if (at >= 0) return at;
    throw new TableError(unknownName({ zh: '列', en: 'column' }, wanted, head));
  }
  const named = head.findIndex((name) => TIME_NAMES.test(name));
  if (named >= 0) return named;
  const at = head.findIndex((_, k) =>
    rows.slice(0, 20).some((row) => !Number.isNaN(instant(row[k] ?? '')) && /[-/:]/.test(row[k]!)),
  );
  if (at >= 0) return at;
  throw new TableError({
    zh: `找不到时间列，请用 --time 指定。现有列：${head.join(', ')}`,
    en: `no time column found; name it with --time. Columns: ${head.join(', ')}`,
  });
}

const STAMP =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/** Wall-clock time as epoch ms of that clock; NaN where it is none. */
function instant(text: string): number {
  const cell = text.trim();
  const m = STAMP.exec(cell);
  if (m) {
    const [, year, month, day, hour = '0', minute = '0', second = '0'] = m;
    if (+month! < 1 || +month! > 12 || +day! < 1 || +day! > 31 || +hour > 24 || +minute > 59) return Number.NaN;
    return Date.UTC(+year!, +month! - 1, +day!, +hour, +minute, +second);
  }
  if (/^\d{10}$/.test(cell)) return +cell * 1000;
  if (/^\d{13}$/.test(cell)) return +cell;
  return Number.NaN;
}

function zoneOf(text: string): string {
  const cell = text.trim();
  return STAMP.exec(cell)?.[7] ?? (/^\d+$/.test(cell) ? 'Z' : '');
}

/** Decimals that at least one in two hundred values is written with. */
const SHARE_OF_DIGITS = 200;

function columnOf(
  name: string,
  rows: string[][],
  at: number,
  near: number[],
  slots: number[],
  first: boolean[],
  length: number,
): Column | undefined {
  const values = new Float64Array(length).fill(Number.NaN);
  const decimals = new Int32Array(16);
  let known = 0;
  near.forEach((row, k) => {
    if (!first[k]) return;
    const cell = rows[row]![at]?.trim() ?? '';
    if (cell === '') return;
    const value = Number(cell);
    if (!Number.isFinite(value)) return;
    values[slots[k]!] = value;
    known++;
    const point = cell.indexOf('.');
    decimals[point < 0 ? 0 : Math.min(15, cell.length - point - 1)]!++;
  });
  if (known === 0) return undefined;
  let digits = 15;
  for (let seen = 0; digits > 0; digits--) {
    seen += decimals[digits]!;
    if (seen * SHARE_OF_DIGITS >= known) break;
  }
  return { name, values, resolution: 10 ** -digits };
}
