import { describe, expect, it } from 'vitest';
import type { Alert } from '../../src/model/alert.ts';
import { DAY_MS } from '../../src/model/beijing.ts';
import type { Lead } from '../../src/model/lead.ts';
import { eventKind } from '../../src/simulator/script/events/index.ts';
import { sampleAlert } from '../../src/store/samples.ts';
import { MODES } from './modes.ts';
import { score } from './score.ts';
import { HONEST_DAYS, honestSite, trialsOf } from './trials.ts';

describe('trials', () => {
  const trials = trialsOf(5);

  it('every mode is done by one furnace, after the honest days, and its truth says so', () => {
    const done = trials.flatMap(({ scenario, cheats }) =>
      [...cheats].map(([furnace, mode]) => {
        const acts = scenario.events.filter((event) => {
          const says = eventKind(event.what).truth(event as never);
          return event.where === furnace && says.some(({ kind }) => kind === 'falsification');
        });
        const days = acts.map(({ from }) => Number(/^day (\d+)/.exec(from)![1]));
        expect(Math.min(...days), mode.id).toBeGreaterThan(HONEST_DAYS);
        return mode.id;
      }),
    );
    expect(done).toEqual(MODES.map(({ id }) => id));
  });

  it('beside them stands an honest furnace, and an honest site has none else', () => {
    const honest = (events: readonly { what: string; where: string }[]) =>
      events.every((event) =>
        eventKind(event.what)
          .truth(event as never)
          .every(({ kind }) => kind !== 'falsification'),
      );
    for (const { scenario, cheats } of trials) {
      const others = scenario.sites[0]!.furnaces.filter(({ id }) => !cheats.has(id));
      expect(others).toHaveLength(1);
      expect(honest(scenario.events.filter(({ where }) => where === others[0]!.id))).toBe(true);
    }
    expect(honest(honestSite(5, 'y0', 2, 60).events)).toBe(true);
  });

  it('are a function of the seed, and another seed is another life', () => {
    expect(trialsOf(5)).toEqual(trials);
    expect(trialsOf(6)[0]!.scenario.events).not.toEqual(trials[0]!.scenario.events);
  });
});

describe('score', () => {
  const day = (n: number) => n * DAY_MS;
  const alert = (id: string, outlet: string, from: number): Alert =>
    sampleAlert({
      id,
      rule: id,
      kind: 'falsification',
      severity: 'warning',
      outlet,
      start: day(from),
      end: day(from + 1),
    });
  const act = (outlet: string, from: number, to: number) =>
    ({ kind: 'falsification', site: 's', outlet, start: day(from), end: day(to), mode: 'F10', note: '' }) as const;
  const lead = (outlet: string, alerts: string[], queue: 'enforcement' | 'review') =>
    ({ cause: `falsification/${outlet}`, queue, alerts, evidence: { alerts } }) as unknown as Lead;

  it('a lead about a furnace in the days of its act is right, any other is wrong', () => {
    const alerts = [alert('a', 'f1', 20), alert('b', 'f2', 20), alert('c', 'f3', 3)];
    const one = score(
      {
        alerts: new Map(alerts.map((a) => [a.id, a])),
        truth: [act('f1', 19, 25), act('f3', 19, 25)],
        terms: { lead: 1, review: 0.6, layers: 2, withinDays: 0 },
        leads: [
          { lead: lead('f1', ['a'], 'enforcement'), at: day(23) },
          { lead: lead('f2', ['b'], 'enforcement'), at: day(23) },
          { lead: lead('f3', ['c'], 'review'), at: Number.NaN },
        ],
      },
      new Map([
        ['f1', { id: 'F10' }],
        ['f3', { id: 'F11' }],
      ]),
    );
    expect(one.wrongLeads).toEqual([expect.stringContaining('b (')]);
    expect(one).toMatchObject({ right: 1, wrong: 1, reviewRight: 0, reviewWrong: 1, falseSignals: { b: 1, c: 1 } });
    expect(one.furnaces).toMatchObject([
      { mode: 'F10', found: 'lead', delayDays: 4, rules: ['a'] },
      { mode: 'F11', found: null, rules: [] },
    ]);
  });
});
