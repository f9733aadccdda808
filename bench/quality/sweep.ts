import { readFileSync } from 'node:fs';
import path from 'node:path';
import { screenRules } from '../../src/app/screen-rules.ts';
import { judged } from './judge.ts';
import { Scorer } from './score.ts';
import { type Spec, trials } from './trials.ts';

/**
 * What a threshold costs and brings, data set by data set and over several seeds:
 *
 *   node bench/quality/sweep.ts [SUITE.json ROOT] [SEED …]
 *
 * The figures that justify `rules/screen.yaml`: the score that is worth a look must hold on each of them, not on their mean.
 */
const SHIPPED = path.join(import.meta.dirname, '../../fixtures/quality');
const [suite = path.join(SHIPPED, 'suite.json'), root = SHIPPED, ...seeds] = process.argv.slice(2);
const spec = JSON.parse(readFileSync(suite, 'utf8')) as Spec;
const rules = screenRules();
const THRESHOLDS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
console.log('seed series                threshold  recall  precision  F1    false leads a month');
for (const seed of seeds.length > 0 ? seeds.map(Number) : [1, 2, 3]) {
  const watched = [...trials({ ...spec, seed }, root)].map(({ labels, ...trial }) => ({
    name: labels.series.replace(/\.[^.]*$/, ''),
    labels,
    alerts: judged({ labels, ...trial }, rules),
  }));
  for (const name of [...new Set(watched.map((w) => w.name)), 'all']) {
    const chosen = watched.filter((w) => name === 'all' || w.name === name);
    const scorer = new Scorer(
      chosen.map(({ labels }) => labels),
      chosen.flatMap(({ alerts }) => alerts),
    );
    for (const threshold of THRESHOLDS) {
      const { recall, precision, f1, falsePerMonth } = scorer.at(threshold);
      const shown = [recall, precision, f1, falsePerMonth].map((v) => v.toFixed(2).padEnd(9)).join(' ');
      console.log(`${String(seed).padEnd(4)} ${name.padEnd(21)} ${threshold.toFixed(2).padEnd(10)} ${shown}`);
    }
  }
}
