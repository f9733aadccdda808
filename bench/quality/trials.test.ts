import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Spec, stampOf, trials } from './trials.ts';

const root = path.join(import.meta.dirname, '../../fixtures/quality');

describe('a suite', () => {
  const spec = JSON.parse(readFileSync(path.join(root, 'suite.json'), 'utf8')) as Spec;
  const daily = { ...spec, series: spec.series.filter(({ name }) => name === 'melbourne.ammonia') };
  const made = [...trials(daily, root)];

  it('is the suite that the reference tool makes from the same seed, to the byte', () => {
    // sha256 of what `falsify.py suite` (Python 3.11) wrote for this suite
    expect(
      Object.fromEntries(
        made.map(({ csv, labels }) => [labels.series, createHash('sha256').update(csv).digest('hex').slice(0, 16)]),
      ),
    ).toEqual({
      'melbourne.ammonia.clean': '0eafc035e8fe98a2',
      'melbourne.ammonia.f1': '6d24b43209f86b6b',
      'melbourne.ammonia.f2': 'fa1b3d47c9c0936b',
    });
  });

  it('labels exactly what was changed', () => {
    const [clean, one] = made;
    const before = clean!.csv.split('\n');
    const changed = one!.csv.split('\n').filter((line, i) => line !== before[i]);
    const spans = one!.labels.events.map(({ start, end }) => [stampOf(start), stampOf(end)] as const);
    expect(changed.length).toBeGreaterThan(100);
    for (const line of changed) {
      const time = line.split(',')[0]!;
      expect(
        spans.some(([a, b]) => a <= time && time <= b),
        time,
      ).toBe(true);
    }
    for (const [a, b] of spans) {
      const times = changed.map((line) => line.split(',')[0]);
      expect([times.includes(a), times.includes(b)]).toEqual([true, true]);
    }
  });
});
