import { Catalogue } from '../../catalogue/catalogue.ts';
import { concerning } from '../../catalogue/orders.ts';
import type { StandardFile } from '../../catalogue/schema.ts';
import { Engine } from '../../engine/engine.ts';
import { Arrivals } from '../../ingest/arrivals.ts';
import { markOf } from '../../ingest/mark.ts';
import type { Alert } from '../../model/alert.ts';
import { byStart } from '../../model/alert-view.ts';
import { dayStart, MINUTE_MS, minuteText } from '../../model/beijing.ts';
import { GRAIN_ID, GRAIN_MS, type Grain, packChannel, STAT_ID } from '../../model/channel.ts';
import { factorName } from '../../model/factors.ts';
import { flagOf } from '../../model/flag.ts';
import type { Meter, Outlet, Site } from '../../model/outlet.ts';
import type { Text } from '../../model/text.ts';
import type { Rule, Rulebook } from '../../rulebook/rulebook.ts';
import { replay } from '../replay.ts';
import { parseSeries } from './notation.ts';
import { firstDayOf, momentAt, type RuleCase } from './schema.ts';

const OUTLET = 'test-outlet';

/** The limit table of a rule's industry, where a test does not name one. */
const USUAL_STANDARD: Record<string, string> = { 'waste-incineration': 'gb18485-2014' };

/** What is played: a rule among those it needs, and the limits it is held against. */
export interface Setting {
  rulebook: Rulebook;
  standards: ReadonlyMap<string, StandardFile>;
}

/** What differs from what a test expects, in words; empty = passed. */
export function runCase(setting: Setting, rule: Rule, test: RuleCase): { told: readonly Alert[]; differences: Text[] } {
  const played = playCase({ ...setting, rulebook: withParents(setting.rulebook, rule) }, rule, test);
  const told = played.told(rule.id);
  const found = differences(told, test, firstDayOf(test.start));
  const { limitsNotKnown: unknown } = played;
  if (told.length >= test.expect.length || unknown.size === 0) return { told, differences: found };
  const list = [...unknown].join(', ');
  const why = {
    zh: `没有限值可比：${list}；在用例中写 standard 或 limits`,
    en: `no limit is known for ${list}: give the case a standard or limits`,
  };
  return { told, differences: [...found, why] };
}

/** The alerts of a case, by rule. */
export interface Played {
  told(rule: string): Alert[];
  /** whether any rule asked for a limit */
  askedForLimit: boolean;
  /** `a21001 (hour)`: asked for in vain */
  limitsNotKnown: ReadonlySet<string>;
}

/** Plays a case to all rules of a rulebook at once, on an outlet such as `rule` is about. */
export function playCase({ rulebook, standards }: Setting, rule: Rule, test: RuleCase): Played {
  const catalogue = new ListeningCatalogue([siteOf(rule, test, standards)], standards);
  const engine = new Engine(catalogue, rulebook, factorName);
  const firstDay = firstDayOf(test.start);
  const arrivals = readings(engine, test, firstDay);
  const marks = test.marks.map(({ mark: kind, from, to, created, factor }) => {
    const [start, end] = [momentAt(from, firstDay), momentAt(to, firstDay)];
    const createdAt = created === undefined ? start : momentAt(created, firstDay);
    return markOf({ outlet: OUTLET, kind, start, end, createdAt, ...(factor ? { factor } : {}) });
  });
  replay(engine, arrivals, marks, () => {});
  const alerts = [...engine.alerts.alerts()].sort(byStart);
  const { asked: askedForLimit, inVain: limitsNotKnown } = catalogue;
  return { told: (id) => alerts.filter((alert) => alert.rule === id), askedForLimit, limitsNotKnown };
}

/** A catalogue that remembers whether a limit was asked for, and which it did not know. */
class ListeningCatalogue extends Catalogue {
  asked = false;
  readonly inVain = new Set<string>();

  override limit(...asked: Parameters<Catalogue['limit']>): ReturnType<Catalogue['limit']> {
    this.asked = true;
    const bound = super.limit(...asked);
    const [, factor, basis] = asked;
    if (!bound) this.inVain.add(`${factor} (${basis})`);
    return bound;
  }
}

/** Only the rule under test is judged, and those whose findings it counts. */
export function withParents(rulebook: Rulebook, rule: Rule): Rulebook {
  const { counts = [] } = rule.params as { counts?: string | string[] };
  return { ...rulebook, rules: rulebook.rules.filter(({ id }) => id === rule.id || [counts].flat().includes(id)) };
}

function siteOf({ scope }: Rule, test: RuleCase, standards: ReadonlyMap<string, StandardFile>): Site {
  const industry = test.industry ?? scope.industry?.[0] ?? 'other';
  const standard = test.standard ?? USUAL_STANDARD[industry];
  if (standard !== undefined && !standards.has(standard)) throw new Error(`no such standard "${standard}"`);
  const outlet: Outlet = {
    id: OUTLET,
    site: 'test-site',
    name: { zh: '测试排放口', en: 'Test outlet' },
    medium: test.medium ?? scope.medium?.[0] ?? 'flue-gas',
    devices: [],
    limits: test.limits,
    channels: test.channels,
    ...(standard === undefined ? {} : { standard }),
    ...(test.o2Reference === undefined ? {} : { o2Reference: test.o2Reference }),
    ...(test.commissioned === undefined ? {} : { commissioned: firstDayOf(test.commissioned) }),
    ...(test.meter === undefined ? {} : { meter: meterOf(test.meter) }),
    ...concerningOf(test, OUTLET),
  };
  const beside = test.beside.map(({ id, medium, meter }): Outlet => {
    const name = { zh: id, en: id };
    const measures = meter === undefined ? {} : { meter: meterOf(meter) };
    return {
      id,
      site: 'test-site',
      name,
      medium,
      devices: [],
      limits: [],
      channels: {},
      ...measures,
      ...concerningOf(test, id),
    };
  });
  return {
    id: 'test-site',
    name: { zh: '测试单位', en: 'Test site' },
    region: test.region ?? scope.region?.[0] ?? '',
    tags: test.tags ?? scope.tags ?? [],
    industry,
    keyPolluter: true,
    permitManagement: 'key',
    demonstration: false,
    outlets: [outlet, ...beside],
  };
}

const meterOf = ({ serves = [OUTLET], ...meter }: NonNullable<RuleCase['meter']>): Meter => ({ serves, ...meter });

/** Orders and filings of a case, as the catalogue would give them to an outlet. */
function concerningOf({ exempt, orders, filings, start }: RuleCase, outlet: string) {
  const firstDay = firstDayOf(start);
  const at = (moment: string) => momentAt(moment, firstDay);
  return concerning(
    {
      exempt,
      orders: orders.map(({ served, from, to, ...order }) => ({
        ...order,
        served: at(served),
        ...(from === undefined ? {} : { from: at(from) }),
        ...(to === undefined ? {} : { to: at(to) }),
      })),
      filings: filings.map(({ from, to, ...filing }) => ({ ...filing, from: at(from), to: at(to) })),
    },
    outlet,
  );
}

function readings(engine: Engine, test: RuleCase, firstDay: number): Arrivals {
  const arrivals = new Arrivals();
  for (const { id, series } of [{ id: OUTLET, series: test.series }, ...test.beside]) {
    fill(arrivals, engine, engine.numberOf(id)!, series, test, firstDay);
  }
  sendAgain(arrivals, engine, test, firstDay);
  return arrivals;
}

function sendAgain(arrivals: Arrivals, engine: Engine, test: RuleCase, firstDay: number): void {
  const source = engine.numberOf(OUTLET)!;
  for (const { factor, from, to, at: sentAt, values } of test.again) {
    const channel = packChannel(engine.factors.of(factor), GRAIN_ID.minute, STAT_ID.avg);
    const items = parseSeries(values);
    const [start, end] = [from, to].map((text) => momentAt(text, firstDay)) as [number, number];
    for (let at = start; at < end; at += MINUTE_MS) {
      const arrival = sentAt === 'live' ? at + MINUTE_MS : momentAt(sentAt, firstDay);
      const { value, flag } = items[Math.min(Math.floor((at - start) / test.step), items.length - 1)]!;
      if (value !== undefined) arrivals.push(source, channel, at, arrival, value, flagOf(flag), arrival);
    }
  }
}

function fill(
  arrivals: Arrivals,
  engine: Engine,
  source: number,
  channels: RuleCase['series'],
  test: RuleCase,
  firstDay: number,
): void {
  const start = dayStart(firstDay);
  const end = dayStart(firstDay + test.days);
  const late = test.late.map(({ from, to, at }) => ({
    from: momentAt(from, firstDay),
    to: momentAt(to, firstDay),
    at: momentAt(at, firstDay),
  }));
  for (const [name, given] of Object.entries(channels)) {
    const factor = name.split(' ')[0]!;
    const series =
      typeof given === 'string' ? { grain: 'minute' as Grain, stat: undefined, step: undefined, values: given } : given;
    const stat = series.stat ?? (series.grain === 'live' ? 'rtd' : 'avg');
    const channel = packChannel(engine.factors.of(factor), GRAIN_ID[series.grain], STAT_ID[stat]);
    const items = parseSeries(series.values);
    const step = series.step ?? test.step;
    const period = GRAIN_MS[series.grain] || MINUTE_MS / 2;
    for (let at = start; at < end; at += period) {
      const { value, flag } = items[Math.min(Math.floor((at - start) / step), items.length - 1)]!;
      if (value === undefined) continue;
      const arrival = late.find((span) => span.from <= at && at < span.to)?.at ?? at + GRAIN_MS[series.grain];
      arrivals.push(source, channel, at, arrival, value, flagOf(flag), arrival);
    }
  }
}

function differences(told: readonly Alert[], test: RuleCase, firstDay: number): Text[] {
  const found: Text[] = [];
  if (told.length !== test.expect.length) {
    const list = told
      .map((a) => `${a.factor ?? '-'} ${minuteText(a.start)} – ${minuteText(a.end)} ${a.value}`)
      .join('; ');
    found.push({
      zh: `应有 ${test.expect.length} 条报警，实有 ${told.length} 条${list ? `：${list}` : ''}`,
      en: `expected ${test.expect.length} alert(s), got ${told.length}${list ? `: ${list}` : ''}`,
    });
  }
  test.expect.forEach((want, i) => {
    const alert = told[i];
    if (!alert) return;
    const check = (what: string, wanted: unknown, got: unknown) => {
      if (wanted === undefined || JSON.stringify(wanted) === JSON.stringify(got)) return;
      const [should, is] = [JSON.stringify(wanted), JSON.stringify(got)];
      found.push({
        zh: `第 ${i + 1} 条报警：${what} 应为 ${should}，实为 ${is}`,
        en: `alert ${i + 1}: ${what} should be ${should}, is ${is}`,
      });
    };
    const moment = (text: string | undefined) =>
      text === undefined ? undefined : minuteText(momentAt(text, firstDay));
    check('outlet', want.outlet, alert.outlet);
    check('factor', want.factor, alert.factor);
    check('start', moment(want.start), minuteText(alert.start));
    check('end', moment(want.end), minuteText(alert.end));
    check('value', want.value, alert.value === null ? null : Number(alert.value.toFixed(3)));
    check('limit', want.limit, alert.limit);
    check('count', want.count, alert.count);
    check('level', want.level, alert.facts.level ?? null);
    check('score', want.score, (alert.facts.score ?? null) as number | null);
    check('severity', want.severity, alert.severity);
    check('state', want.state, alert.state);
    check('covers', want.covers, alert.covers);
    if (want.says !== undefined && !alert.says.zh.includes(want.says) && !alert.says.en.includes(want.says)) {
      found.push({
        zh: `第 ${i + 1} 条报警：文字中应有“${want.says}”，实为“${alert.says.zh}”`,
        en: `alert ${i + 1}: its sentence should hold "${want.says}", is "${alert.says.zh}" / "${alert.says.en}"`,
      });
    }
  });
  return found;
}
