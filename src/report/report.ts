import { ALERT_KINDS, type AlertKind } from '../model/alert.ts';
import { DAY_MS, dayStart, HOUR_MS, type Span } from '../model/beijing.ts';
import { exceedanceRatio } from '../model/judged-text.ts';
import type { LeadQueue, LeadState } from '../model/lead.ts';
import type { MarkKind } from '../model/mark.ts';
import type { Medium } from '../model/outlet.ts';
import type { TransmissionRow } from '../model/transmission.ts';
import {
  type OutletFigures,
  PRESENCES,
  type Presence,
  type ReportedAlert,
  type ReportedDevice,
  type ReportedLead,
  type ReportedWindow,
  type ReportFacts,
} from './facts.ts';

/** A judged window above (or below) its limit; windows that are no acts of their own, hours for instance, are joined. */
export interface Judgement {
  alert: ReportedAlert;
  /** of several: their span, with value and limit of the worst */
  window: ReportedWindow;
  windows: number;
  /** marks of the outlet that touch the window */
  marks: readonly MarkKind[];
}

/** What was told for attention, joined where outlet, rule and factor are the same. */
export interface Notices {
  site: string;
  outlet: string | null;
  rule: string;
  factor: string | null;
  windows: number;
  /** the window furthest from its limit */
  worst: ReportedWindow | undefined;
  alert: ReportedAlert;
}

/** The figures of a report, in no language yet. */
export interface Report {
  facts: ReportFacts;
  span: Span;
  demonstration: boolean;
  /** the period was not over when data were looked at */
  unfinished: boolean;
  presence: Record<Presence, number>;
  byMedium: ReadonlyMap<Medium, Record<Presence, number>>;
  sites: number;
  absent: readonly OutletFigures[];
  transmission: readonly TransmissionRow[];
  /** of every outlet once, also where several rules count it */
  hours: { due: number; received: number; valid: number };
  /** outlets below the target of their rule */
  belowTarget: number;
  exceedances: readonly Judgement[];
  /** acts that these are: several factors of a furnace-day are one */
  acts: number;
  /** windows longer than a day, which count what the days brought: a month of exceedance days */
  cumulative: readonly Judgement[];
  temperatures: readonly Judgement[];
  /** furnaces whose temperature is watched are among the outlets */
  furnaces: boolean;
  /** alerts of a kind that assert something */
  asserted: Record<AlertKind, readonly ReportedAlert[]>;
  notices: Record<AlertKind, readonly Notices[]>;
  markHours: readonly { figures: OutletFigures; kind: MarkKind; hours: number }[];
  quotas: readonly { figures: OutletFigures; quota: OutletFigures['quotas'][number] }[];
  leads: {
    opened: Record<LeadQueue, number>;
    /** moves of people in the period, by the state that they led to, both queues together */
    moved: Partial<Record<LeadState, number>>;
    /** of the enforcement queue: opened or moved in the period */
    list: readonly ReportedLead[];
  };
  offline: readonly ReportedDevice[];
  provisional: { alerts: number; notJudged: readonly OutletFigures[] };
}

/** Pure: the same facts give the same report. */
export function reportOf(facts: ReportFacts): Report {
  const span = { start: dayStart(facts.days.from), end: dayStart(facts.days.to) };
  const alerts = [...facts.alerts].sort(byTime);
  const of = (kind: AlertKind) => alerts.filter((alert) => alert.kind === kind);
  const asserting = (kind: AlertKind) => of(kind).filter(({ asserts }) => asserts);
  const judgements = (kind: AlertKind) => asserting(kind).flatMap((alert) => judgementsOf(alert, facts.outlets));
  const exceedances = judgements('exceedance');
  const within = exceedances.filter((one) => !isCumulative(one));
  const totals = facts.outlets.flatMap(({ transmission }) => transmission.filter(({ factor }) => factor === null));
  return {
    facts,
    span,
    demonstration: facts.outlets.some(({ site }) => site.demonstration),
    unfinished: facts.asOf === null || facts.asOf < span.end,
    presence: presenceOf(facts.outlets),
    byMedium: byMedium(facts.outlets),
    sites: new Set(facts.outlets.map(({ site }) => site.id)).size,
    absent: facts.outlets.filter(({ presence }) => presence === 'silent' || presence === 'never'),
    transmission: totals.sort((a, b) => (a.national ?? 101) - (b.national ?? 101) || (a.outlet < b.outlet ? -1 : 1)),
    hours: hoursOf(totals),
    belowTarget: new Set(totals.filter(isBelow).map(({ outlet }) => outlet)).size,
    exceedances: within,
    acts: new Set(within.map(({ alert, window }) => window.act ?? alert.id)).size,
    cumulative: exceedances.filter(isCumulative),
    temperatures: judgements('temperature'),
    furnaces: facts.outlets.some(({ site, outlet }) => {
      return site.industry === 'waste-incineration' && outlet.medium === 'flue-gas';
    }),
    asserted: byKind(asserting),
    notices: byKind((kind) => noticesOf(of(kind).filter(({ asserts }) => !asserts))),
    markHours: markHours(facts.outlets),
    quotas: facts.outlets.flatMap((figures) => figures.quotas.map((quota) => ({ figures, quota }))),
    leads: leadsOf(facts, span),
    offline: facts.devices.filter(({ state }) => state !== 'online'),
    provisional: {
      alerts: alerts.filter(({ state }) => state === 'provisional').length,
      notJudged: facts.outlets.filter(({ judged, presence }) => !judged && presence !== 'never'),
    },
  };
}

const byKind = <T>(of: (kind: AlertKind) => T) =>
  Object.fromEntries(ALERT_KINDS.map((kind) => [kind, of(kind)])) as Record<AlertKind, T>;

const byTime = (a: ReportedAlert, b: ReportedAlert) => a.start - b.start || (a.id < b.id ? -1 : 1);

/** What is below its target; a period without anything due is not. */
export const isBelow = ({ national, target }: TransmissionRow) => national !== null && national < target - 1e-9;

function hoursOf(totals: readonly TransmissionRow[]): Report['hours'] {
  const once = [...new Map(totals.map((row) => [`${row.outlet}/${row.period.from}`, row])).values()];
  const sum = (key: 'due' | 'received' | 'valid') => once.reduce((n, row) => n + row[key], 0);
  return { due: sum('due'), received: sum('received'), valid: sum('valid') };
}

function presenceOf(outlets: readonly OutletFigures[]): Record<Presence, number> {
  const counts = Object.fromEntries(PRESENCES.map((presence) => [presence, 0])) as Record<Presence, number>;
  for (const { presence } of outlets) counts[presence]++;
  return counts;
}

function byMedium(outlets: readonly OutletFigures[]): Map<Medium, Record<Presence, number>> {
  const media = [...new Set(outlets.map(({ outlet }) => outlet.medium))];
  return new Map(media.map((medium) => [medium, presenceOf(outlets.filter(({ outlet }) => outlet.medium === medium))]));
}

function judgementsOf(alert: ReportedAlert, outlets: readonly OutletFigures[]): Judgement[] {
  const marks = outlets.find(({ outlet }) => outlet.id === alert.outlet)?.marks ?? [];
  const isAct = (window: ReportedWindow) => window.act !== null || isLong(window);
  const rest = alert.windows.filter((window) => !isAct(window));
  const joined = rest.length === 0 ? [] : [{ window: spanOf(rest), windows: rest.length }];
  return [...alert.windows.filter(isAct).map((window) => ({ window, windows: 1 })), ...joined].map((one) => ({
    alert,
    ...one,
    marks: [...new Set(marks.filter((mark) => touches(mark, one.window)).map(({ kind }) => kind))],
  }));
}

function spanOf(windows: readonly ReportedWindow[]): ReportedWindow {
  return {
    ...worstOf(windows),
    start: Math.min(...windows.map(({ start }) => start)),
    end: Math.max(...windows.map(({ end }) => end)),
  };
}

/** The one furthest from its limit, the earlier on a tie. */
const worstOf = (windows: readonly ReportedWindow[]) => windows.reduce((a, b) => (beyond(b) > beyond(a) ? b : a));

const touches = (a: Span, b: Span) => a.start < b.end && a.end > b.start;

const isLong = ({ start, end }: Span) => end - start > DAY_MS;
/** Joined hours may span days and are hours all the same. */
const isCumulative = ({ window, windows }: Judgement) => windows === 1 && isLong(window);

function noticesOf(alerts: readonly ReportedAlert[]): Notices[] {
  const joined = new Map<string, ReportedAlert[]>();
  for (const alert of alerts) {
    const key = `${alert.outlet}|${alert.rule}|${alert.factor}`;
    joined.set(key, [...(joined.get(key) ?? []), alert]);
  }
  return [...joined.values()].map((same): Notices => {
    const windows = same.flatMap((alert) => alert.windows);
    const worst = windows.length === 0 ? undefined : worstOf(windows);
    const { site, outlet, rule, factor } = same[0]!;
    return {
      site,
      outlet,
      rule,
      factor,
      windows: windows.length,
      worst,
      alert: same[0]!,
    };
  });
}

const beyond = ({ value, limit }: ReportedWindow) => {
  const ratio = exceedanceRatio(value, limit);
  return ratio === null ? Math.abs(value ?? 0) : Math.abs(ratio);
};

function markHours(outlets: readonly OutletFigures[]): Report['markHours'] {
  return outlets.flatMap((figures) => {
    const kinds = [...new Set(figures.marks.map(({ kind }) => kind))];
    return kinds.map((kind) => {
      const own = figures.marks.filter((mark) => mark.kind === kind);
      return { figures, kind, hours: own.reduce((sum, { start, end }) => sum + (end - start) / HOUR_MS, 0) };
    });
  });
}

function leadsOf({ leads }: ReportFacts, span: Span): Report['leads'] {
  const isNew = ({ openedAt }: ReportedLead) => openedAt >= span.start && openedAt < span.end;
  const opened = { enforcement: 0, review: 0 };
  const moved: Partial<Record<LeadState, number>> = {};
  for (const lead of leads) {
    if (isNew(lead)) opened[lead.queue]++;
    for (const { to } of lead.moves) moved[to] = (moved[to] ?? 0) + 1;
  }
  const list = leads
    .filter(({ queue }) => queue === 'enforcement')
    .sort((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1));
  return { opened, moved, list };
}
