/** What the page for enterprises asks, each time with the token that opened it. */
import { queryOptions } from '@tanstack/react-query';
import type { EnterpriseAlert, EnterpriseView } from '../../model/views/enterprise.ts';
import type { Page } from '../../model/views/page.ts';
import type { MarkView } from '../../model/views/statements.ts';
import { get, post } from '../api/client.ts';

const KEY = 'fluewatch.enterprise';
const LIVE_MS = 30_000;

/** The token lives as long as the tab. */
export const recallToken = (): string => sessionStorage.getItem(KEY) ?? '';
export const rememberToken = (token: string): void => sessionStorage.setItem(KEY, token);
export const forgetToken = (): void => sessionStorage.removeItem(KEY);

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export const enterpriseQuery = (token: string) =>
  queryOptions({
    queryKey: ['enterprise', token],
    queryFn: ({ signal }) => get<EnterpriseView>('/enterprise', {}, signal, bearer(token)),
    enabled: token !== '',
    refetchInterval: LIVE_MS,
  });

export const ownMarksQuery = (token: string, outlet: string) =>
  queryOptions({
    queryKey: ['enterprise', token, 'marks', outlet],
    queryFn: ({ signal }) => get<Page<MarkView>>('/enterprise/marks', { outlet, limit: 100 }, signal, bearer(token)),
  });

export const ownAlertsQuery = (token: string) =>
  queryOptions({
    queryKey: ['enterprise', token, 'alerts'],
    queryFn: ({ signal }) => get<{ items: EnterpriseAlert[] }>('/enterprise/alerts', {}, signal, bearer(token)),
    refetchInterval: LIVE_MS,
  });

export interface OwnMark {
  outlet: string;
  mark: string;
  start: string;
  end: string;
  note: string;
  by: string;
  id?: string;
  factor?: string;
  revoked?: true;
}

export const enterMark = (token: string, mark: OwnMark) => post<MarkView>('/enterprise/marks', mark, bearer(token));

export const answerAlert = (token: string, alert: string, said: { text: string; by: string }) =>
  post<unknown>(`/enterprise/alerts/${encodeURIComponent(alert)}:answer`, said, bearer(token));
