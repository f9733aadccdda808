import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readWide } from '../../src/app/screen-file.ts';
import { screenRules } from '../../src/app/screen-rules.ts';
import { EXACT, signalOf } from '../../src/screen/screen.ts';
import { alertsOf } from './judge.ts';
import { type Alert, Scorer } from './score.ts';
import { type Spec, trials } from './trials.ts';

/**
 * What each exact test of `screen` finds and accuses by itself at several measures of accidents, on all series that are learned
 * from, injected under other seeds: what justifies the `perMonth` of each test in `rules/screen.yaml`.
 *
 *   node bench/quality/accidents.ts ROOT [--moved 7000]
 *
 * ROOT holds the files that the suites name; `--moved` is added to their seeds.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { moved: { type: 'string', default: '7000' } },
});
const root = positionals[0];
if (root === undefined) throw new Error('which folder holds the series? node bench/quality/accidents.ts ROOT');

const MEASURES = [0.05, 0.1, 0.3, 1, 3];
const { config } = screenRules();
const suites = JSON.parse(readFileSync(path.join(import.meta.dirname, 'learn.json'), 'utf8')) as Spec[];
const watched = suites.flatMap((spec) => [...trials({ ...spec, seed: spec.seed + Number(values.moved) }, root)]);
const labels = watched.map((trial, k) => ({ ...trial.labels, series: `${k}` }));
const tables = watched.map(({ csv }) => readWide(Buffer.from(csv)).table);

console.log('test          accidents a month  events found  false leads  a month');
for (const name of Object.keys(EXACT) as (keyof typeof EXACT)[]) {
  for (const perMonth of MEASURES) {
    const tried = { ...config, [name]: { ...config[name], perMonth } };
    const alerts = tables.flatMap((table, k): Alert[] =>
      alertsOf(table, `${k}`, EXACT[name](signalOf(table, 0, tried), tried)),
    );
    const { detected, falseLeads, falsePerMonth } = new Scorer(labels, alerts).at(0.5);
    const shown = [detected, falseLeads, falsePerMonth.toFixed(3)].map((v) => String(v).padEnd(12)).join(' ');
    console.log(`${name.padEnd(13)} ${String(perMonth).padEnd(18)} ${shown}`);
  }
}
