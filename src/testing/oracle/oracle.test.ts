import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from '../../app/replay.ts';
import { loadRuleFolder } from '../../app/rule-folder.ts';
import { Catalogue } from '../../catalogue/catalogue.ts';
import { Engine } from '../../engine/engine.ts';
import { Arrivals } from '../../ingest/arrivals.ts';
import { adjudicate } from '../../ledger/adjudicate.ts';
import { DayView } from '../../ledger/view.ts';
import type { Alert } from '../../model/alert.ts';
import { dateText, dayOf, minuteText } from '../../model/beijing.ts';
import { GRAIN_ID, GRAIN_MS, packChannel, STAT_ID } from '../../model/channel.ts';
import { factorName } from '../../model/factors.ts';
import { flagOf } from '../../model/flag.ts';
import type { Outlet, Site } from '../../model/outlet.ts';
import {
  type Arrival,
  dayPlan,
  furnacePlan,
  longPlan,
  marksOf,
  type Plan,
  quotaPlan,
  rowsOf,
  startOf,
} from './plan.ts';
import { endOfRecord, POLLUTANTS, Reference, type Told } from './reference.ts';

/**
 * The engine against a slow reference, on random furnaces. Everyday runs are the same each time; a longer storm is
 * `FLUEWATCH_CASES=20000 npx vitest run src/testing/oracle`, which draws a seed of its own unless FLUEWATCH_SEED names
 * one. A failure prints its seed and the smallest case that still fails.
 */
const CASES = Number(process.env.FLUEWATCH_CASES ?? 300);
const seed = process.env.FLUEWATCH_SEED ?? (process.env.FLUEWATCH_CASES ? undefined : '20260302');
const storm = (share: number): fc.Parameters<[Plan]> => {
  return { numRuns: Math.ceil(CASES * share), ...(seed === undefined ? {} : { seed: Number(seed) }) };
};
/** ms; a bound for a hung run, not a measure */
const PATIENCE = 600_000 + 1000 * CASES;

const RULES = [
  'wte-daily-mean',
  'wte-exempted-day',
  'wte-furnace-temperature',
  'wte-maintenance-quota',
  'wte-missing-data',
  'wte-month-ladder',
];
const folder = await loadRuleFolder();
const rulebook = { ...folder.rulebook, rules: folder.rulebook.rules.filter(({ id }) => RULES.includes(id)) };
const isPollutant = (factor: string) => (POLLUTANTS as readonly string[]).includes(factor);
const VALIDITY = { minMinutes: 45, minHours: 20 };

const name = { zh: '一号炉', en: 'Furnace 1' };
const outlet: Outlet = {
  id: 'furnace',
  site: 'plant',
  name,
  medium: 'flue-gas',
  devices: [],
  standard: 'gb18485-2014',
  limits: [],
  channels: {},
};
const site: Site = {
  id: 'plant',
  name,
  region: '',
  industry: 'waste-incineration',
  keyPolluter: true,
  permitManagement: 'key',
  demonstration: false,
  outlets: [outlet],
};

function played(plan: Plan, rows: readonly Arrival[]): Engine {
  const engine = new Engine(new Catalogue([site], folder.standards), rulebook, factorName);
  const arrivals = new Arrivals();
  for (const { factor, grain, stat, at, sentAt, value, flag, arrivedAt } of rows) {
    const channel = packChannel(engine.factors.of(factor), GRAIN_ID[grain], STAT_ID[stat]);
    arrivals.push(engine.numberOf(outlet.id)!, channel, at, sentAt, value, flagOf(flag), arrivedAt);
  }
  replay(engine, arrivals, marksOf(plan, outlet.id), () => {});
  return engine;
}

/** What the engine says, where it is what the reference says but for floating-point dust: then the latter. */
function settled(got: number | null, wanted: number | undefined): number | undefined {
  const value = got === null || Number.isNaN(got) ? undefined : got;
  return value !== undefined && wanted !== undefined && Math.abs(value - wanted) < 2e-6 ? wanted : value;
}

function expectDay(view: DayView, reference: Reference, factor: string): void {
  const { raw, rawHours, judged, judgedHours } = adjudicate(view, factor, VALIDITY);
  const hours = Array.from({ length: 24 }, (_, h) => reference.hour(factor, view.day, h));
  const day = reference.day(factor, view.day);
  const of = `${factor} ${dateText(view.day)}`;
  expect({
    of,
    day: { raw: settled(raw.value, day.raw), judged: settled(judged.value, day.judged) },
    hours: hours.map((hour, h) => ({
      raw: settled(rawHours.values[h]!, hour.raw),
      judged: settled(judgedHours.values[h]!, hour.judged),
    })),
  }).toEqual({ of, day, hours });
}

const nameOf = ({ rule, factor, start, end, count }: Omit<Told, 'value' | 'limit'>) =>
  `${rule} ${factor ?? '-'} ${minuteText(start)} – ${minuteText(end)} x${count}`;
const byName = (a: { alert: string }, b: { alert: string }) => (a.alert < b.alert ? -1 : 1);

function expectAlerts(alerts: Iterable<Alert>, told: readonly Told[]): void {
  const wanted = told.map((one) => ({ alert: nameOf(one), value: one.value, limit: one.limit })).sort(byName);
  const said = [...alerts].map((one) => ({ alert: nameOf(one), value: one.value, limit: one.limit })).sort(byName);
  expect(
    said.map(({ alert, value, limit }, i) => ({
      alert,
      value: settled(value, wanted[i]?.value),
      limit: settled(limit, wanted[i]?.limit),
    })),
  ).toEqual(wanted);
}

function holds(plan: Plan): void {
  const rows = rowsOf(plan);
  if (rows.length === 0) return;
  const reference = new Reference(rows, marksOf(plan, outlet.id));
  const engine = played(plan, rows);
  const first = dayOf(startOf(plan));
  for (let day = first; day < first + plan.days; day++) {
    const view = new DayView(engine.ledger(outlet.id)!, day);
    for (const { factor } of plan.channels) if (isPollutant(factor)) expectDay(view, reference, factor);
  }
  const lastData = rows.reduce((last, { at, grain }) => Math.max(last, at + GRAIN_MS[grain]), 0);
  expectAlerts(engine.alerts.alerts(), reference.told(endOfRecord(lastData)));
}

describe('means, conversions, quotas and the rules of the incinerator core agree with a slow reference', () => {
  it.each([
    ['days by the minute', dayPlan, 0.6],
    ['furnace temperatures', furnacePlan, 0.25],
    ['quotas over the ends of quarters and years', quotaPlan, 0.14],
    ['weeks over the ends of quarters and years', longPlan, 0.01],
  ] as const)(
    '%s',
    (_, plans, share) => {
      fc.assert(fc.property(plans, holds), storm(share));
    },
    PATIENCE,
  );
});
