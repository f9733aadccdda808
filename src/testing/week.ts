import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadRuleFolder } from '../app/rule-folder.ts';
import { loadCatalogue } from '../catalogue/load.ts';
import { Engine } from '../engine/engine.ts';
import { readMarks } from '../ingest/codecs/csv/marks.ts';
import { alertView, byStart } from '../model/alert-view.ts';
import { factorName } from '../model/factors.ts';
import { PLANT_WEEK } from './plant-week.ts';

/** What the fixture says about an alert. */
export const TOLD = [
  'rule',
  'outlet',
  'factor',
  'start',
  'end',
  'severity',
  'covers',
  'value',
  'limit',
  'unit',
  'count',
] as const;

const text = (name: string) => readFileSync(path.join(PLANT_WEEK, name), 'utf8');

export async function weekEngine(): Promise<Engine> {
  const { rulebook, standards } = await loadRuleFolder();
  const catalogue = loadCatalogue([{ name: 'catalogue.yaml', text: text('catalogue.yaml') }], standards);
  return new Engine(catalogue, rulebook, factorName);
}

export function weekMarks() {
  return readMarks(
    Buffer.from(text('marks.csv')),
    () => true,
    (reject) => {
      throw new Error(reject.says.en);
    },
  );
}

/** The alerts that must come out, by the arithmetic of the fixture's README. */
export function expectedAlerts(): Record<string, unknown>[] {
  return text('expected.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The alerts that stand, as far as the fixture speaks of them; all of them are final. */
export function finalAlerts(engine: Engine): Record<string, unknown>[] {
  return [...engine.alerts.alerts()].sort(byStart).map((alert) => {
    if (alert.state !== 'confirmed') throw new Error(`${alert.rule} is ${alert.state}`);
    const view = alertView(alert);
    return Object.fromEntries(TOLD.map((key) => [key, view[key]]));
  });
}
