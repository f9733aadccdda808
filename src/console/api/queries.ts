/** What the console asks, one function a resource: keys and paths in one place. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { rfc3339 } from '../../model/beijing.ts';
import type { AlertDetail, AlertRow } from '../../model/views/alerts.ts';
import type { ConnectionView, DeadLetterView, DeliveryView, FootageView } from '../../model/views/connections.ts';
import type { DeviceView, QuarantineView, RequestView } from '../../model/views/devices.ts';
import type { LeadDetail, LeadView } from '../../model/views/leads.ts';
import type { OverviewView } from '../../model/views/overview.ts';
import type { Page } from '../../model/views/page.ts';
import type {
  RuleDetail,
  RuleDiffView,
  RulePage,
  RuleVersionDetail,
  RuleVersionView,
} from '../../model/views/rules.ts';
import type { SeriesView } from '../../model/views/series.ts';
import type { SiteSummary, SiteView } from '../../model/views/sites.ts';
import type { SiteOrderView } from '../../model/views/statements.ts';
import { addressOf, get, getText, type Query } from './client.ts';

const PAGE = 50;
const ALL = 500;
const LIVE_MS = 30_000;

function pages<T>(key: readonly unknown[], path: string, query: Query, limit = PAGE) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      get<Page<T>>(path, { ...query, limit, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}

export const overviewQuery = () =>
  queryOptions({
    queryKey: ['overview'],
    queryFn: ({ signal }) => get<OverviewView>('/overview', {}, signal),
    refetchInterval: LIVE_MS,
  });

export interface AlertFilter extends Query {
  state?: string;
  severity?: string;
  kind?: string;
  site?: string;
  outlet?: string;
  rule?: string;
  q?: string;
  sort?: string;
  from?: string;
  to?: string;
}

export const alertsQuery = (filter: AlertFilter, limit = PAGE) =>
  pages<AlertRow>(['alerts', filter, limit], '/alerts', filter, limit);

export const alertQuery = (id: string) =>
  queryOptions({
    queryKey: ['alert', id],
    queryFn: ({ signal }) => get<AlertDetail>(`/alerts/${encodeURIComponent(id)}`, {}, signal),
  });

export const sitesQuery = (q = '') =>
  queryOptions({
    queryKey: ['sites', q],
    queryFn: ({ signal }) => get<Page<SiteSummary>>('/sites', { q, limit: ALL }, signal),
    refetchInterval: LIVE_MS,
    placeholderData: keepPreviousData,
  });

export const siteQuery = (id: string) =>
  queryOptions({
    queryKey: ['site', id],
    queryFn: ({ signal }) => get<SiteView>(`/sites/${encodeURIComponent(id)}`, {}, signal),
    refetchInterval: LIVE_MS,
  });

export const siteOrdersQuery = (id: string) =>
  queryOptions({
    queryKey: ['site', id, 'orders'],
    queryFn: ({ signal }) => get<{ items: SiteOrderView[] }>(`/sites/${encodeURIComponent(id)}/orders`, {}, signal),
  });

export interface SeriesRequest {
  outlet: string;
  factor: string;
  /** epoch ms, half-open */
  from: number;
  to: number;
  /** pixels there are to fill */
  width: number;
  basis: SeriesView['basis'];
}

export const seriesQuery = ({ from, to, ...rest }: SeriesRequest) =>
  queryOptions({
    queryKey: ['series', rest.outlet, rest.factor, rest.basis, from, to, rest.width],
    queryFn: ({ signal }) => get<SeriesView>('/series', { ...rest, from: rfc3339(from), to: rfc3339(to) }, signal),
    staleTime: LIVE_MS,
  });

export const leadsQuery = (filter: { queue?: string; state?: string; site?: string; q?: string }, limit = PAGE) =>
  pages<LeadView>(['leads', filter, limit], '/leads', filter, limit);

export const leadQuery = (id: string) =>
  queryOptions({
    queryKey: ['lead', id],
    queryFn: ({ signal }) => get<LeadDetail>(`/leads/${encodeURIComponent(id)}`, {}, signal),
  });

export const devicesQuery = () =>
  queryOptions({
    queryKey: ['devices'],
    queryFn: ({ signal }) => get<Page<DeviceView>>('/devices', { limit: ALL }, signal),
    refetchInterval: LIVE_MS,
  });

export const connectionsQuery = () =>
  queryOptions({
    queryKey: ['connections'],
    queryFn: ({ signal }) => get<{ items: ConnectionView[] }>('/connections', {}, signal),
    refetchInterval: LIVE_MS / 6,
  });

export const deadLettersQuery = (output: string) =>
  pages<DeadLetterView>(['dead-letters', output], `/connections/${encodeURIComponent(output)}/dead-letters`, {});

/** @param subject id of an alert or lead */
export const deliveriesQuery = (subject: string) =>
  queryOptions({
    queryKey: ['deliveries', subject],
    queryFn: ({ signal }) => get<{ items: DeliveryView[] }>('/deliveries', { subject }, signal),
  });

export const footageQuery = (subject: { alert: string } | { lead: string }) =>
  queryOptions({
    queryKey: ['footage', subject],
    queryFn: ({ signal }) => get<{ items: FootageView[] }>('/footage', { ...subject }, signal),
  });

export const quarantineQuery = (mn: string) =>
  pages<QuarantineView>(['quarantine', mn], `/devices/${encodeURIComponent(mn)}/quarantine`, {});

export const requestsQuery = (mn: string) =>
  pages<RequestView>(['requests', mn], `/devices/${encodeURIComponent(mn)}/requests`, {});

export const rulesQuery = () =>
  queryOptions({
    queryKey: ['rules'],
    queryFn: ({ signal }) => get<RulePage>('/rules', { limit: ALL }, signal),
  });

/** Which edit of the rules is in force, and what is wrong with files that are not. */
export const rulesStateQuery = () =>
  queryOptions({
    queryKey: ['rules', 'state'],
    queryFn: async ({ signal }) => (await get<RulePage>('/rules', { limit: 1 }, signal)).state,
  });

export const ruleQuery = (id: string) =>
  queryOptions({
    queryKey: ['rule', id],
    queryFn: ({ signal }) => get<RuleDetail>(`/rules/${encodeURIComponent(id)}`, {}, signal),
  });

export const ruleVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['rule', id, 'versions'],
    queryFn: ({ signal }) => get<Page<RuleVersionView>>(`/rules/${encodeURIComponent(id)}/versions`, {}, signal),
  });

/** Never changes: a version is its text. */
export const ruleVersionQuery = (id: string, version: string) =>
  queryOptions({
    queryKey: ['rule-version', id, version],
    queryFn: ({ signal }) => get<RuleVersionDetail>(`/rules/${encodeURIComponent(id)}/versions/${version}`, {}, signal),
  });

export const ruleDiffQuery = (id: string, from: string | null, to: string) =>
  queryOptions({
    queryKey: ['rule-diff', id, from, to],
    queryFn: ({ signal }) => get<RuleDiffView>(`/rules/${encodeURIComponent(id)}/diff`, { from, to }, signal),
  });

export interface ReportRequest {
  kind: 'daily' | 'monthly';
  /** `2026-03-01`, or `2026-03` for a month */
  period: string;
  lang: 'zh' | 'en';
  /** beginning of a region code; empty: all */
  region: string;
  site: string;
}

const reportPath = ({ kind }: ReportRequest) => `/reports/${kind}`;
const reportFilter = ({ kind, period, ...rest }: ReportRequest, format: 'html' | 'pdf') => ({
  [kind === 'daily' ? 'date' : 'month']: period,
  ...rest,
  format,
});

export const reportAddress = (request: ReportRequest, format: 'html' | 'pdf') =>
  addressOf(reportPath(request), reportFilter(request, format));

export const reportQuery = (request: ReportRequest) =>
  queryOptions({
    queryKey: ['report', request],
    queryFn: ({ signal }) => getText(reportPath(request), reportFilter(request, 'html'), signal),
    placeholderData: keepPreviousData,
  });
