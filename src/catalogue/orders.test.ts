import { describe, expect, it } from 'vitest';
import { ConfigError, problemText } from '../config/strict-yaml.ts';
import { parseTime } from '../model/beijing.ts';
import { loadCatalogue } from './load.ts';

const site = (more: string) => `sites:
  - id: s
    name: {zh: 厂, en: Plant}
    industry: cement
    exempt: [a-grade]
${more}
    outlets:
      - {id: k1, medium: flue-gas}
      - {id: k2, medium: flue-gas}
      - {id: p, medium: power, meter: {role: production}}
`;

const load = (more: string) => loadCatalogue([{ name: 'c.yaml', text: site(more) }], new Map()).outlets;

function problems(more: string): string {
  try {
    load(more);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((p) => problemText(p, 'en')).join('\n');
    throw error;
  }
  return '';
}

describe('orders and filings of a site', () => {
  it('reach the outlets that they name, and all where they name none', () => {
    const outlets = load(`    orders:
      - {id: A, kind: emergency, served: 2026-01-04 18:00, from: 2026-01-05, to: 2026-01-08, reduce: 30, outlets: [k1]}
      - {id: B, kind: stop, served: 2026-03-02, to: 2026-04-02}
      - {id: C, kind: correction, served: 2026-03-02}
    filings:
      - {kind: bypass, from: 2026-03-05, to: 2026-03-06, outlets: [k2]}`);
    const ids = (outlet: string) => outlets.get(outlet)!.orders!.map(({ id }) => id);
    expect(['k1', 'k2', 'p'].map(ids)).toEqual([
      ['A', 'B', 'C'],
      ['B', 'C'],
      ['B', 'C'],
    ]);
    expect(outlets.get('k1')!.orders).toMatchObject([
      {
        kind: 'emergency',
        start: parseTime('2026-01-05'),
        end: parseTime('2026-01-08'),
        reduce: 0.3,
        exempt: ['a-grade'],
      },
      { kind: 'stop', start: parseTime('2026-03-02'), reduce: 1, exempt: [] },
      { kind: 'correction', end: Number.POSITIVE_INFINITY },
    ]);
    expect(outlets.get('k2')!.filings).toEqual([
      { kind: 'bypass', start: parseTime('2026-03-05'), end: parseTime('2026-03-06') },
    ]);
    expect(outlets.get('k1')!.filings).toEqual([]);
  });

  it('let a meter that names no outlet measure for every one that discharges', () => {
    expect(load('').get('p')!.meter!.serves).toEqual(['k1', 'k2']);
  });

  const order = (rest: string) => `    orders: [{id: A, served: 2026-03-02, ${rest}}]`;
  it.each([
    [order('kind: emergancy, to: 2026-03-05, reduce: 30'), /^c\.yaml:6:\d+ .*"emergancy"; did you mean "emergency"\?/],
    [order('kind: emergency, to: 2026-03-05'), /how much production must cease .* is missing/],
    [order('kind: staggered, reduce: 100'), /the end \(to\) of staggered production is missing/],
    [order('kind: stop, to: 2026-03-01'), /it ends no later than it begins/],
    [order('kind: correction, reduce: 30'), /reduces no production/],
    [order('kind: limit, to: 2026-05-01, reduce: 130'), /130 is out of range: must be ≤ 100/],
    [order('kind: correction, outlets: [k3]'), /no such outlet of this site "k3"; did you mean "k1"\?/],
    [order('kind: correction, sreved: 2026-03-02'), /no such key "sreved"; did you mean "served"\?/],
    [order('kind: correction, to: tomorrow'), /"tomorrow" is not a time like 2026-03-01 08:00/],
    ['    orders: [{id: A, kind: correction}]', /served: missing/],
    ['    filings: [{kind: bypas, from: 2026-03-02, to: 2026-03-03}]', /did you mean "bypass"\?/],
    [
      '    orders: [{id: A, kind: correction, served: 2026-03-02}, {id: A, kind: correction, served: 2026-03-09}]',
      /order "A" is given twice/,
    ],
  ])('are refused as %s with file, line and what is meant', (more, expected) => {
    expect(problems(more)).toMatch(expected);
  });
});
