import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from '../../app/replay.ts';
import { loadRuleFolder } from '../../app/rule-folder.ts';
import { Catalogue } from '../../catalogue/catalogue.ts';
import { Engine } from '../../engine/engine.ts';
import { Arrivals } from '../../ingest/arrivals.ts';
import type { Alert } from '../../model/alert.ts';
import { dayOf, HOUR_MS, minuteText, parseTime } from '../../model/beijing.ts';
import { GRAIN_ID, packChannel, STAT_ID } from '../../model/channel.ts';
import { factorName } from '../../model/factors.ts';
import { flagOf } from '../../model/flag.ts';
import type { Mark } from '../../model/mark.ts';
import type { Outlet, Site } from '../../model/outlet.ts';

/**
 * Rates of a quarter and flow-weighted days against what the clauses say, worked out by counting: capture rate (HJ 75,
 * VAL-01), transmission rate in both definitions (VAL-03), daily mean of waste water (GB 18918 4.1.4.2, VAL-04, LIM-03).
 */
const CASES = Number(process.env.FLUEWATCH_CASES ?? 100);
/** A quarter is 2 184 hours, a case of waste water ten days. */
const QUARTERS = Math.ceil(CASES / 3);
const SEED = Number(process.env.FLUEWATCH_SEED ?? 20260402);
const { rulebook: all, standards } = await loadRuleFolder();

interface Row {
  factor: string;
  at: number;
  value: number;
  flag: string;
}

function alertsOf(rules: string[], outlet: Outlet, industry: string, rows: readonly Row[], marks: Mark[]): Alert[] {
  const name = { zh: '厂', en: 'plant' };
  const site: Site = {
    id: 'plant',
    name,
    region: '330110',
    industry,
    keyPolluter: true,
    permitManagement: 'key',
    demonstration: false,
    outlets: [outlet],
  };
  const rulebook = { ...all, rules: all.rules.filter(({ id }) => rules.includes(id)) };
  const engine = new Engine(new Catalogue([site], standards), rulebook, factorName);
  const arrivals = new Arrivals();
  for (const { factor, at, value, flag } of rows) {
    const channel = packChannel(engine.factors.of(factor), GRAIN_ID.hour, STAT_ID.avg);
    arrivals.push(0, channel, at, at + HOUR_MS, value, flagOf(flag), at + HOUR_MS);
  }
  replay(engine, arrivals, marks, () => {});
  return [...engine.alerts.alerts()];
}

const outletOf = (medium: Outlet['medium'], more: Partial<Outlet> = {}): Outlet => ({
  id: 'outlet',
  site: 'plant',
  name: { zh: '口', en: 'outlet' },
  medium,
  devices: [],
  limits: [],
  channels: {},
  ...more,
});

/** What the hours of a span bring: good data, data flagged as faulty, nothing, or a filed stop without data. */
const KINDS = ['good', 'faulty', 'gap', 'stopped'] as const;
type Kind = (typeof KINDS)[number];

const START = parseTime('2026-04-01');
const QUARTER_HOURS = 91 * 24;

/** A kind for each hour of the quarter; good at both ends, so that the quarter is whole. */
const quarter = fc
  .array(fc.tuple(fc.constantFrom<Kind>('good', 'good', ...KINDS), fc.integer({ min: 1, max: 200 })), {
    minLength: 10,
    maxLength: 40,
  })
  .map((spans) => {
    const hours: Kind[] = spans.flatMap(([kind, length]) => Array<Kind>(length).fill(kind)).slice(0, QUARTER_HOURS);
    while (hours.length < QUARTER_HOURS) hours.push('good');
    hours[0] = 'good';
    hours[QUARTER_HOURS - 1] = 'good';
    return hours;
  });

function stopsOf(hours: readonly Kind[]): Mark[] {
  const marks: Mark[] = [];
  hours.forEach((kind, h) => {
    if (kind !== 'stopped') return;
    const start = START + h * HOUR_MS;
    const last = marks.at(-1);
    if (last?.end === start) last.end = start + HOUR_MS;
    else {
      const id = `stop-${h}`;
      marks.push({ id, outlet: 'outlet', kind: 'out-of-service', start, end: start + HOUR_MS, createdAt: start });
    }
  });
  return marks;
}

describe('rates of a quarter', () => {
  it('are counted as the clauses say', () => {
    const seen = { capture: 0, transmission: 0 };
    fc.assert(
      fc.property(quarter, (hours) => {
        const rows = hours.flatMap((kind, h): Row[] => {
          if (kind === 'gap' || kind === 'stopped') return [];
          return [{ factor: 'a21002', at: START + h * HOUR_MS, value: 100, flag: kind === 'good' ? 'N' : 'D' }];
        });
        const rules = ['air-capture-rate', 'air-transmission-rate'];
        const told = alertsOf(rules, outletOf('flue-gas'), 'thermal-power', rows, stopsOf(hours));
        const count = (kind: Kind) => hours.filter((one) => one === kind).length;
        const due = QUARTER_HOURS - count('stopped');
        const [valid, received] = [count('good'), count('good') + count('faulty')];

        // VAL-01: (hours − stopped − invalid) / (hours − stopped) against 75 %.
        const capture = told.find(({ rule }) => rule === 'air-capture-rate');
        expect(capture !== undefined).toBe(valid / due < 0.75);
        if (capture) {
          seen.capture++;
          expect(capture.value).toBeCloseTo((100 * valid) / due, 4);
          expect(capture.facts).toMatchObject({ validHours: valid, dueHours: due, stoppedHours: count('stopped') });
        }
        // VAL-03: transmission × validity, and valid / due, against 90 %.
        const transmission = told.find(({ rule }) => rule === 'air-transmission-rate');
        expect(transmission !== undefined).toBe(valid / due < 0.9);
        if (transmission) {
          seen.transmission++;
          expect(transmission.facts).toMatchObject({ due, received, valid, filedStop: count('stopped') });
          expect(transmission.facts.national).toBeCloseTo(100 * (received / due) * (valid / received), 4);
          expect(transmission.facts.zibo).toBeCloseTo((100 * valid) / due, 4);
        }
      }),
      { numRuns: QUARTERS, seed: SEED },
    );
    // Both outcomes were met, or the comparison would be empty.
    expect(seen.capture).toBeGreaterThan(QUARTERS / 20);
    expect(seen.transmission).toBeGreaterThan(seen.capture);
    expect(seen.transmission).toBeLessThan(QUARTERS);
  });
});

interface WaterHour {
  cod: number;
  /** L/s; zero: nothing is discharged */
  flow: number;
  kind: 'good' | 'faulty' | 'gap';
}

const waterHour: fc.Arbitrary<WaterHour> = fc.record({
  cod: fc.integer({ min: 200, max: 900 }).map((tenths) => tenths / 10),
  flow: fc.constantFrom(0, 5, 10, 20, 40, 40),
  kind: fc.constantFrom('good', 'good', 'good', 'good', 'good', 'good', 'faulty', 'gap'),
});

describe('days of waste water', () => {
  it('have the flow-weighted mean of their valid hours, where three quarters of the hours with discharge are valid', () => {
    let over = 0;
    let invalid = 0;
    const days = fc.array(fc.array(waterHour, { minLength: 24, maxLength: 24 }), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(days, (drawn) => {
        const rows: Row[] = [];
        const expected: [day: string, value: number][] = [];
        drawn.forEach((hours, d) => {
          let [due, valid, load, water] = [0, 0, 0, 0];
          hours.forEach(({ cod, flow, kind }, h) => {
            const at = START + (d * 24 + h) * HOUR_MS;
            rows.push({ factor: 'w00000', at, value: flow, flag: 'N' });
            if (kind !== 'gap') rows.push({ factor: 'w01018', at, value: cod, flag: kind === 'good' ? 'N' : 'D' });
            if (flow === 0) return;
            due++;
            if (kind !== 'good') return;
            valid++;
            load += cod * flow;
            water += flow;
          });
          if (valid < 0.75 * due) invalid++;
          else if (load / water > 50) expected.push([minuteText(START + d * 24 * HOUR_MS), load / water]);
        });
        over += expected.length;
        const outlet = outletOf('waste-water', { standard: 'gb18918-2002-1a', commissioned: dayOf(START) - 1000 });
        const told = alertsOf(['sewage-daily-mean'], outlet, 'sewage-works', rows, []);
        const windows = told.flatMap(({ facts }) => facts.windows as { start: string; value: number }[]);
        const got = windows.map(({ start, value }) => [minuteText(Date.parse(start)), value.toFixed(4)]).sort();
        expect(got).toEqual(expected.map(([day, value]) => [day, value.toFixed(4)]).sort());
      }),
      { numRuns: CASES, seed: SEED },
    );
    expect(over).toBeGreaterThan(CASES);
    expect(invalid).toBeGreaterThan(CASES / 10);
  });
});
