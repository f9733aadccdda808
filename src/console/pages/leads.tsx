import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Segmented, Table, type TableColumnsType } from 'antd';
import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import { LEAD_QUEUES, LEAD_STATES } from '../../model/lead.ts';
import type { LeadView } from '../../model/views/leads.ts';
import { leadsQuery, overviewQuery } from '../api/queries.ts';
import { reason } from '../format/reason.ts';
import { useWords } from '../i18n/index.ts';
import { Block, Nothing } from '../parts/block.tsx';
import { ExportMenu } from '../parts/export-menu.tsx';
import { ListFoot } from '../parts/list-foot.tsx';
import { useCompact } from '../parts/narrow.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { PriorityMeter } from '../parts/priority.tsx';
import { useRows } from '../parts/rows.ts';
import { SearchBox } from '../parts/search-box.tsx';
import { SeverityChip } from '../parts/severity.tsx';
import { LeadStateMark } from '../parts/states.tsx';
import { useUrl } from '../parts/url.ts';
import { Ago, SpanCell } from '../parts/when.tsx';
import { openLeads } from '../shell/open-counts.ts';

const STATES = ['open', ...LEAD_STATES, 'all'] as const;

/** The queue: what to do first stands first. */
export default function Leads() {
  const { t } = useWords();
  const compact = useCompact();
  const navigate = useNavigate();
  const { get, patch } = useUrl();
  const { data: overview } = useQuery(overviewQuery());
  const state = get('state') || 'open';
  const queue = get('queue') || 'enforcement';
  const query = useInfiniteQuery(leadsQuery({ queue, state, site: get('site'), q: get('q') }));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const open = (id: string) => void navigate(`/leads/${encodeURIComponent(id)}`);
  const list = useRows(
    rows.map((row) => row.id),
    open,
  );
  const search = useCallback((q: string) => patch({ q }, { replace: true }), [patch]);
  const label = (value: (typeof STATES)[number]) => {
    if (value === 'all') return t('common.all');
    const n = queue === 'enforcement' && overview && (value === 'open' ? openLeads(overview) : overview.leads[value]);
    const word = value === 'open' ? t('leads.open') : t(`leadState.${value}`);
    return n === undefined || n === false ? word : `${word} ${n}`;
  };
  const queueLabel = (value: (typeof LEAD_QUEUES)[number]) =>
    value === 'review' && overview ? `${t('leadQueue.review')} ${overview.review}` : t(`leadQueue.${value}`);
  const filtered = state !== 'open' || get('q') !== '' || get('site') !== '';
  return (
    <>
      <PageTitle title={t('leads.title')}>
        <span className="muted small">{t('lead.suspicion')}</span>
        <span className="spring" />
        <ExportMenu what="leads" query={{ queue, state, site: get('site'), q: get('q') }} />
      </PageTitle>
      <search className="filters">
        <Segmented
          value={queue}
          onChange={(next) => patch({ queue: next === 'enforcement' ? null : next, state: null }, { replace: true })}
          options={LEAD_QUEUES.map((value) => ({ value, label: queueLabel(value) }))}
          aria-label={t('leads.queue')}
        />
        <div className="scroll-x">
          <Segmented
            value={state}
            onChange={(next) => patch({ state: next === 'open' ? null : next }, { replace: true })}
            options={STATES.map((value) => ({ value, label: label(value) }))}
            aria-label={t('leads.state')}
          />
        </div>
        <SearchBox value={get('q')} onChange={search} label={t('leads.search')} />
        {filtered && (
          <Button type="link" onClick={() => patch({ state: null, q: null, site: null })}>
            {t('common.reset')}
          </Button>
        )}
      </search>
      <div ref={list.listRef} className={compact ? undefined : 'card'}>
        <Block query={query} rows={8}>
          {() =>
            rows.length === 0 ? (
              <Nothing
                title={t(filtered ? 'leads.empty' : 'leads.emptyAll')}
                hint={t(filtered ? 'leads.emptyHint' : 'leads.emptyAllHint')}
              />
            ) : compact ? (
              <Cards rows={rows} open={open} />
            ) : (
              <LeadTable rows={rows} open={open} rowProps={list.rowProps} busy={query.isPlaceholderData} />
            )
          }
        </Block>
        {rows.length > 0 && (
          <ListFoot
            shown={rows.length}
            more={query.hasNextPage}
            busy={query.isFetchingNextPage}
            load={() => void query.fetchNextPage()}
          />
        )}
      </div>
    </>
  );
}

interface LeadTableProps {
  rows: LeadView[];
  busy: boolean;
  open: (id: string) => void;
  rowProps: (i: number) => object;
}

function LeadTable({ rows, busy, open, rowProps }: LeadTableProps) {
  const { t, say } = useWords();
  const columns: TableColumnsType<LeadView> = [
    {
      title: t('leads.priority'),
      key: 'priority',
      width: 128,
      render: (_, row) => <PriorityMeter value={row.priority} />,
    },
    {
      title: t('alerts.severity'),
      key: 'severity',
      width: 104,
      render: (_, row) => <SeverityChip severity={row.severity} />,
    },
    {
      title: t('leads.says'),
      key: 'says',
      render: (_, row) => (
        <>
          <div className="clamp" title={say(row.says)}>
            {reason(say(row.says), say(row.siteName))}
          </div>
          <div className="muted small">{say(row.siteName)}</div>
        </>
      ),
    },
    {
      title: t('alerts.span'),
      key: 'span',
      width: 210,
      render: (_, row) => <SpanCell start={row.start} end={row.end} />,
    },
    {
      title: t('leads.alerts'),
      key: 'alerts',
      width: 80,
      align: 'right',
      className: 'num',
      render: (_, row) => row.alerts.length,
    },
    { title: t('leads.state'), key: 'state', width: 116, render: (_, row) => <LeadStateMark state={row.state} /> },
    {
      title: t('leads.assignee'),
      key: 'assignee',
      width: 130,
      render: (_, row) => row.assignee ?? <span className="muted">{t('leads.nobody')}</span>,
    },
    { title: t('leads.opened'), key: 'opened', width: 120, render: (_, row) => <Ago time={row.openedAt} /> },
  ];
  return (
    <Table
      className={busy ? 'aged' : ''}
      rowKey="id"
      columns={columns}
      dataSource={rows}
      pagination={false}
      sticky={{ offsetHeader: 56 }}
      scroll={{ x: 1080 }}
      rowClassName={(row) => `row edge-${row.severity}`}
      onRow={(row, i) => ({ ...rowProps(i ?? 0), onClick: () => open(row.id) })}
    />
  );
}

function Cards({ rows, open }: { rows: LeadView[]; open: (id: string) => void }) {
  const { t, say } = useWords();
  return (
    <ul className="cards" aria-label={t('leads.list')}>
      {rows.map((row) => (
        <li key={row.id}>
          <button type="button" className={`item-card edge-${row.severity}`} onClick={() => open(row.id)}>
            <span className="line">
              <SeverityChip severity={row.severity} />
              <LeadStateMark state={row.state} />
              <span className="spring" />
              <PriorityMeter value={row.priority} />
            </span>
            <span className="line">{reason(say(row.says), say(row.siteName))}</span>
            <span className="line muted small num">
              {say(row.siteName)} · {t('leads.alerts')} {row.alerts.length}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
