import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadRuleFolder } from '../app/rule-folder.ts';
import { loadCatalogue } from '../catalogue/load.ts';
import { Engine } from '../engine/engine.ts';
import { readMarks } from '../ingest/codecs/csv/marks.ts';
import type { Batch } from '../journal/journal.ts';
import { alertView, byStart } from '../model/alert-view.ts';
import { MINUTE_MS, parseTime } from '../model/beijing.ts';
import type { Entry } from '../model/entry.ts';
import { factorName } from '../model/factors.ts';
import { PLANT_WEEK, weekFrames } from './plant-week.ts';

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

export const weekCatalogue = () => ({ name: 'catalogue.yaml', text: text('catalogue.yaml') });

export async function weekEngine(): Promise<Engine> {
  const { rulebook, standards } = await loadRuleFolder();
  const catalogue = loadCatalogue([weekCatalogue()], standards);
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

/** The plant week as the journal of a server would hold it: a batch a minute of its clock, marks where they came in. */
export function weekJournal(): Batch[] {
  const byMinute = new Map<number, Entry[]>();
  const put = (entry: Entry) => {
    const minute = Math.floor(entry.at / MINUTE_MS);
    byMinute.set(minute, [...(byMinute.get(minute) ?? []), entry]);
  };
  for (const raw of weekFrames()
    .toString('latin1')
    .split(/(?=##\d{4}QN)/)) {
    const [, y, mo, d, h, m, s] = /QN=(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(raw)!;
    const at = parseTime(`${y}-${mo}-${d} ${h}:${m}:${s}`);
    put({ kind: 'frame', at, meta: 'tcp 127.0.0.1:1', bytes: Buffer.from(raw, 'latin1') });
  }
  for (const mark of weekMarks()) {
    put({ kind: 'mark', at: mark.createdAt, meta: '', bytes: Buffer.from(JSON.stringify(mark)) });
  }
  for (let at = parseTime('2026-03-09 01:00'); at <= parseTime('2026-03-10 18:00'); at += 60 * MINUTE_MS) {
    put({ kind: 'tick', at, meta: '', bytes: new Uint8Array() });
  }
  const minutes = [...byMinute.keys()].sort((a, b) => a - b);
  return minutes.map((minute, i) => ({ seq: i + 1, at: (minute + 1) * MINUTE_MS - 1, entries: byMinute.get(minute)! }));
}
