import { describe, expect, it } from 'vitest';
import { LeadBook } from '../leads/lead-book.ts';
import type { AlertEvent, Finding } from '../model/alert.ts';
import { DAY_MS, HOUR_MS, parseTime } from '../model/beijing.ts';
import { AlertBook, type RuleTerms } from './alert-book.ts';

/** An exceedance that goes on day after day; marks of a day may come until noon of the day after the next (settle 36 h). */
const MARCH = parseTime('2026-03-01 00:00:00')!;
const at = (day: number, hour: number) => MARCH + day * DAY_MS + hour * HOUR_MS;
const RULE: RuleTerms = {
  id: 'daily',
  kind: 'exceedance',
  settleMs: 36 * HOUR_MS,
  ladder: [],
  says: ({ count }) => ({ zh: `${count} 天`, en: `${count} days` }),
};
const SUBJECT = { site: 's', outlet: 'o' };

function finding(start: number, end: number, asOf = end): Finding {
  return {
    rule: RULE.id,
    ruleVersion: '1',
    outlet: 'o',
    factor: 'a21005',
    from: start,
    to: end,
    start,
    end,
    asOf,
    value: 90,
    limit: 80,
    unit: 'mg/m3',
    severity: 'serious',
    covers: [],
    facts: {},
  };
}

const leadBook = () =>
  new LeadBook(
    {
      from: 'serious',
      evidence: { lead: 1, review: 0.6, layers: 2, withinDays: 1 },
      priority: {
        severity: { info: 0, warning: 20, serious: 50, critical: 70 },
        perExtraAlert: 4,
        extraAlertsMax: 12,
        perExtraDay: 3,
        extraDaysMax: 12,
        perTenthOver: 1,
        overMax: 10,
        keyPolluter: 0,
      },
    },
    () => ({ name: { zh: '厂', en: 'plant' }, keyPolluter: false }),
  );

/** Plays so many days, each exceeding, judged ten minutes after midnight, and settles every hour. */
function played(days: number, until: number) {
  const book = new AlertBook();
  const events: AlertEvent[] = [];
  for (let now = at(1, 0); now <= until; now += HOUR_MS) {
    const day = Math.floor((now - MARCH) / DAY_MS) - 1;
    const isMidnight = (now - MARCH) % DAY_MS === 0;
    if (isMidnight && day < days) {
      const window = { start: at(day, 0), end: at(day + 1, 0) };
      events.push(...book.reconcile(RULE, SUBJECT, window, [finding(window.start, window.end)], now));
    }
    events.push(...book.settle(now));
  }
  return { book, events };
}

describe('an alert that grows every day', () => {
  it('is final day by day, and as a whole when its last day is', () => {
    const { events } = played(10, at(14, 0));
    const told = events.map(({ event, at, alert, final }) => ({
      event,
      at,
      count: alert.count,
      final: final?.count ?? 0,
      until: alert.facts.finalUntil,
    }));
    expect(told.slice(0, 4)).toEqual([
      { event: 'raised', at: at(1, 0), count: 1, final: 0, until: undefined },
      { event: 'revised', at: at(2, 0), count: 2, final: 0, until: undefined },
      { event: 'revised', at: at(2, 12), count: 2, final: 1, until: '2026-03-02T00:00:00+08:00' },
      { event: 'revised', at: at(3, 0), count: 3, final: 1, until: '2026-03-02T00:00:00+08:00' },
    ]);
    expect(told.at(-1)).toEqual({ event: 'confirmed', at: at(11, 12), count: 10, final: 10, until: undefined });
    expect(told.filter(({ event }) => event === 'confirmed')).toHaveLength(1);
    expect(events.every(({ final }) => final === undefined || final.state === 'confirmed')).toBe(true);
  });

  it('opens its lead when its first day is final, with no day in it that is not, and the lead changes once a day', () => {
    const leads = leadBook();
    const told = leads.follow(played(10, at(14, 0)).events);
    expect(told.map(({ at, lead }) => [at, lead.end])).toEqual(
      Array.from({ length: 10 }, (_, day) => [at(day + 2, 12), at(day + 1, 0)]),
    );
  });

  it('a mark that takes a day out before its deadline never reaches the lead', () => {
    const { book, events } = played(3, at(3, 10));
    const lastDay = { start: at(2, 0), end: at(3, 0) };
    events.push(...book.reconcile(RULE, SUBJECT, lastDay, [], at(3, 11)));
    for (let now = at(3, 12); now < at(9, 0); now += HOUR_MS) events.push(...book.settle(now));
    const ends = leadBook()
      .follow(events)
      .map(({ lead }) => lead.end);
    expect(Math.max(...ends)).toBe(at(2, 0));
    expect([...book.alerts()]).toMatchObject([{ state: 'confirmed', count: 2 }]);
  });

  it('hour by hour within a day it is final with the day, or as a whole', () => {
    const book = new AlertBook();
    const events: AlertEvent[] = [];
    for (let hour = 20; hour < 28; hour++) {
      const window = { start: at(0, hour), end: at(0, hour + 1) };
      events.push(...book.reconcile(RULE, SUBJECT, window, [finding(window.start, window.end)], window.end));
    }
    for (let now = at(1, 4); now < at(4, 0); now += HOUR_MS) events.push(...book.settle(now));
    expect(events.slice(8).map(({ event, at, final }) => [event, at, final?.count])).toEqual([
      ['revised', at(2, 12), 4],
      ['confirmed', at(2, 16), 8],
    ]);
  });

  it('a restart knows what is final, and goes on as if there had been none', () => {
    const { book, events } = played(4, at(4, 3));
    const { put } = book.takeChanges();
    const again = new AlertBook();
    again.restore(RULE, SUBJECT, put, [...book.alerts()], at(4, 3));
    expect([...again.finals()]).toEqual([...book.finals()]);
    const grown = finding(at(4, 0), at(5, 0));
    const ends = [book, again].map((one) => {
      const more = one.reconcile(RULE, SUBJECT, { start: at(4, 0), end: at(5, 0) }, [grown], at(5, 0));
      for (let now = at(5, 0); now < at(8, 0); now += HOUR_MS) more.push(...one.settle(now));
      return more;
    });
    expect(ends[1]).toEqual(ends[0]);
    expect(events.length).toBeGreaterThan(4);
  });

  it('what was confirmed and grows again keeps its state, and its lead waits for the new day', () => {
    const book = new AlertBook();
    const window = (day: number) => ({ start: at(day, 0), end: at(day + 1, 0) });
    const put = (day: number, now: number) =>
      book.reconcile(RULE, SUBJECT, window(day), [finding(at(day, 0), at(day + 1, 0))], now);
    const events = [...put(0, at(1, 0)), ...book.settle(at(3, 0)), ...put(1, at(3, 1)), ...book.settle(at(5, 0))];
    expect(events.map(({ event, alert, final }) => [event, alert.state, alert.count, final?.count])).toEqual([
      ['raised', 'provisional', 1, undefined],
      ['confirmed', 'confirmed', 1, 1],
      ['revised', 'confirmed', 2, 1],
      ['revised', 'confirmed', 2, 2],
    ]);
  });
});
