import { describe, expect, it } from 'vitest';
import { loadRuleFolder } from '../app/rule-folder.ts';
import { loadCatalogue } from '../catalogue/load.ts';
import { parseTime } from '../model/beijing.ts';
import { GRAIN_ID, packChannel, STAT_ID } from '../model/channel.ts';
import { factorName } from '../model/factors.ts';
import { Flag } from '../model/flag.ts';
import { Engine } from './engine.ts';

/**
 * PWR-01 over the engine's own clock: what a meter tells late judges its outlet again, which a rule test cannot show,
 * since it sees only what stands in the end.
 */
const { rulebook, standards } = await loadRuleFolder();
const RULE = 'pwr-treatment-off';
const rules = { ...rulebook, rules: rulebook.rules.filter(({ id }) => id === RULE) };

const CATALOGUE = `sites:
  - id: s
    name: 厂
    industry: cement
    outlets:
      - {id: k, medium: flue-gas}
      - {id: p, medium: power, meter: {role: production, ratedKw: 400, serves: [k]}}
      - {id: t, medium: power, meter: {role: treatment, ratedKw: 100, serves: [k]}}
`;

const at = (clock: string) => parseTime(`2026-03-02 ${clock}`);

function plant() {
  const engine = new Engine(loadCatalogue([{ name: 'c.yaml', text: CATALOGUE }], standards), rules, factorName);
  const told: [string, string][] = [];
  const write = (outlet: string, factor: string, minute: number, value: number) => {
    const channel = packChannel(engine.factors.of(factor), GRAIN_ID.minute, STAT_ID.avg);
    engine.write(engine.numberOf(outlet)!, channel, minute, minute + 60_000, value, Flag.NORMAL);
  };
  return {
    /** production of 300 kW, and what treatment reports, arriving minute by minute; undefined = nothing */
    run(from: string, to: string, treatment: (minute: number) => [factor: string, value: number] | undefined) {
      for (let minute = at(from); minute < at(to); minute += 60_000) {
        const reported = treatment((minute - at(from)) / 60_000);
        for (const [outlet, reading] of [
          ['p', ['kw', 300] as const],
          ['t', reported],
        ] as const) {
          engine.seen(engine.numberOf(outlet)!, minute + 60_000);
          if (reading) write(outlet, reading[0], minute, reading[1]);
        }
        for (const { event, alert } of engine.advance(minute + 60_000)) told.push([event, alert.outlet!]);
      }
    },
    late(factor: string, from: string, to: string, value: number) {
      for (let minute = at(from); minute < at(to); minute += 60_000) write('t', factor, minute, value);
    },
    told,
    alerts: () => [...engine.alerts.alerts()],
  };
}

describe('late data of a meter judge its outlet again', () => {
  it('accuses once a gap turns out to be a standstill, and from its beginning', () => {
    const { run, late, told, alerts } = plant();
    run('00:00', '05:30', (m) => (m >= 60 && m < 120 ? undefined : ['kw', 80]));
    expect(told).toEqual([]);
    late('kw', '01:00', '02:00', 0);
    run('05:30', '07:00', () => ['kw', 80]);
    expect(told).toEqual([['raised', 'k']]);
    expect(alerts()).toMatchObject([{ start: at('01:00'), end: at('02:00'), value: 60 }]);
  });

  it('takes the accusation back once active power shows that treatment ran while its counter stood still', () => {
    const { run, late, told, alerts } = plant();
    run('00:00', '05:30', (m) => ['i33201', 1000 + Math.min(m, 60) + Math.max(0, m - 120)]);
    expect(told.map(([event]) => event)).toEqual(['raised', 'revised']);
    // The record of 01:00 still rose, the next that does is of 02:01.
    expect(alerts()).toMatchObject([{ start: at('01:01'), end: at('02:01'), value: 60 }]);
    late('kw', '01:01', '02:01', 55);
    run('05:30', '07:00', (m) => ['i33201', 1270 + m]);
    expect(told.at(-1)).toEqual(['withdrawn', 'k']);
    expect(alerts()).toEqual([]);
  });
});
