import { describe, expect, it } from 'vitest';
import { Catalogue } from '../../catalogue/catalogue.ts';
import { Engine } from '../../engine/engine.ts';
import { Arrivals } from '../../ingest/arrivals.ts';
import { dayOf, HOUR_MS, parseTime } from '../../model/beijing.ts';
import { GRAIN_ID, packChannel, STAT_ID } from '../../model/channel.ts';
import { factorName } from '../../model/factors.ts';
import { flagOf } from '../../model/flag.ts';
import type { Mark, MarkKind } from '../../model/mark.ts';
import type { Site } from '../../model/outlet.ts';
import { replay } from '../replay.ts';
import { loadRuleFolder } from '../rule-folder.ts';
import { transmissionRows } from './transmission.ts';

/** 2026-01-01: a quarter of 90 days, 2 160 h. */
const START = parseTime('2026-01-01');
const FIRST = dayOf(START);
const QUARTER = { from: FIRST, to: FIRST + 90 };

const { rulebook, standards } = await loadRuleFolder();

/** Hours of a quarter from their letters: `g` good, `d` flagged faulty, `_` never sent. */
function engineOf(factors: Record<string, string>, marks: [MarkKind, fromHour: number, toHour: number][]): Engine {
  const name = { zh: '厂', en: 'plant' };
  const outlet = {
    id: 'o',
    site: 's',
    name,
    medium: 'flue-gas' as const,
    devices: [],
    limits: [],
    channels: {},
  };
  const site: Site = {
    id: 's',
    name,
    region: '330110',
    industry: 'thermal-power',
    keyPolluter: true,
    permitManagement: 'key',
    demonstration: false,
    outlets: [outlet],
  };
  const rules = rulebook.rules.filter(({ id }) => id === 'air-transmission-rate');
  const engine = new Engine(new Catalogue([site], standards), { ...rulebook, rules }, factorName);
  const arrivals = new Arrivals();
  for (const [factor, hours] of Object.entries({ a19001: 'g'.repeat(2160), ...factors })) {
    const channel = packChannel(engine.factors.of(factor), GRAIN_ID.hour, STAT_ID.avg);
    [...hours].forEach((letter, h) => {
      if (letter === '_') return;
      const at = START + h * HOUR_MS;
      arrivals.push(0, channel, at, at + HOUR_MS, 30, flagOf(letter === 'g' ? 'N' : 'D'), at + HOUR_MS);
    });
  }
  replay(
    engine,
    arrivals,
    marks.map(([kind, from, to], i): Mark => {
      const start = START + from * HOUR_MS;
      return { id: `m${i}`, outlet: 'o', kind, start, end: START + to * HOUR_MS, createdAt: start };
    }),
    () => {},
  );
  return engine;
}

describe('effective transmission rates', () => {
  it('are counted by hand for a day: stops leave what is due, marks and flags what is valid', () => {
    // Day 2: 2 h out of service, 3 h never sent, 4 h flagged, 5 h under CEMS维护, 10 h good.
    const day2 = `${'_'.repeat(2)}${'_'.repeat(3)}${'d'.repeat(4)}${'g'.repeat(5)}${'g'.repeat(10)}`;
    const engine = engineOf({ a21026: `${'g'.repeat(24)}${day2}${'g'.repeat(2112)}` }, [
      ['out-of-service', 24, 26],
      ['device-invalid', 33, 38],
    ]);
    const days = { from: FIRST, to: FIRST + 2 };
    const rows = transmissionRows(engine, { outlet: 'o', days, by: 'day' })!;
    const full = { due: 24, filedStop: 0, received: 24, valid: 24, marked: 0, national: 100, target: 90 };
    // 22 due, 19 received, 10 valid: 19/22 = 86.364 %, 10/19 = 52.632 %, together 10/22 = 45.455 %.
    const part = { due: 22, filedStop: 2, received: 19, valid: 10, marked: 5 };
    const rates = { transmission: 86.363636, validity: 52.631579, national: 45.454545, zibo: 45.454545 };
    expect(rows).toMatchObject([
      { factor: 'a21026', period: { from: FIRST, to: FIRST + 1 }, ...full },
      { factor: null, ...full },
      { factor: 'a21026', period: { from: FIRST + 1, to: FIRST + 2 }, ...part, ...rates },
      { factor: null, ...part, ...rates },
    ]);
  });

  it('say of a quarter what the alert of the rule says, with its numerator and denominator', () => {
    // SO2 1 943 h, NOx 1 944 h of 2 160: (1943 + 1944) / 4320 = 89.977 %.
    const engine = engineOf({ a21026: `${'g'.repeat(1943)}d`, a21002: 'g'.repeat(1944) }, []);
    const [alert] = [...engine.alerts.alerts()];
    expect(alert).toMatchObject({ rule: 'air-transmission-rate', value: 89.976852, limit: 90 });
    const rows = transmissionRows(engine, { outlet: 'o', days: { from: FIRST + 40, to: FIRST + 41 }, by: 'quarter' })!;
    expect(rows.map(({ factor, valid }) => [factor, valid])).toEqual([
      ['a21026', 1943],
      ['a21002', 1944],
      [null, 3887],
    ]);
    const { national, due, received, valid, filedStop, period, counted, rule, ruleVersion } = rows.at(-1)!;
    expect([period, counted]).toEqual([QUARTER, QUARTER]);
    expect({ value: national, due, received, valid, filedStop, rule, ruleVersion }).toEqual({
      value: alert!.value,
      due: alert!.facts.due,
      received: alert!.facts.received,
      valid: alert!.facts.valid,
      filedStop: alert!.facts.filedStop,
      rule: alert!.rule,
      ruleVersion: alert!.ruleVersion,
    });
  });

  it('agree with the alert while the quarter still runs: only days that are over count', () => {
    // Ten days: of 240 h 215 are valid, 89.583 %.
    const engine = engineOf({ a21026: 'g'.repeat(215), a19001: 'g'.repeat(240) }, []);
    const [alert] = [...engine.alerts.alerts()];
    expect(alert).toMatchObject({ severity: 'info', value: 89.583333 });
    const counted = { from: FIRST, to: FIRST + 10 };
    for (const by of ['month', 'quarter'] as const) {
      const rows = transmissionRows(engine, { outlet: 'o', days: QUARTER, by })!;
      expect(rows.filter(({ factor }) => factor === null)).toMatchObject([
        { counted, due: 240, national: alert!.value },
      ]);
    }
  });

  it('have no row for a day that is not over, none without a rule, and nothing for an unknown outlet', () => {
    const engine = engineOf({ a21026: 'g'.repeat(2160) }, []);
    const after = { from: FIRST + 90, to: FIRST + 92 };
    expect(transmissionRows(engine, { outlet: 'o', days: after, by: 'day' })).toEqual([]);
    expect(transmissionRows(engine, { outlet: 'nowhere', days: QUARTER, by: 'day' })).toBeUndefined();
  });

  it('are null where a whole day is out of service: nothing was due', () => {
    const engine = engineOf({ a21026: `${'g'.repeat(24)}${'_'.repeat(24)}${'g'.repeat(2112)}` }, [
      ['out-of-service', 24, 48],
    ]);
    const [, all] = transmissionRows(engine, { outlet: 'o', days: { from: FIRST + 1, to: FIRST + 2 }, by: 'day' })!;
    expect(all).toMatchObject({ due: 0, filedStop: 24, national: null, zibo: null });
  });
});
