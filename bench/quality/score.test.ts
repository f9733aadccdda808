import { describe, expect, it } from 'vitest';
import type { Labels } from './falsify.ts';
import { type Alert, Scorer } from './score.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Ten days of hours, two of warm-up; one event of 8 h on day 3, one of 40 h from day 5, a benign one on day 8. */
const labels: Labels = {
  series: 's',
  channel: 'x',
  period: HOUR,
  start: 0,
  end: 10 * DAY,
  warmupEnd: 2 * DAY,
  events: [
    { id: '1', kind: 'clip', benign: false, start: 3 * DAY, end: 3 * DAY + 8 * HOUR },
    { id: '2', kind: 'scale', benign: false, start: 5 * DAY, end: 5 * DAY + 40 * HOUR },
    { id: '3', kind: 'outage', benign: true, start: 8 * DAY, end: 8 * DAY + 6 * HOUR },
  ],
  ignore: [{ start: 9 * DAY, end: 9 * DAY + 12 * HOUR }],
};

const alert = (start: number, end: number, more: Partial<Alert> = {}): Alert => ({
  series: 's',
  start,
  end,
  at: end,
  kind: 'clip',
  score: 0.9,
  ...more,
});

describe('the scorer of the falsification benchmark', () => {
  it('counts an event as found where half of the alert lies in its window', () => {
    // window of event 1: 8 h + max(1 h, 2 samples, a quarter = 2 h) = 10 h long
    const half = new Scorer([labels], [alert(3 * DAY - 4 * HOUR, 3 * DAY + 4 * HOUR)]).at(0.5);
    expect([half.detected, half.falseLeads]).toEqual([1, 0]);
    const less = new Scorer([labels], [alert(3 * DAY - 5 * HOUR, 3 * DAY + 4 * HOUR)]).at(0.5);
    expect([less.detected, less.falseLeads]).toEqual([0, 1]);
    const inGrace = new Scorer([labels], [alert(3 * DAY + 9 * HOUR, 3 * DAY + 10 * HOUR)]).at(0.5);
    expect(inGrace.detected).toBe(1);
    const after = new Scorer([labels], [alert(3 * DAY + 11 * HOUR, 3 * DAY + 12 * HOUR)]).at(0.5);
    expect([after.detected, after.falseLeads]).toEqual([0, 1]);
  });

  it('joins false alerts within two samples and counts a long one once a day', () => {
    const joined = new Scorer(
      [labels],
      [alert(4 * DAY, 4 * DAY + HOUR), alert(4 * DAY + 3 * HOUR, 4 * DAY + 4 * HOUR)],
    ).at(0.5);
    expect(joined.falseLeads).toBe(1);
    const apart = new Scorer(
      [labels],
      [alert(4 * DAY, 4 * DAY + HOUR), alert(4 * DAY + 4 * HOUR, 4 * DAY + 5 * HOUR)],
    ).at(0.5);
    expect(apart.falseLeads).toBe(2);
    const long = new Scorer([labels], [alert(7 * DAY, 7 * DAY + 30 * HOUR)]).at(0.5);
    expect([long.falseLeads, long.benignFalse]).toEqual([2, 1]);
  });

  it('leaves out the warm-up, ignored stretches and scores below the threshold', () => {
    const none = new Scorer(
      [labels],
      [
        alert(DAY, DAY + HOUR),
        alert(9 * DAY + HOUR, 9 * DAY + 2 * HOUR),
        alert(4 * DAY, 4 * DAY + HOUR, { score: 0.4 }),
      ],
    ).at(0.5);
    expect([none.detected, none.falseLeads]).toEqual([0, 0]);
  });

  it('sums up to precision, recall, F1, false leads a month and delay', () => {
    const scorer = new Scorer(
      [labels],
      [
        alert(5 * DAY + 2 * HOUR, 5 * DAY + 9 * HOUR, { kind: 'scale', at: 5 * DAY + 6 * HOUR }),
        alert(5 * DAY + 9 * HOUR, 5 * DAY + 12 * HOUR, { kind: 'clip' }),
        alert(4 * DAY, 4 * DAY + HOUR, { score: 0.6 }),
      ],
    );
    const m = scorer.at(0.5);
    // one of two events, one false lead: precision 1/2, recall 1/2, F1 1/2
    expect([m.precision, m.recall, m.f1, m.macroRecall]).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(m.delayHoursMedian).toBe(6);
    expect(m.delayRelativeMedian).toBeCloseTo(6 / 40, 9);
    expect(m.kindAccuracy).toBe(1);
    // watched: 8 days less windows of 10 h and 50 h, less 12 h ignored = 192 - 72 = 120 h
    expect(scorer.outletMonths).toBeCloseTo(5 / 30.44, 9);
    expect(m.falsePerMonth).toBeCloseTo(30.44 / 5, 9);
    // score 0.9: recall 1/2 at precision 1; at 0.6 nothing new: area 1/2
    const sweep = scorer.sweep();
    expect(sweep.prAuc).toBe(0.5);
    expect(sweep.recallAtBudget).toEqual({ '0.1': 0.5, '1': 0.5, '5': 0.5 });
    expect([sweep.bestF1, sweep.bestThreshold]).toEqual([2 / 3, 0.9]);
  });
});
