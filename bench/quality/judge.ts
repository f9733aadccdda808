import { readWide } from '../../src/app/screen-file.ts';
import { screenRules } from '../../src/app/screen-rules.ts';
import { screen } from '../../src/screen/screen.ts';
import type { Suspicion } from '../../src/screen/suspicion.ts';
import { type Table, timeOf } from '../../src/screen/table.ts';
import type { Hours } from '../../src/screen/tests/mean-mismatch.ts';
import type { Alert } from './score.ts';
import type { Trial } from './trials.ts';

/** What `fluewatch screen` says of the falsified channel of a trial, given what a user would give it. */
export function judged({ csv, hours, labels }: Trial, { config, verdicts } = screenRules()): Alert[] {
  const { table } = readWide(Buffer.from(csv));
  const result = screen(table, 0, hours === undefined ? undefined : hoursOf(hours), config, verdicts);
  if ('tooLittle' in result) return [];
  return alertsOf(table, labels.series, result.suspicions);
}

/** Suspicions of a table as the scorer takes them. */
export function alertsOf(table: Table, series: string, suspicions: readonly Suspicion[]): Alert[] {
  const seconds = (slot: number) => timeOf(table, slot) / 1000;
  return suspicions.map(({ from, to, at, kind, score }) => ({
    series,
    start: seconds(from),
    end: seconds(to - 1),
    at: seconds(at),
    kind,
    score,
  }));
}

function hoursOf(csv: string): Hours {
  const { table } = readWide(Buffer.from(csv));
  const { values, resolution } = table.columns[0]!;
  const means = new Map<number, number>();
  values.forEach((v, slot) => {
    if (!Number.isNaN(v)) means.set(timeOf(table, slot), v);
  });
  return { means, resolution };
}
