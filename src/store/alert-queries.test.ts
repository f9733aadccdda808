import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { ALERT_KINDS, ALERT_STATES, type Alert, SEVERITIES } from '../model/alert.ts';
import { ALERT_SORTS, type AlertFilter, type AlertSort, type StoredAlert } from './alert-queries.ts';
import { StoreReader } from './reader.ts';
import { MARCH, sampleAlert, temporaryFile } from './samples.ts';
import type { Key } from './slice.ts';
import { StoreWriter } from './writer.ts';

const some = <T>(all: readonly T[]) => fc.subarray([...all], { minLength: 1 });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

const alerts = fc.array(
  fc.record({
    state: fc.constantFrom(...ALERT_STATES),
    severity: fc.constantFrom(...SEVERITIES),
    kind: fc.constantFrom(...ALERT_KINDS),
    rule: fc.constantFrom('r1', 'r2'),
    site: fc.constantFrom('s1', 's2'),
    outlet: fc.constantFrom('o1', 'o2', null),
    start: fc.integer({ min: MARCH, max: MARCH + 5 }),
    hours: fc.integer({ min: 1, max: 5 }),
    at: fc.integer({ min: MARCH, max: MARCH + 5 }),
    says: fc.constantFrom('疑似恒值 100%', '超标 1_0', 'Frozen VALUE', 'a\\b'),
  }),
  { minLength: 1, maxLength: 40 },
);

const filters = fc.record({
  states: maybe(some(ALERT_STATES)),
  severities: maybe(some(SEVERITIES)),
  kinds: maybe(some(ALERT_KINDS)),
  rule: maybe(fc.constantFrom('r1', 'r3')),
  site: maybe(fc.constantFrom('s1', 's3')),
  outlet: maybe(fc.constantFrom('o1', 'o3')),
  from: maybe(fc.integer({ min: MARCH, max: MARCH + 9 })),
  to: maybe(fc.integer({ min: MARCH, max: MARCH + 9 })),
  search: maybe(
    fc.record({
      words: fc.constantFrom('恒值', '0%', '_', 'value', '\\', 'nowhere', "'; drop table alert; --"),
      sites: fc.constantFrom([], ['s2']),
      outlets: fc.constantFrom([], ['o2']),
    }),
  ),
});

/** The same list by looking at every alert in turn. */
function slowly(all: readonly StoredAlert[], f: AlertFilter, sort: AlertSort): string[] {
  const order: Record<AlertSort, (a: StoredAlert) => number[]> = {
    severity: (a) => [SEVERITIES.indexOf(a.severity), a.start],
    start: (a) => [a.start],
    updated: (a) => [a.updatedAt],
  };
  const found = (a: StoredAlert) =>
    f.search === undefined ||
    `${a.says.zh}\n${a.says.en}`.toLowerCase().includes(f.search.words.toLowerCase()) ||
    f.search.sites.includes(a.site) ||
    f.search.outlets.includes(a.outlet ?? '');
  return all
    .filter((a) => f.states?.includes(a.state) ?? true)
    .filter((a) => f.severities?.includes(a.severity) ?? true)
    .filter((a) => f.kinds?.includes(a.kind) ?? true)
    .filter((a) => f.rule === undefined || a.rule === f.rule)
    .filter((a) => f.site === undefined || a.site === f.site)
    .filter((a) => f.outlet === undefined || a.outlet === f.outlet)
    .filter((a) => (f.from === undefined || a.end > f.from) && (f.to === undefined || a.start < f.to))
    .filter(found)
    .sort((a, b) => {
      const [x, y] = [order[sort](a), order[sort](b)];
      const different = x.findIndex((v, i) => v !== y[i]);
      if (different >= 0) return y[different]! - x[different]!;
      return a.id < b.id ? 1 : -1;
    })
    .map((a) => a.id);
}

test('filters, sorts and pages like a plain walk over all alerts', () => {
  fc.assert(
    fc.property(
      alerts,
      fc.array(filters, { minLength: 5, maxLength: 5 }),
      fc.integer({ min: 1, max: 7 }),
      (rows, asked, limit) => {
        const { writer, reader, close } = open();
        const stored = rows.map(({ hours, at, says, ...row }, i): StoredAlert => {
          const alert: Alert = sampleAlert({
            ...row,
            id: `al-${i}`,
            end: row.start + hours,
            says: { zh: says, en: says },
          });
          return { ...alert, updatedAt: at };
        });
        const events = stored.map(({ updatedAt, ...alert }) => ({ event: 'raised', at: updatedAt, alert }) as const);
        writer.commit({ position: 1, clock: MARCH, alerts: events });
        for (const filter of asked as AlertFilter[]) {
          for (const sort of ALERT_SORTS)
            expect(paged(reader, filter, sort, limit)).toEqual(slowly(stored, filter, sort));
        }
        close();
      },
    ),
    { seed: 20260301, numRuns: 15 },
  );
});

function open() {
  const path = temporaryFile('alerts.db');
  const writer = new StoreWriter(path);
  const reader = new StoreReader(path);
  const close = () => {
    reader.close();
    writer.close();
  };
  return { writer, reader, close };
}

function paged(reader: StoreReader, filter: AlertFilter, sort: AlertSort, limit: number): string[] {
  const ids: string[] = [];
  for (let after: Key | null = null; ; ) {
    const slice = reader.alerts(filter, sort, after, limit);
    ids.push(...slice.items.map((a) => a.id));
    if (slice.next === null) return ids;
    after = slice.next;
  }
}

test('counts what is open by severity', () => {
  const { writer, reader, close } = open();
  onTestFinished(close);
  const alert = (id: string, change: Partial<Alert>) =>
    ({ event: 'raised', at: MARCH, alert: sampleAlert({ id, ...change }) }) as const;
  writer.commit({
    position: 1,
    clock: MARCH,
    alerts: [
      alert('a', { severity: 'critical' }),
      alert('b', { severity: 'critical', state: 'confirmed' }),
      alert('c', { severity: 'critical', state: 'withdrawn' }),
      alert('d', { severity: 'info' }),
    ],
  });
  expect(reader.openBySeverity()).toEqual({ info: 1, warning: 0, serious: 0, critical: 2 });
});
