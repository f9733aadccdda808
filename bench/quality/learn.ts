import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readWide } from '../../src/app/screen-file.ts';
import { screenRules } from '../../src/app/screen-rules.ts';
import { rowOf, type Verdicts } from '../../src/screen/profile.ts';
import { KINDS, type Kind } from '../../src/screen/suspicion.ts';
import { FEATURES, walk } from '../../src/screen/windows.ts';
import { boost, draws } from './boost.ts';
import { judged } from './judge.ts';
import { type Alert, Scorer } from './score.ts';
import { type Spec, type Trial, trials } from './trials.ts';

/**
 * Learns the judge of `screen` from real series with injected falsification:
 *
 *   node --max-old-space-size=8000 bench/quality/learn.ts ROOT [--suites bench/quality/learn.json] [--folds]
 *
 * writes `rules/screen-trees.json`. With `--folds` nothing is written: each data set is judged by what was learned from all the
 * others (leave one data set out), which is what the README reports. ROOT holds the files that the suites name.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    suites: { type: 'string', default: path.join(import.meta.dirname, 'learn.json') },
    folds: { type: 'boolean', default: false },
  },
});
const root = positionals[0];
if (root === undefined) throw new Error('which folder holds the series? node bench/quality/learn.ts ROOT');

/** Share of a window that must be falsified for it to count as an example. */
const MOSTLY = 0.6;
/** Share of the events that the walk is told not to learn from, as a judge that finds most of them would have it. */
const FOUND = 0.7;
const EXAMPLES = { falsified: 45_000, untouched: 100_000 };
const WHETHER = { trees: 110, depth: 4, rate: 0.12, rows: 0.35, columns: 0.25 };
const WHICH = { trees: 10, depth: 3, rate: 0.4, rows: 0.4, columns: 0.4 };

interface Example {
  row: Float32Array;
  /** undefined: untouched */
  kind: Kind | undefined;
  series: string;
  dataSet: string;
}

const suites = JSON.parse(readFileSync(values.suites, 'utf8')) as Spec[];
const all = suites.flatMap((spec) => [...trials(spec, root)]);
const dataSetOf = ({ source }: Trial) => path.dirname(source);
const examples = all.flatMap((trial) => {
  const found = examplesOf(trial);
  console.error(`${trial.labels.series}: ${found.length} windows`);
  return found;
});

if (values.folds) {
  const { config } = screenRules();
  const alerts: Alert[] = [];
  const judgedTrials = [...trials(suites[0]!, root)];
  for (const dataSet of new Set(judgedTrials.map(dataSetOf))) {
    const verdicts = learned(examples.filter((e) => e.dataSet !== dataSet));
    for (const trial of judgedTrials.filter((t) => dataSetOf(t) === dataSet))
      alerts.push(...judged(trial, { config, verdicts }));
    console.error(`${dataSet}: judged by the others`);
  }
  const scorer = new Scorer(
    judgedTrials.map(({ labels }) => labels),
    alerts,
  );
  console.log(JSON.stringify({ ...scorer.at(0.5), ...scorer.sweep() }, null, 1));
} else {
  const file = path.join(import.meta.dirname, '../../rules/screen-trees.json');
  writeFileSync(file, `${JSON.stringify({ features: FEATURES, ...learned(examples) })}\n`);
}

function examplesOf(trial: Trial): Example[] {
  const { labels } = trial;
  const { table } = readWide(Buffer.from(trial.csv));
  const slot = (seconds: number) => Math.round((seconds * 1000 - table.start) / table.periodMs);
  const stretch = ({ start, end }: { start: number; end: number }) => ({ from: slot(start), to: slot(end) + 1 });
  const events = labels.events.map((e) => ({ ...stretch(e), kind: e.kind, benign: e.benign }));
  const out = [...labels.ignore.map(stretch), ...events.filter(({ kind }) => kind === 'mean_mismatch')];
  const false_ = events.filter(({ kind, benign }) => !benign && kind !== 'mean_mismatch');
  const draw = draws(12_345);
  const told = false_.filter(() => draw() < FOUND);
  const warm = slot(labels.warmupEnd);
  const found: Example[] = [];
  walk(table, 0, (seen, trusted) => {
    for (const window of seen) {
      const { from, to } = window;
      if (to <= warm || out.some((o) => from < o.to && o.from < to)) continue;
      const near = false_.filter((e) => from < e.to + Math.max(2, (e.to - e.from) / 4) && e.from < to);
      const inside = near.find((e) => Math.min(to, e.to) - Math.max(from, e.from) >= MOSTLY * (to - from));
      if (near.length > 0 && !inside) continue;
      found.push({
        row: Float32Array.from(rowOf(window, table.periodMs)),
        kind: inside?.kind as Kind | undefined,
        series: labels.series,
        dataSet: dataSetOf(trial),
      });
    }
    for (const { from, to } of told) trusted.fill(0, from, to);
  });
  return found;
}

function learned(from: readonly Example[]): Verdicts {
  const draw = draws(1);
  const falsified = from.filter(({ kind }) => kind !== undefined);
  const few = (list: readonly Example[], most: number) => list.filter(() => draw() < most / list.length);
  const mixed = shuffled([
    ...few(falsified, EXAMPLES.falsified),
    ...few(
      from.filter(({ kind }) => kind === undefined),
      EXAMPLES.untouched,
    ),
  ]);
  const counts = new Map<string, number>();
  const group = ({ series, kind }: Example) => `${series} ${kind !== undefined}`;
  for (const e of mixed) counts.set(group(e), (counts.get(group(e)) ?? 0) + 1);
  // long series do not speak louder in proportion
  const weights = Float32Array.from(mixed, (e) => 20 / Math.sqrt(counts.get(group(e))!));
  const width = mixed[0]!.row.length;
  const whether = boost(
    matrix(mixed, width),
    width,
    Float32Array.from(mixed, (e) => Number(e.kind !== undefined)),
    weights,
    WHETHER,
  );
  const sorted = mixed.filter(({ kind }) => kind !== undefined).filter(() => draw() < 0.5);
  const x = matrix(sorted, width);
  const even = new Float32Array(sorted.length).fill(1);
  const kinds: Verdicts['kinds'] = {};
  for (const kind of KINDS) {
    if (!sorted.some((e) => e.kind === kind)) continue;
    kinds[kind] = boost(
      x,
      width,
      Float32Array.from(sorted, (e) => Number(e.kind === kind)),
      even,
      WHICH,
    );
  }
  return { falsified: whether, kinds };

  function shuffled<T>(list: T[]): T[] {
    for (let i = list.length - 1; i > 0; i--) {
      const j = Math.floor(draw() * (i + 1));
      [list[i], list[j]] = [list[j]!, list[i]!];
    }
    return list;
  }
}

function matrix(list: readonly Example[], width: number): Float32Array {
  const x = new Float32Array(list.length * width);
  list.forEach(({ row }, k) => {
    x.set(row, k * width);
  });
  return x;
}
