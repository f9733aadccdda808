import type { Problem } from '../config/strict-yaml.ts';
import type { Alert } from '../model/alert.ts';
import type { DaySeries } from '../model/day-series.ts';
import { factorName } from '../model/factors.ts';
import type { Handling } from '../model/handling.ts';
import type { Place } from '../model/place.ts';
import type { RecordRow } from '../model/record-row.ts';
import type { Text } from '../model/text.ts';
import type { TransmissionRow } from '../model/transmission.ts';
import type { EnterpriseSite } from '../model/views/enterprise.ts';
import type { OutletLimits } from '../model/views/limits.ts';
import type { RuleDetail, RuleView } from '../model/views/rules.ts';
import type { OutletState, SiteSummary, SiteView } from '../model/views/sites.ts';
import type { SiteOrderView } from '../model/views/statements.ts';
import type { OutletFigures } from '../report/facts.ts';
import { type DayQuery, daySeries } from './answers/day-series.ts';
import { type EnterpriseQuery, enterpriseSites } from './answers/enterprise.ts';
import { type Explanation, explain } from './answers/explain.ts';
import { type Gap, type GapsQuery, gapsOf } from './answers/gaps.ts';
import { handlingOf } from './answers/handling.ts';
import { type LimitsQuery, outletLimits } from './answers/limits.ts';
import { siteOrders } from './answers/orders.ts';
import { type FiguresQuery, outletFigures } from './answers/outlet-figures.ts';
import { places } from './answers/places.ts';
import { type RecordsQuery, recordsOf } from './answers/records.ts';
import { ruleDetail, ruleViews } from './answers/rules.ts';
import { type Series, type SeriesQuery, seriesView } from './answers/series.ts';
import { siteSummaries, siteView } from './answers/sites.ts';
import { outletState } from './answers/states.ts';
import { type TransmissionQuery, transmissionRows } from './answers/transmission.ts';
import type { Candidate } from './rule-library.ts';
import type { Endings } from './senders.ts';
import type { Shard } from './shard.ts';

/** Labels for lists. */
export interface Labels {
  sites: Record<string, Text>;
  outlets: Record<string, Text>;
  factors: Record<string, Text>;
  rules: Record<string, Text>;
}

export interface ShardStatus {
  position: number;
  readings: number;
  outlets: Record<OutletState, number>;
}

/** How far a shard is, and by what it judges. */
export interface Standing {
  /** the journal's clock, epoch ms; 0 before the first input */
  clock: number;
  rules: { version: string; edit: number | null };
  /** outlets whose past is still to be judged under rules that changed */
  behind: number;
}

/** What can be asked of a shard, by name: argument and answer are plain data, so that they cross threads. */
export interface Questions {
  sites: { ask: undefined; answer: SiteSummary[] };
  site: { ask: string; answer: SiteView | undefined };
  orders: { ask: string; answer: SiteOrderView[] | undefined };
  series: { ask: SeriesQuery; answer: Series | undefined };
  day: { ask: DayQuery; answer: DaySeries | undefined };
  limits: { ask: LimitsQuery; answer: OutletLimits | undefined };
  explain: { ask: Alert; answer: Explanation | undefined };
  enterprise: { ask: EnterpriseQuery; answer: EnterpriseSite[] };
  handling: { ask: undefined; answer: Handling };
  places: { ask: undefined; answer: Record<string, Place> };
  rules: { ask: undefined; answer: RuleView[] };
  rule: { ask: string; answer: RuleDetail | undefined };
  gaps: { ask: GapsQuery; answer: Gap[] };
  records: { ask: RecordsQuery; answer: RecordRow[] | undefined };
  outletFigures: { ask: FiguresQuery; answer: OutletFigures | undefined };
  standing: { ask: undefined; answer: Standing };
  transmission: { ask: TransmissionQuery; answer: TransmissionRow[] | undefined };
  labels: { ask: undefined; answer: Labels };
  status: { ask: undefined; answer: ShardStatus };
  receipt: { ask: string; answer: Endings | undefined };
  ruleProblems: { ask: Candidate; answer: Problem[] };
}

type Answers = { [Q in keyof Questions]: (shard: Shard, ask: Questions[Q]['ask']) => Questions[Q]['answer'] };

export const ANSWERS: Answers = {
  sites: (shard) => siteSummaries(shard.engine, shard.clock, openLeads(shard)),
  site: (shard, id) => siteView(shard.engine, id, shard.clock, openLeads(shard)),
  orders: (shard, id) => siteOrders(shard.engine, id),
  series: (shard, query) => seriesView(shard.engine, query),
  day: (shard, query) => daySeries(shard.engine, query),
  limits: (shard, query) => outletLimits(shard.engine, query),
  explain: (shard, alert) => explain(shard.engine, alert, shard.clock),
  enterprise: (shard, query) => enterpriseSites(shard.engine, query),
  handling: (shard) => handlingOf(shard.engine.rulebook.leads),
  places: (shard) => places(shard.engine.sites()),
  rules: (shard) => ruleViews(shard.engine),
  rule: (shard, id) => ruleDetail(shard.engine, id),
  gaps: (shard, query) => gapsOf(shard.engine, query),
  records: (shard, query) => recordsOf(shard.engine, query),
  outletFigures: (shard, query) => outletFigures(shard.engine, query),
  standing: ({ clock, edit, behind, engine }) => ({
    clock,
    rules: { version: engine.rulebook.version, edit: edit === 0 ? null : edit },
    behind,
  }),
  transmission: (shard, query) => transmissionRows(shard.engine, query),
  labels: (shard) => labels(shard),
  status: (shard) => status(shard),
  receipt: (shard, receipt) => shard.intake.receipts.take(receipt),
  ruleProblems: (shard, candidate) => shard.library.problems(candidate),
};

function openLeads({ leads }: Shard): Map<string, number> {
  const open = new Map<string, number>();
  for (const lead of leads.all()) {
    if (lead.state === 'closed' || lead.state === 'dismissed') continue;
    open.set(lead.site, (open.get(lead.site) ?? 0) + 1);
  }
  return open;
}

function labels({ engine }: Shard): Labels {
  const sites = [...engine.sites()];
  const named = (all: readonly { id: string; name: Text }[]) =>
    Object.fromEntries(all.map(({ id, name }) => [id, name]));
  return {
    sites: named(sites),
    outlets: named(sites.flatMap((site) => site.outlets)),
    factors: Object.fromEntries(engine.factors.codes.map((code) => [code, factorName(code)])),
    rules: Object.fromEntries(engine.rulebook.rules.map((rule) => [rule.id, rule.title])),
  };
}

function status({ engine, clock, position, intake: { readings } }: Shard): ShardStatus {
  const outlets: Record<OutletState, number> = {
    normal: 0,
    abnormal: 0,
    exceeding: 0,
    missing: 0,
    stopped: 0,
    unknown: 0,
  };
  for (const site of engine.sites()) for (const outlet of site.outlets) outlets[outletState(engine, outlet, clock)]++;
  return { position, readings, outlets };
}
