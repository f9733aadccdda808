import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { column, falsify, type HourRows, hourMeans, type Labels, type Series } from './falsify.ts';
import { PythonRandom } from './python-random.ts';

/** A suite as `quality/suite-*.json` writes it. */
export interface Spec {
  seed: number;
  replicas?: number;
  benign?: number;
  series: {
    name: string;
    file: string;
    channel: string;
    companions?: string[];
    replicas?: number;
    /** of the file's rows, after leaving out this many, every so manieth, and of these at most so many */
    skip?: number;
    every?: number;
    rows?: number;
    per_mode?: number;
    /** false: no unmodified copy */
    clean?: boolean;
    ignore?: Ignore[];
  }[];
}

type Ignore = { start: string; end: string } | { column: string; above?: number; below?: number; pad_s?: number };

/** One series of a suite: the text that a detector gets, and what only the scorer knows. */
export interface Trial {
  csv: string;
  hours: string | undefined;
  labels: Labels;
  /** the file it was made from */
  source: string;
}

/** The trials of a suite, series by series. @param root where the files lie */
export function* trials(spec: Spec, root: string): Generator<Trial> {
  for (const s of spec.series) yield* trialsOf(spec, s, read(path.join(root, s.file)));
}

/** Of one series an unmodified copy (a pure negative) and the falsified ones. @param text its file */
export function* trialsOf(spec: Spec, s: Spec['series'][number], text: string): Generator<Trial> {
  const columns = [s.channel, ...(s.companions ?? [])];
  const whole = parse(text, undefined, s);
  const ignore = joined((s.ignore ?? []).flatMap((rule) => spans(whole, rule)));
  for (let replica = s.clean === false ? 1 : 0; replica <= (s.replicas ?? spec.replicas ?? 3); replica++) {
    const series = parse(text, columns, s);
    const n = series.rows.length;
    const known = ignore.map(([a, b]): [number, number] => [a, Math.min(b, n)]);
    const name = `${s.name}.${replica === 0 ? 'clean' : `f${replica}`}`;
    const shared = { name, ignore: known };
    const made =
      replica === 0
        ? falsify(series, s.channel, { ...shared, seed: spec.seed, modes: [], hours: false })
        : falsify(series, s.channel, {
            ...shared,
            seed: spec.seed + replica,
            companion: s.companions?.[0],
            perMode: s.per_mode ?? 1,
            benign: spec.benign ?? 1,
          });
    const hours =
      replica === 0 && series.period <= 900 ? hourMeans(series, s.channel, [], new PythonRandom(0)) : made.hours;
    yield { csv: csvOf(series), hours: hours && hoursCsv(hours, s.channel), labels: made.labels, source: s.file };
  }
}

function read(file: string): string {
  const bytes = readFileSync(file);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
}

/** Rows of full width; the first column is the time, `YYYY-MM-DD HH:MM:SS`. */
export function parse(
  text: string,
  columns?: readonly string[],
  { skip = 0, every = 1, rows: most = Number.POSITIVE_INFINITY }: { skip?: number; every?: number; rows?: number } = {},
): Series {
  const [first, ...rest] = text.split(/\r?\n/);
  const all = first!.split(',');
  const keep = columns ? [0, ...columns.map((name) => all.indexOf(name))] : all.map((_, i) => i);
  const rows: string[][] = [];
  let seen = 0;
  const wanted = (row: number) => row >= skip && (row - skip) % every === 0;
  for (const line of rest) {
    const cells = line.split(',');
    if (cells.length !== all.length || rows.length >= most) continue;
    if (!wanted(seen++)) continue;
    rows.push(keep.map((i) => cells[i]!));
  }
  const time = rows.map((row) => secondsOf(row[0]!));
  const steps = time
    .slice(1)
    .map((t, i) => t - time[i]!)
    .sort((a, b) => a - b);
  return { head: keep.map((i) => all[i]!), rows, time, period: Math.max(1, steps[steps.length >> 1] ?? 1) };
}

export const secondsOf = (text: string) => Date.parse(`${text.trim().replace(' ', 'T')}Z`) / 1000;

export const stampOf = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

const csvOf = ({ head, rows }: Series) => `${head.join(',')}\n${rows.map((row) => row.join(',')).join('\n')}\n`;

const hoursCsv = (hours: HourRows, name: string) =>
  `timestamp,${name}\n${hours.map(([hour, text]) => `${stampOf(hour)},${text}`).join('\n')}\n`;

/** Stretches where a column is beyond a bound (plant stopped, a known real event), padded. */
function spans(series: Series, rule: Ignore): [number, number][] {
  if ('start' in rule) {
    const [a, b] = [secondsOf(rule.start), secondsOf(rule.end)];
    const hit = series.time.flatMap((t, i) => (a <= t && t <= b ? [i] : []));
    return hit.length > 0 ? [[hit[0]!, hit.at(-1)! + 1]] : [];
  }
  const pad = Math.round((rule.pad_s ?? 3600) / series.period);
  const out: [number, number][] = [];
  column(series, rule.column).forEach((v, i) => {
    if (v === null) return;
    if (!(rule.above !== undefined ? v > rule.above : v < rule.below!)) return;
    const last = out.at(-1);
    if (last && i - pad <= last[1]) last[1] = i + pad;
    else out.push([Math.max(0, i - pad), i + pad]);
  });
  return out;
}

function joined(list: [number, number][]): [number, number][] {
  const out: [number, number][] = [];
  for (const [a, b] of [...list].sort((x, y) => x[0] - y[0] || x[1] - y[1])) {
    const last = out.at(-1);
    if (last && a <= last[1]) last[1] = Math.max(last[1], b);
    else out.push([a, b]);
  }
  return out;
}
