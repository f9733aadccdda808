import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * Expands `fixtures/plant-week/spans.csv` into minutes, as CSV and as HJ 212-2017 bytes. The frames are built here
 * from the standard alone, without our codec. `node src/testing/plant-week.ts` writes the files of the fixture anew.
 */
export const PLANT_WEEK = path.join(import.meta.dirname, '../../fixtures/plant-week');

const OUTLETS = ['week-f1', 'week-f2'];
const FACTORS = ['a34013', 'a21002', 'a21026', 'a21024', 'a21005', 'a19001', 'a01901'];
const MN: Record<string, string> = { 'week-f1': '88888880000101', 'week-f2': '88888880000102' };
const MINUTES = 7 * 1440;
const FIRST = Date.parse('2026-03-02T00:00:00+08:00');

/** Values by `outlet/factor`, one text a minute, empty = not sent. */
function minutes(): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const outlet of OUTLETS)
    for (const factor of FACTORS) values.set(`${outlet}/${factor}`, Array(MINUTES).fill(''));
  const minute = (text: string) => (Date.parse(`${text.replace(' ', 'T')}:00+08:00`) - FIRST) / 60_000;
  const rows = readFileSync(path.join(PLANT_WEEK, 'spans.csv'), 'utf8').trim().split('\n');
  for (const row of rows.filter((line) => !line.startsWith('#')).slice(1)) {
    const [outlet, factor, from, to, value] = row.split(',') as [string, string, string, string, string];
    for (const o of OUTLETS.filter((name) => outlet === '*' || outlet === name)) {
      for (const f of FACTORS.filter((name) => factor === '*' || factor === name)) {
        values.get(`${o}/${f}`)!.fill(value, minute(from), minute(to));
      }
    }
  }
  return values;
}

/** Digits of an instant in Beijing time. */
const digits = (at: number) => new Date(at + 8 * 3_600_000).toISOString().replace(/\D/g, '');

export function weekCsv(): string {
  const values = minutes();
  const lines = ['time,outlet,factor,grain,stat,value,flag'];
  for (let m = 0; m < MINUTES; m++) {
    const d = digits(FIRST + m * 60_000);
    const time = `${d.slice(0, 4)}-${d.slice(4, 6)}-${d.slice(6, 8)} ${d.slice(8, 10)}:${d.slice(10, 12)}:00`;
    for (const outlet of OUTLETS) {
      for (const factor of FACTORS) {
        const value = values.get(`${outlet}/${factor}`)![m]!;
        if (value !== '') lines.push(`${time},${outlet},${factor},minute,avg,${value},N`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

export function weekFrames(): Buffer {
  const values = minutes();
  const frames: string[] = [];
  for (let m = 0; m < MINUTES; m++) {
    for (const outlet of OUTLETS) {
      const items = FACTORS.flatMap((factor) => {
        const value = values.get(`${outlet}/${factor}`)![m]!;
        return value === '' ? [] : [`${factor}-Avg=${value},${factor}-Flag=N`];
      });
      if (items.length > 0) frames.push(minuteFrame(outlet, FIRST + m * 60_000, items));
    }
  }
  return Buffer.from(frames.join(''), 'latin1');
}

/** A minute frame (CN 2051) as furnace `outlet` would send it. @param at start of the minute, epoch ms */
export function minuteFrame(outlet: string, at: number, items: readonly string[]): string {
  const cp = [`DataTime=${digits(at).slice(0, 14)}`, ...items].join(';');
  const head = `QN=${digits(at + 61_000).slice(0, 17)};ST=31;CN=2051;PW=123456;MN=${MN[outlet]};Flag=5`;
  return frame(`${head};CP=&&${cp}&&`);
}

/** Header, length, segment, CRC of HJ 212-2017 Annex A bit by bit, tail. */
function frame(segment: string): string {
  let crc = 0xffff;
  for (let i = 0; i < segment.length; i++) {
    crc = (crc >> 8) ^ segment.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  const length = String(segment.length).padStart(4, '0');
  return `##${length}${segment}${crc.toString(16).toUpperCase().padStart(4, '0')}\r\n`;
}

if (import.meta.main) {
  writeFileSync(path.join(PLANT_WEEK, 'readings.csv.gz'), gzipSync(weekCsv(), { level: 9 }));
  writeFileSync(path.join(PLANT_WEEK, 'frames.hj212.gz'), gzipSync(weekFrames(), { level: 9 }));
}
