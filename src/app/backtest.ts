import { loadCatalogue, type TextFile } from '../catalogue/load.ts';
import { Engine } from '../engine/engine.ts';
import type { Alert } from '../model/alert.ts';
import { byStart } from '../model/alert-view.ts';
import { factorName } from '../model/factors.ts';
import { readRecordings, type TellReject } from './recordings.ts';
import { replay } from './replay.ts';
import type { RuleFolder } from './rule-folder.ts';

/** One alert that a change of the rules raises, takes away or changes. */
export interface AlertDifference {
  change: 'raised' | 'gone' | 'changed';
  /** under the current rules, and under the candidate; null where there is none */
  before: Alert | null;
  after: Alert | null;
  /** what differs, where both are there */
  fields: Field[];
}

/** What an alert is compared by. Its wording, version and steps of computation are no difference. */
export const FIELDS = [
  'start',
  'end',
  'value',
  'limit',
  'unit',
  'count',
  'severity',
  'kind',
  'state',
  'covers',
  'level',
] as const;
export type Field = (typeof FIELDS)[number];

export const fieldOf = (alert: Alert, field: Field) => (field === 'level' ? (alert.facts.level ?? null) : alert[field]);

export interface Backtest {
  before: number;
  after: number;
  differences: AlertDifference[];
}

/** Recorded input: files of readings, a file of marks, and who is who in them. */
export interface Recorded {
  inputs: readonly string[];
  marks: string | undefined;
  catalogue: TextFile;
  tell: TellReject;
}

/**
 * Replays recorded input under the current rules and under a candidate, and compares the final alerts.
 * @throws ConfigError where the catalogue does not fit; TableError where an input cannot be read
 */
export function backtest(current: RuleFolder, candidate: RuleFolder, recorded: Recorded): Backtest {
  // A limit table that only the candidate brings is known on both sides: the catalogue may name it already.
  const standards = new Map([...candidate.standards, ...current.standards]);
  const before = alertsUnder({ ...current, standards }, recorded);
  const after = alertsUnder(candidate, { ...recorded, tell: () => {} });
  return { before: before.length, after: after.length, differences: compareAlerts(before, after) };
}

function alertsUnder({ rulebook, standards }: RuleFolder, { inputs, marks, catalogue, tell }: Recorded): Alert[] {
  const engine = new Engine(loadCatalogue([catalogue], standards), rulebook, factorName);
  const recording = readRecordings(engine, inputs, marks, tell);
  replay(engine, recording.arrivals, recording.marks, () => {}, undefined, recording.orders);
  return [...engine.alerts.alerts()].sort(byStart);
}

/** Alerts of one rule, outlet and factor whose spans overlap are the same alert. Ordered by start. */
export function compareAlerts(before: readonly Alert[], after: readonly Alert[]): AlertDifference[] {
  const left = Map.groupBy(after, subject);
  const differences = before.flatMap((old): AlertDifference[] => {
    const rivals = left.get(subject(old)) ?? [];
    const at = rivals.findIndex(({ start, end }) => start < old.end && old.start < end);
    if (at < 0) return [{ change: 'gone', before: old, after: null, fields: [] }];
    const [fresh] = rivals.splice(at, 1);
    const fields = FIELDS.filter((field) => !equal(fieldOf(old, field), fieldOf(fresh!, field)));
    return fields.length === 0 ? [] : [{ change: 'changed', before: old, after: fresh!, fields }];
  });
  for (const fresh of [...left.values()].flat()) {
    differences.push({ change: 'raised', before: null, after: fresh, fields: [] });
  }
  const alertOf = ({ before: old, after: fresh }: AlertDifference) => (fresh ?? old)!;
  return differences.sort((a, b) => byStart(alertOf(a), alertOf(b)));
}

const subject = ({ rule, outlet, factor }: Alert) => `${rule}\0${outlet}\0${factor}`;
const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
