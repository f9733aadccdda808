import { Digits, number, roundEven } from './digits.ts';
import { BENIGN, MODES, mean, PEAK, type Place, present, quantile, type Sample, spread } from './modes.ts';
import { PythonRandom } from './python-random.ts';

/** Works on the hour means, not on the samples. */
const HOUR_MODE = 'mean_mismatch';

/** A table as text: a time column (epoch seconds in `time`) and value columns. */
export interface Series {
  head: string[];
  rows: string[][];
  time: number[];
  /** seconds */
  period: number;
}

export interface LabelledEvent {
  id: string;
  kind: string;
  benign: boolean;
  /** epoch seconds of the first and the last changed sample */
  start: number;
  end: number;
  factor?: number;
}

export interface Labels {
  series: string;
  channel: string;
  period: number;
  start: number;
  end: number;
  warmupEnd: number;
  events: LabelledEvent[];
  ignore: { start: number; end: number }[];
}

interface Options {
  seed: number;
  name: string;
  companion?: string | undefined;
  modes?: readonly string[];
  perMode?: number;
  warmup?: number;
  benign?: number;
  hours?: boolean;
  /** index spans that are neither falsified nor clean */
  ignore?: readonly [number, number][];
}

/** Hour means by the start of the hour (epoch seconds), as text. */
export type HourRows = [number, string][];

/**
 * Changes the series in place: each mode once, at places and with parameters drawn from the seed (quality/falsify.py `inject`).
 * @returns labels and, where asked for, the reported hour means
 */
export function falsify(
  series: Series,
  channel: string,
  options: Options,
): { labels: Labels; hours: HourRows | undefined } {
  const { seed, name, companion, modes, perMode = 1, warmup = 0.2, benign = 0, hours = true, ignore = [] } = options;
  const random = new PythonRandom(`${seed}/${name}/${channel}`);
  const col = series.head.indexOf(channel);
  const values = column(series, channel);
  const other = companion === undefined ? undefined : column(series, companion);
  const digits = new Digits(series.rows.map((row) => row[col]!));
  const known = present(values);
  const floor = quantile(known, 0.01) >= 0 ? Math.min(0, quantile(known, 0.001)) : quantile(known, 0.001);
  const iqr = quantile(known, 0.75) - quantile(known, 0.25) || spread(known);
  const n = values.length;
  const first = Math.trunc(n * warmup);
  const wanted = (modes ?? Object.keys(MODES)).filter(
    (m) => m in MODES && (other || (m !== 'cross_copy' && m !== 'decorrelate')),
  );
  const want = Array.from({ length: perMode }, () => wanted).flat();
  random.shuffle(want);
  const withHours = hours && series.period <= 900 && (!modes || modes.includes(HOUR_MODE));
  for (const control of Object.keys(BENIGN)) for (let k = 0; k < benign; k++) want.push(control);
  if (withHours) for (let k = 0; k < perMode; k++) want.push(HOUR_MODE);

  const taken: [number, number][] = [...ignore];
  const busy = (a: number, b: number, guard = 0) => taken.some(([x, y]) => a < y + guard && x < b + guard);
  const events: LabelledEvent[] = [];
  for (const mode of want) {
    let best: { rank: number; start: number; end: number } | undefined;
    for (let attempt = 0; attempt < 400; attempt++) {
      const length = planLength(random, series.period, mode, n);
      const guard = Math.max(Math.floor(length / 2), roundEven((6 * 3600) / series.period), 12);
      const start = random.range(first, Math.max(first + 1, n - length - 1));
      const end = start + length;
      if (end >= n || busy(start, end, guard)) continue;
      if (series.time[end - 1]! - series.time[start]! > 1.5 * length * series.period) continue;
      const p = present(values.slice(start, end));
      const moves = mode in BENIGN || (spread(p) >= 0.05 * iqr && new Set(p).size >= 4);
      if (p.length < 0.9 * length || !moves) continue;
      const rank = quantile(p, 0.9);
      if (!best || rank > best.rank) best = { rank, start, end };
      if (PEAK.has(mode) && attempt < 60) continue;
      const place: Place = { random, values, start: best.start, period: series.period, companion: other, floor, busy };
      const event = placed(mode, best.start, best.end, place, series, iqr, digits, col);
      if (event) {
        taken.push([best.start, best.end]);
        if (place.source) taken.push(place.source);
        events.push({ id: `${name}#${events.length + 1}`, kind: mode, benign: mode in BENIGN, ...event });
        break;
      }
      best = undefined;
    }
  }
  events.sort((a, b) => a.start - b.start);
  const hourRows = withHours
    ? hourMeans(
        series,
        channel,
        events.filter(({ kind }) => kind === HOUR_MODE),
        random,
      )
    : undefined;
  const at = (i: number) => series.time[i]!;
  const labels: Labels = {
    series: name,
    channel,
    period: series.period,
    start: at(0),
    end: at(n - 1),
    warmupEnd: at(first),
    events,
    ignore: ignore.map(([a, b]) => ({ start: at(a), end: at(b - 1) })),
  };
  return { labels, hours: hourRows };
}

export function column(series: Series, name: string): Sample[] {
  const at = series.head.indexOf(name);
  return series.rows.map((row) => number(row[at]!));
}

function planLength(random: PythonRandom, period: number, mode: string, n: number): number {
  if (mode === 'calibration') return 4;
  const low = Math.max((4 * 3600) / period, 24);
  const high = Math.max((48 * 3600) / period, 96);
  return Math.max(8, Math.min(roundEven(Math.exp(random.uniform(Math.log(low), Math.log(high)))), Math.floor(n / 12)));
}

function placed(
  mode: string,
  from: number,
  to: number,
  place: Place,
  series: Series,
  iqr: number,
  digits: Digits,
  col: number,
): { start: number; end: number; factor?: number } | undefined {
  const { time, rows } = series;
  if (mode === HOUR_MODE) {
    return { start: time[from]!, end: time[to - 1]!, factor: Number(place.random.uniform(0.5, 0.85).toFixed(3)) };
  }
  const stretch = place.values.slice(from, to);
  const changed = (MODES[mode] ?? BENIGN[mode]!)(stretch, place);
  if (!changed) return undefined;
  const texts = new Map<number, string>();
  let difference = 0;
  stretch.forEach((v, i) => {
    const w = changed[i]!;
    if (v === null || v === w) return;
    const text = w === null ? '' : digits.text(w);
    if (number(text) === v) return;
    texts.set(from + i, text);
    difference += w === null ? iqr : Math.abs(v - w);
  });
  const count = texts.size;
  const small =
    difference / Math.max(count, 1) < 0.05 * iqr && !['rounding', 'smooth', 'despike', 'clip'].includes(mode);
  if (count < Math.max(3, 0.1 * present(stretch).length) || small) return undefined;
  for (const [i, text] of texts) rows[i]![col] = text;
  const touched = [...texts.keys()];
  return { start: time[touched[0]!]!, end: time[touched.at(-1)!]! };
}

/** Reported hour means, lowered in the hours that lie wholly inside an event. */
export function hourMeans(
  series: Series,
  channel: string,
  events: readonly LabelledEvent[],
  random: PythonRandom,
): HourRows {
  const col = series.head.indexOf(channel);
  const digits = new Digits(series.rows.map((row) => row[col]!));
  const hours = new Map<number, number[]>();
  series.rows.forEach((row, i) => {
    const v = number(row[col]!);
    if (v === null) return;
    const hour = Math.floor(series.time[i]! / 3600) * 3600;
    const held = hours.get(hour);
    if (held) held.push(v);
    else hours.set(hour, [v]);
  });
  return [...hours.keys()]
    .sort((a, b) => a - b)
    .map((hour) => {
      let m = mean(hours.get(hour)!);
      for (const { start, end, factor } of events)
        if (start <= hour && hour + 3600 <= end) m *= factor! * random.uniform(0.97, 1.03);
      return [hour, digits.text(m)];
    });
}
