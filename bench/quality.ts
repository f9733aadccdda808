import { readFileSync } from 'node:fs';
import path from 'node:path';
import { screenRules } from '../src/app/screen-rules.ts';
import type { Labels } from './quality/falsify.ts';
import { judged } from './quality/judge.ts';
import { type Alert, Scorer } from './quality/score.ts';
import { type Spec, trials } from './quality/trials.ts';
import type { Figures } from './run.ts';

const SHIPPED = path.join(import.meta.dirname, '../fixtures/quality');
const WORTH_A_LOOK = 0.5;

/**
 * Detection quality of `screen` on real series with injected falsification (the protocol of the falsification benchmark): the
 * shipped series, or those of another folder: `FLUEWATCH_QUALITY=DIR npm run bench -- quality`, where DIR holds `suite.json`.
 */
export async function run(): Promise<Figures> {
  const root = process.env.FLUEWATCH_QUALITY ?? SHIPPED;
  const spec = JSON.parse(readFileSync(path.join(root, 'suite.json'), 'utf8')) as Spec;
  const rules = screenRules();
  const labels: Labels[] = [];
  const alerts: Alert[] = [];
  for (const trial of trials(spec, root)) {
    labels.push(trial.labels);
    alerts.push(...judged(trial, rules));
  }
  const scorer = new Scorer(labels, alerts);
  const at = scorer.at(WORTH_A_LOOK);
  const sweep = scorer.sweep();
  const share = (v: number) => Math.round(v * 1000) / 1000;
  const figures: Figures = {
    events: at.events,
    outletMonths: share(scorer.outletMonths),
    recallAtOneFalseLeadAMonth: share(sweep.recallAtBudget['1']!),
    prAuc: share(sweep.prAuc),
    f1: share(at.f1),
    precision: share(at.precision),
    recall: share(at.recall),
    macroRecall: share(at.macroRecall),
    falseLeadsPerMonth: share(at.falsePerMonth),
    cleanFalseLeadsPerMonth: share(at.cleanFalsePerMonth),
    benignHit: share(at.benign > 0 ? at.benignFalse / at.benign : 0),
    delayHoursMedian: share(at.delayHoursMedian),
    delayHoursP90: share(at.delayHoursP90),
    kindAccuracy: share(at.kindAccuracy),
    recallByKind: Object.fromEntries(
      Object.entries(at.byKind)
        .sort()
        .map(([kind, { detected, events }]) => [kind, share(detected / events)]),
    ),
  };
  return figures;
}
