import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { screenRules } from '../../src/app/screen-rules.ts';
import type { Verdicts } from '../../src/screen/profile.ts';
import { KINDS, type Kind } from '../../src/screen/suspicion.ts';
import { FEATURES } from '../../src/screen/windows.ts';
import { type BoostOptions, boost, draws } from './boost.ts';
import { dataSetOf, ExampleStore, type Examples, UNTOUCHED } from './examples.ts';
import type { Labels } from './falsify.ts';
import { judged } from './judge.ts';
import { processTrials } from './processes.ts';
import { type Alert, Scorer } from './score.ts';
import { type Spec, type Trial, trials } from './trials.ts';

/**
 * Learns the judge of `screen` from real series with injected falsification, and from made honest processes of kinds that
 * these have too few of:
 *
 *   node --max-old-space-size=10000 bench/quality/learn.ts ROOT [--suites bench/quality/learn.json] [--cache DIR] [--folds [--judge SEED,…] [--alerts FILE]]
 *
 * writes `rules/screen-trees.json`. With `--folds` nothing is written: each data set of the first suite is judged by what was
 * learned from all the others (leave one data set out), habits and all left to that judge, and the figures of each seed are
 * told; the README reports these. `--judge` names seeds to be judged instead of those that were learned from, `--alerts` keeps what
 * was said for `sweep.ts`. ROOT holds the files that the suites name; `--cache` keeps the windows, so that another
 * run with the same code takes minutes less.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    suites: { type: 'string', default: path.join(import.meta.dirname, 'learn.json') },
    cache: { type: 'string' },
    folds: { type: 'boolean', default: false },
    judge: { type: 'string' },
    alerts: { type: 'string' },
  },
});
const root = positionals[0];
if (root === undefined) throw new Error('which folder holds the series? node bench/quality/learn.ts ROOT');

/** The first suites are injected again with their seeds moved by these: other places, other parameters. */
const SEEDS = [0, 1000];
const AGAIN = 1;
const EXAMPLES = { falsified: 40_000, untouched: 80_000 };
const WHETHER = { trees: 150, depth: 4, rate: 0.12, rows: 0.35, columns: 0.25 };
/**
 * How much an example counts, 1 where nothing is said. What the exact tests find anyway is not worth learning at the cost of
 * what only this judge can find; what is hard to find counts more.
 */
const COUNTS: Partial<Record<Kind, number>> = {
  constant: 0.1,
  replay: 0.1,
  rounding: 0.05,
  cross_copy: 0.2,
  replay_noise: 0.6,
  smooth: 1.2,
  despike: 1.3,
  decorrelate: 1.5,
  clip: 2,
  random_band: 2,
  scale: 2,
  shrink: 2,
  offset_peak: 3,
};
const WHICH = { trees: 12, depth: 3, rate: 0.4, rows: 0.4, columns: 0.3 };
/** Falsified examples that the kinds are told apart by. */
const TOLD_APART = 20_000;

/** Of the made processes: a suite's seed of its own. */
const MADE = 900;

const suites = JSON.parse(readFileSync(values.suites, 'utf8')) as Spec[];
const store = new ExampleStore(values.cache);
const all: Examples[] = [];
for (const moved of SEEDS) {
  for (const spec of moved === 0 ? suites : suites.slice(0, AGAIN)) {
    // untouched series are the same under every seed
    const series = spec.series.map((s) => (moved === 0 ? s : { ...s, clean: false }));
    for (const trial of trials({ ...spec, seed: spec.seed + moved, series }, root)) learnFrom(trial);
  }
}
for (const trial of processTrials(MADE)) learnFrom(trial);

if (values.folds) {
  const { config } = screenRules();
  const verdicts = new Map<string, Verdicts>();
  const kept: { seed: number; source: string; labels: Labels; alerts: Alert[] }[] = [];
  for (const seed of values.judge?.split(',').map(Number) ?? SEEDS.map((moved) => suites[0]!.seed + moved)) {
    const alerts: Alert[] = [];
    const watched = [...trials({ ...suites[0]!, seed }, root)];
    for (const trial of watched) {
      const dataSet = dataSetOf(trial);
      const others = verdicts.get(dataSet) ?? learned(all.filter((e) => e.dataSet !== dataSet));
      verdicts.set(dataSet, others);
      // an untouched series is the same under every seed
      const before = kept.find(({ labels }) => labels.series === trial.labels.series && labels.events.length === 0);
      const said = before?.alerts ?? judged(trial, { config, verdicts: others });
      kept.push({ seed, source: dataSet, labels: trial.labels, alerts: said });
      alerts.push(...said);
      console.error(`${trial.labels.series}: judged by the others`);
    }
    const labels = watched.map((trial) => trial.labels);
    const scorer = new Scorer(labels, alerts);
    const byPeriod = Object.fromEntries(
      [...new Set(labels.map(({ period }) => period))].map((period) => {
        const { recall, falsePerMonth, delayHoursMedian } = new Scorer(
          labels.filter((l) => l.period === period),
          alerts,
        ).at(0.5);
        return [`${period} s`, { recall, falsePerMonth, delayHoursMedian }];
      }),
    );
    console.log(JSON.stringify({ seed, ...scorer.at(0.5), ...scorer.sweep(), byPeriod }, null, 1));
  }
  if (values.alerts !== undefined) writeFileSync(values.alerts, JSON.stringify(kept));
} else {
  const file = path.join(import.meta.dirname, '../../rules/screen-trees.json');
  writeFileSync(file, `${JSON.stringify({ features: FEATURES, ...learned(all) })}\n`);
}

function learnFrom(trial: Trial): void {
  const examples = store.of(trial);
  console.error(`${trial.labels.series}: ${examples.kinds.length} windows`);
  all.push(examples);
}

/** A row of a trial's examples. */
interface Place {
  in: Examples;
  row: number;
}

function learned(from: readonly Examples[]): Verdicts {
  const draw = draws(1);
  const falsified = places(from, (kind) => kind !== UNTOUCHED);
  const untouched = places(from, (kind) => kind === UNTOUCHED);
  const few = (list: readonly Place[], most: number) => list.filter(() => draw() < most / list.length);
  const mixed = shuffled([...few(falsified, EXAMPLES.falsified), ...few(untouched, EXAMPLES.untouched)]);
  const counts = new Map<string, number>();
  const group = (p: Place) => `${p.in.series} ${kindOf(p) !== UNTOUCHED}`;
  for (const p of mixed) counts.set(group(p), (counts.get(group(p)) ?? 0) + 1);
  // long series do not speak louder in proportion
  const weights = Float32Array.from(mixed, (p) => {
    const kind = KINDS[kindOf(p)];
    return ((kind ? (COUNTS[kind] ?? 1) : 1) * 20) / Math.sqrt(counts.get(group(p))!);
  });
  const whether = answer(mixed, (p) => kindOf(p) !== UNTOUCHED, weights, WHETHER);
  const sorted = shuffled(few(falsified, TOLD_APART));
  const even = new Float32Array(sorted.length).fill(1);
  const kinds: Verdicts['kinds'] = {};
  KINDS.forEach((name, kind) => {
    if (sorted.some((p) => kindOf(p) === kind)) kinds[name] = answer(sorted, (p) => kindOf(p) === kind, even, WHICH);
  });
  return { falsified: whether, kinds };

  function shuffled<T>(list: T[]): T[] {
    for (let i = list.length - 1; i > 0; i--) {
      const j = Math.floor(draw() * (i + 1));
      [list[i], list[j]] = [list[j]!, list[i]!];
    }
    return list;
  }
}

function kindOf({ in: examples, row }: Place): number {
  return examples.kinds[row]!;
}

function places(from: readonly Examples[], wanted: (kind: number) => boolean): Place[] {
  return from.flatMap((examples) => {
    const found: Place[] = [];
    examples.kinds.forEach((kind, row) => {
      if (wanted(kind)) found.push({ in: examples, row });
    });
    return found;
  });
}

function answer(list: readonly Place[], yes: (p: Place) => boolean, weights: Float32Array, options: BoostOptions) {
  const width = list[0]!.in.width;
  const x = new Float32Array(list.length * width);
  list.forEach(({ in: { rows }, row }, k) => {
    x.set(rows.subarray(row * width, (row + 1) * width), k * width);
  });
  return boost(
    x,
    width,
    Float32Array.from(list, (p) => Number(yes(p))),
    weights,
    options,
  );
}
