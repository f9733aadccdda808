import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readWide } from '../../src/app/screen-file.ts';
import { rowOf } from '../../src/screen/row.ts';
import { KINDS, type Kind } from '../../src/screen/suspicion.ts';
import { walk } from '../../src/screen/windows.ts';
import { draws } from './boost.ts';
import type { Trial } from './trials.ts';

/** Windows of one trial that can teach, row by row. */
export interface Examples {
  /** the series without its replica, and the data set it is from */
  series: string;
  dataSet: string;
  width: number;
  rows: Float32Array;
  /** by row: place of its kind in `KINDS`, or UNTOUCHED */
  kinds: Int8Array;
}

export const UNTOUCHED = -1;
/** Files that change nothing about windows. */
const OTHERWISE = /\.test\.ts$|(agreement|config|evidence|profile|screen|words)\.ts$/;
/** Share of a window that must be falsified for it to count as an example. */
const MOSTLY = 0.6;
/** Share of the events that the walk is told not to learn from, as a judge that finds most of them would have it. */
const FOUND = 0.7;

export const dataSetOf = ({ source }: Trial) => path.dirname(source);

/** What was computed is kept in a folder, by what it was computed from: the series and the code of `screen`. */
export class ExampleStore {
  readonly #folder: string | undefined;
  readonly #code: string;

  constructor(folder: string | undefined) {
    this.#folder = folder;
    if (folder !== undefined) mkdirSync(folder, { recursive: true });
    const src = path.join(import.meta.dirname, '../../src');
    const files = globSync(['screen/*.ts', 'screen/features/*.ts', 'statistics/*.ts'], { cwd: src })
      .filter((file) => !OTHERWISE.test(file))
      .sort();
    const hash = createHash('sha256').update(readFileSync(import.meta.filename));
    for (const file of files) hash.update(readFileSync(path.join(src, file)));
    this.#code = hash.digest('hex');
  }

  of(trial: Trial): Examples {
    const named = { series: trial.labels.series.replace(/\.[^.]*$/, ''), dataSet: dataSetOf(trial) };
    if (this.#folder === undefined) return { ...named, ...examplesOf(trial) };
    const key = createHash('sha256').update(this.#code).update(JSON.stringify(trial)).digest('hex').slice(0, 24);
    const file = path.join(this.#folder, key);
    if (!existsSync(file)) {
      const { width, rows, kinds } = examplesOf(trial);
      const head = Int32Array.of(width, kinds.length);
      writeFileSync(
        file,
        Buffer.concat([head, rows, kinds].map((a) => Buffer.from(a.buffer, a.byteOffset, a.byteLength))),
      );
    }
    const { buffer } = Uint8Array.from(readFileSync(file));
    const [width, count] = new Int32Array(buffer, 0, 2) as unknown as [number, number];
    return {
      ...named,
      width,
      rows: new Float32Array(buffer, 8, width * count),
      kinds: new Int8Array(buffer, 8 + 4 * width * count, count),
    };
  }
}

function examplesOf({ csv, labels }: Trial): Pick<Examples, 'width' | 'rows' | 'kinds'> {
  const { table } = readWide(Buffer.from(csv));
  const slot = (seconds: number) => Math.round((seconds * 1000 - table.start) / table.periodMs);
  const stretch = ({ start, end }: { start: number; end: number }) => ({ from: slot(start), to: slot(end) + 1 });
  const events = labels.events.map((e) => ({ ...stretch(e), kind: e.kind, benign: e.benign }));
  const out = [...labels.ignore.map(stretch), ...events.filter(({ kind }) => kind === 'mean_mismatch')];
  const falsified = events.filter(({ kind, benign }) => !benign && kind !== 'mean_mismatch');
  const draw = draws(12_345);
  const told = falsified.filter(() => draw() < FOUND);
  const warm = slot(labels.warmupEnd);
  const rows: Float64Array[] = [];
  const kinds: number[] = [];
  walk(table, 0, (seen, trusted) => {
    for (const window of seen) {
      const { from, to } = window;
      if (to <= warm || out.some((o) => from < o.to && o.from < to)) continue;
      const near = falsified.filter((e) => from < e.to + Math.max(2, (e.to - e.from) / 4) && e.from < to);
      const inside = near.find((e) => Math.min(to, e.to) - Math.max(from, e.from) >= MOSTLY * (to - from));
      if (near.length > 0 && !inside) continue;
      rows.push(rowOf(window, table.periodMs));
      kinds.push(inside ? KINDS.indexOf(inside.kind as Kind) : UNTOUCHED);
    }
    for (const { from, to } of told) trusted.fill(0, from, to);
  });
  const width = rows[0]?.length ?? 0;
  const flat = new Float32Array(width * rows.length);
  rows.forEach((row, k) => {
    flat.set(row, k * width);
  });
  return { width, rows: flat, kinds: Int8Array.from(kinds) };
}
