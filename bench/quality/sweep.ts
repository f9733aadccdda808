import { readFileSync } from 'node:fs';
import type { Labels } from './falsify.ts';
import { type Alert, Scorer } from './score.ts';

/**
 * What a threshold costs and brings, data set by data set and over several seeds:
 *
 *   node bench/quality/learn.ts ROOT --folds --judge SEED,… --alerts FILE
 *   node bench/quality/sweep.ts FILE
 *
 * Every data set is judged by what was learned from the others. The figures that justify `rules/screen.yaml`: the score that
 * is worth a look must hold on each data set and seed, not on their mean.
 */
const file = process.argv[2];
if (file === undefined)
  throw new Error('which alerts? node bench/quality/sweep.ts FILE, written by learn.ts --folds --alerts FILE');
const THRESHOLDS = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const said = JSON.parse(readFileSync(file, 'utf8')) as {
  seed: number;
  source: string;
  labels: Labels;
  alerts: Alert[];
}[];

console.log('seed  data set        threshold  recall  precision  F1    false leads a month  median delay h');
for (const seed of [...new Set(said.map((s) => s.seed))]) {
  const ofSeed = said.filter((s) => s.seed === seed);
  for (const source of [...new Set(ofSeed.map((s) => s.source)), 'all']) {
    const chosen = ofSeed.filter((s) => source === 'all' || s.source === source);
    const scorer = new Scorer(
      chosen.map(({ labels }) => labels),
      chosen.flatMap(({ alerts }) => alerts),
    );
    for (const threshold of THRESHOLDS) {
      const { recall, precision, f1, falsePerMonth, delayHoursMedian } = scorer.at(threshold);
      const shown = [recall, precision, f1, falsePerMonth, delayHoursMedian]
        .map((v) => v.toFixed(2).padEnd(9))
        .join(' ');
      console.log(`${String(seed).padEnd(5)} ${source.padEnd(15)} ${threshold.toFixed(2).padEnd(10)} ${shown}`);
    }
  }
}
