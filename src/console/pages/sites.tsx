import { useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { useCallback } from 'react';
import { Link, useNavigate } from 'react-router';
import { dateText, dayOf, monthOf } from '../../model/beijing.ts';
import type { SiteSummary } from '../../model/views/sites.ts';
import { serverNow } from '../api/live.ts';
import { sitesQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { Block, Nothing } from '../parts/block.tsx';
import { ExportMenu } from '../parts/export-menu.tsx';
import { industryText } from '../parts/industry.ts';
import { useCompact } from '../parts/narrow.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { useRows } from '../parts/rows.ts';
import { SearchBox } from '../parts/search-box.tsx';
import { OutletStateMark } from '../parts/states.tsx';
import { useUrl } from '../parts/url.ts';
import { Ago } from '../parts/when.tsx';

const address = (id: string) => `/sites/${encodeURIComponent(id)}`;

const thisMonth = () => {
  const { from, to } = monthOf(dayOf(serverNow()));
  return { from: dateText(from), to: dateText(to), by: 'day' };
};

export default function Sites() {
  const { t } = useWords();
  const compact = useCompact();
  const navigate = useNavigate();
  const { get, patch } = useUrl();
  const query = useQuery(sitesQuery(get('q')));
  const ids = query.data?.items.map(({ id }) => id) ?? [];
  const list = useRows(ids, (id) => void navigate(address(id)));
  const search = useCallback((q: string) => patch({ q }, { replace: true }), [patch]);
  return (
    <>
      <PageTitle title={t('sites.title')}>
        <Link to="/reports" className="small">
          {t('menu.reports')}
        </Link>
        <span className="spring" />
        <ExportMenu what="transmission" query={thisMonth()} title={t('export.rates')} />
      </PageTitle>
      <search className="filters">
        <SearchBox value={get('q')} onChange={search} label={t('sites.search')} />
      </search>
      <div ref={list.listRef} className={compact ? undefined : 'card'}>
        <Block query={query} rows={6}>
          {({ items }) =>
            items.length === 0 ? (
              get('q') === '' ? (
                <Nothing title={t('sites.empty')} hint={t('sites.emptyHint')} />
              ) : (
                <Nothing title={t('sites.emptySearch')} />
              )
            ) : compact ? (
              <Cards sites={items} />
            ) : (
              <SiteTable sites={items} rowProps={list.rowProps} open={(id) => void navigate(address(id))} />
            )
          }
        </Block>
      </div>
    </>
  );
}

interface SiteTableProps {
  sites: SiteSummary[];
  rowProps: (i: number) => object;
  open: (id: string) => void;
}

function SiteTable({ sites, rowProps, open }: SiteTableProps) {
  const { t, say } = useWords();
  const columns: TableColumnsType<SiteSummary> = [
    { title: t('sites.state'), key: 'state', width: 110, render: (_, site) => <OutletStateMark state={site.state} /> },
    {
      title: t('sites.name'),
      key: 'name',
      render: (_, site) => (
        <>
          <Link to={address(site.id)} tabIndex={-1} onClick={(event) => event.stopPropagation()}>
            {say(site.name)}
          </Link>
          <div className="muted small mono">{site.id}</div>
        </>
      ),
    },
    { title: t('sites.industry'), key: 'industry', width: 150, render: (_, site) => industryText(t, site.industry) },
    { title: t('sites.region'), dataIndex: 'region', width: 110, className: 'num' },
    { title: t('sites.outlets'), dataIndex: 'outlets', width: 100, align: 'right', className: 'num' },
    {
      title: t('sites.openAlerts'),
      key: 'alerts',
      width: 110,
      align: 'right',
      className: 'num',
      render: (_, site) => (site.openAlerts > 0 ? <b>{site.openAlerts}</b> : <span className="muted">0</span>),
    },
    {
      title: t('sites.openLeads'),
      key: 'leads',
      width: 110,
      align: 'right',
      className: 'num',
      render: (_, site) => (site.openLeads > 0 ? <b>{site.openLeads}</b> : <span className="muted">0</span>),
    },
    {
      title: t('sites.lastData'),
      key: 'last',
      width: 140,
      align: 'right',
      render: (_, site) => <Ago time={site.lastData} none={t('sites.noData')} />,
    },
  ];
  return (
    <Table
      rowKey="id"
      columns={columns}
      dataSource={sites}
      pagination={false}
      scroll={{ x: 900 }}
      rowClassName="row"
      onRow={(site, i) => ({ ...rowProps(i ?? 0), onClick: () => open(site.id) })}
    />
  );
}

function Cards({ sites }: { sites: SiteSummary[] }) {
  const { t, say } = useWords();
  return (
    <ul className="cards">
      {sites.map((site) => (
        <li key={site.id}>
          <Link to={address(site.id)} className="item-card">
            <span className="line">
              <b>{say(site.name)}</b>
              <span className="spring" />
              <OutletStateMark state={site.state} />
            </span>
            <span className="line muted small num">
              {industryText(t, site.industry)} · {t('sites.outlets')} {site.outlets} · {t('sites.openAlerts')}{' '}
              {site.openAlerts} · {t('sites.openLeads')} {site.openLeads}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
