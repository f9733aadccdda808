import { describe, expect, it } from 'vitest';
import type { Alert } from '../model/alert.ts';
import { DAY_MS, HOUR_MS } from '../model/beijing.ts';
import { sampleAlert } from '../store/samples.ts';
import { queueOf, weigh } from './evidence.ts';
import { LeadBook } from './lead-book.ts';

const TERMS = { lead: 1, review: 0.6, layers: 2, withinDays: 3 };
const MARCH = Date.UTC(2026, 2, 9, 16);

function signal(id: string, score: number, layers: string[], dayOffset = 0): Alert {
  return sampleAlert({
    id,
    rule: id,
    kind: 'falsification',
    severity: 'warning',
    state: 'confirmed',
    start: MARCH + dayOffset * DAY_MS,
    end: MARCH + dayOffset * DAY_MS + HOUR_MS,
    facts: { score, layers },
  });
}

const queue = (...alerts: Alert[]) => queueOf(weigh(alerts, TERMS));

describe('evidence together (falsification.md §0, §4)', () => {
  it('one impossibility makes a lead', () => {
    expect(queue(signal('a', 1, ['logger']))).toBe('enforcement');
  });

  it('one weak signal is for review, a weaker one for nobody', () => {
    expect(queue(signal('a', 0.6, ['emission/a21002']))).toBe('review');
    expect(queue(signal('a', 0.3, ['emission/a21002']))).toBeUndefined();
  });

  it('two sensors make a lead; two signals of one sensor count once', () => {
    expect(queue(signal('a', 0.6, ['emission/a21002']), signal('b', 0.6, ['emission/a34013']))).toBe('enforcement');
    expect(queue(signal('a', 0.6, ['emission/a21002']), signal('b', 0.6, ['emission/a21002']))).toBe('review');
  });

  it('a layer named as a whole is every sensor of it', () => {
    expect(queue(signal('a', 0.6, ['emission']), signal('b', 0.6, ['emission/a21002']))).toBe('review');
    expect(queue(signal('a', 0.6, ['marks', 'process']), signal('b', 0.6, ['emission/a21002']))).toBe('enforcement');
  });

  it('exactly 1.0 in thirds: 0.3 + 0.3 + 0.4', () => {
    const three = [signal('a', 0.3, ['x']), signal('b', 0.3, ['y']), signal('c', 0.4, ['z'])];
    expect(queue(...three)).toBe('enforcement');
    expect(queue(three[0]!, three[1]!)).toBe('review');
  });

  it('signals four days apart do not speak of one act', () => {
    const [a, far] = [signal('a', 0.6, ['x']), signal('b', 0.6, ['y'], 4)];
    expect(queue(a, far)).toBe('review');
    expect(queue(a, signal('b', 0.6, ['y'], 3))).toBe('enforcement');
  });

  it('says what counted', () => {
    const evidence = weigh([signal('a', 0.6, ['x']), signal('b', 0.4, ['x']), signal('c', 0.3, ['y'])], TERMS);
    expect(evidence).toEqual({
      score: 0.9,
      layers: ['x', 'y'],
      alerts: ['a', 'c'],
      decisive: false,
      needed: { lead: 1, review: 0.6, layers: 2 },
    });
  });
});

describe('acts of people again and again', () => {
  const again = { ...TERMS, again: { rules: ['rewritten'], score: 0.2, withinDays: 14 } };
  const act = (day: number, rule = 'rewritten', factor = 'a21002') => {
    const alert = signal(`${rule} ${factor} ${day}`, 0.6, [`emission/${factor}`], day);
    return { ...alert, rule, factor };
  };
  const weighed = (...alerts: Alert[]) => queueOf(weigh(alerts, again));

  it('three separate acts in a fortnight make a lead, two do not', () => {
    expect(weighed(act(0), act(5))).toBe('review');
    expect(weighed(act(0), act(5), act(10))).toBe('enforcement');
    expect(weigh([act(0), act(5), act(10)], again)).toMatchObject({ score: 1, decisive: true, acts: 3 });
  });

  it('acts longer ago, of another rule or of another sensor do not add up', () => {
    expect(weighed(act(0), act(10), act(20))).toBe('review');
    expect(weighed(act(0, 'level'), act(5, 'level'), act(10, 'level'))).toBe('review');
    expect(weighed(act(0), act(5, 'rewritten', 'a34013'), act(10, 'rewritten', 'a21026'))).toBe('review');
  });

  it('what lasts is one alert and one act', () => {
    expect(weighed({ ...act(0), end: act(0).start + 9 * DAY_MS })).toBe('review');
  });
});

describe('the lead book with signals', () => {
  const points = { info: 0, warning: 20, serious: 50, critical: 70 };
  const rates = {
    perExtraAlert: 4,
    extraAlertsMax: 12,
    perExtraDay: 3,
    extraDaysMax: 12,
    perTenthOver: 1,
    overMax: 10,
  };
  const priority = { severity: points, ...rates, keyPolluter: 6 };
  const book = () =>
    new LeadBook({ from: 'serious', evidence: TERMS, priority }, () => ({
      name: { zh: '厂', en: 'plant' },
      keyPolluter: false,
    }));
  const confirmed = (alert: Alert) => ({ event: 'confirmed' as const, at: MARCH, alert, final: alert });

  it('a case for review becomes a lead when a second sensor agrees, and goes back when that is withdrawn', () => {
    const leads = book();
    const [first, second] = [signal('a', 0.6, ['emission/a21002']), signal('b', 0.6, ['process'])];
    expect(leads.follow([confirmed(first)])).toMatchObject([{ lead: { queue: 'review', severity: 'warning' } }]);
    expect(leads.follow([confirmed(second)])).toMatchObject([
      { lead: { queue: 'enforcement', severity: 'serious', evidence: { score: 1.2 } } },
    ]);
    const withdrawn: Alert = { ...second, state: 'withdrawn' };
    expect(leads.follow([{ event: 'withdrawn', at: MARCH, alert: withdrawn }])).toMatchObject([
      { lead: { queue: 'review', severity: 'warning', alerts: ['a'] } },
    ]);
  });

  it('weak signals open nothing by themselves and are remembered over a restart', () => {
    const [first, second] = [signal('a', 0.3, ['x']), signal('b', 0.3, ['y'])];
    const before = book();
    expect(before.follow([confirmed(first)])).toEqual([]);
    const after = book();
    after.restore([], new Map([[first.id, first]]));
    expect(after.follow([confirmed(second)])).toMatchObject([{ lead: { queue: 'review', alerts: ['a', 'b'] } }]);
  });

  it('provisional signals wait for the marking deadline', () => {
    expect(
      book().follow(
        [{ event: 'raised', at: MARCH, alert: signal('a', 1, ['x']) }].map((e) => ({
          ...e,
          event: 'raised' as const,
          alert: { ...e.alert, state: 'provisional' as const },
        })),
      ),
    ).toEqual([]);
  });
});
