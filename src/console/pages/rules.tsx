import { useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { useCallback } from 'react';
import type { RulesStateView, RuleView } from '../../model/views/rules.ts';
import { rulesQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { articleText } from '../parts/argument.tsx';
import { Block, Nothing } from '../parts/block.tsx';
import { useCompact } from '../parts/narrow.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { useRows } from '../parts/rows.ts';
import { SearchBox } from '../parts/search-box.tsx';
import { SeverityChip } from '../parts/severity.tsx';
import { useUrl } from '../parts/url.ts';
import { Moment } from '../parts/when.tsx';
import { RuleDrawer } from './rule-drawer.tsx';
import { NewRule } from './rule-form.tsx';
import { RefusedFiles } from './rule-problems.tsx';

/** The rules in force, and what is wrong with files that are not. */
export default function Rules() {
  const { t, say } = useWords();
  const compact = useCompact();
  const { get, patch } = useUrl();
  const query = useQuery(rulesQuery());
  const q = get('q').toLowerCase();
  const rules = (query.data?.items ?? []).filter(({ id, title, covers }) =>
    [id, title.zh, title.en, ...covers].some((text) => text.toLowerCase().includes(q)),
  );
  const open = (rule: string) => patch({ rule });
  const list = useRows(
    rules.map(({ id }) => id),
    open,
  );
  const search = useCallback((words: string) => patch({ q: words }, { replace: true }), [patch]);
  return (
    <>
      <PageTitle title={t('rules.title')}>
        <NewRule />
      </PageTitle>
      {query.data && <RefusedFiles state={query.data.state} />}
      <search className="filters">
        <SearchBox value={get('q')} onChange={search} label={t('rules.search')} />
        {query.data && <InForce state={query.data.state} />}
      </search>
      <div ref={list.listRef} className={compact ? undefined : 'card'}>
        <Block query={query} rows={8}>
          {({ items }) =>
            rules.length === 0 ? (
              items.length === 0 ? (
                <Nothing title={t('rules.none')} hint={t('rules.noneHint')} />
              ) : (
                <Nothing title={t('rules.noMatch')} />
              )
            ) : compact ? (
              <ul className="cards" aria-label={t('rules.list')}>
                {rules.map((rule) => (
                  <li key={rule.id}>
                    <button type="button" className={`item-card edge-${rule.severity}`} onClick={() => open(rule.id)}>
                      <span className="line">
                        <SeverityChip severity={rule.severity} />
                        <b>{say(rule.title)}</b>
                      </span>
                      <span className="line muted small">
                        {t(`kind.${rule.kind}`)} · {t('rules.outlets')} {rule.outlets} · {t('rules.openAlerts')}{' '}
                        {rule.openAlerts}
                      </span>
                    </button>
                  </li>
                ))}
              </ul>
            ) : (
              <RuleTable rules={rules} open={open} rowProps={list.rowProps} />
            )
          }
        </Block>
      </div>
      <RuleDrawer id={get('rule')} close={() => patch({ rule: null })} />
    </>
  );
}

/** Which edit is in force: since when, by whom and why. */
function InForce({ state: { edit, at, by, reason, folder } }: { state: RulesStateView }) {
  const { t } = useWords();
  return (
    <span className="muted small">
      {t('rules.edit', { n: edit })} · <Moment time={at} /> · {by ?? t('rules.folder')} ·{' '}
      {reason ?? <code>{folder}</code>}
    </span>
  );
}

interface RuleTableProps {
  rules: RuleView[];
  open: (id: string) => void;
  rowProps: (i: number) => object;
}

function RuleTable({ rules, open, rowProps }: RuleTableProps) {
  const { t, say } = useWords();
  const columns: TableColumnsType<RuleView> = [
    {
      title: t('rules.severity'),
      key: 'severity',
      width: 104,
      render: (_, r) => <SeverityChip severity={r.severity} />,
    },
    {
      title: t('rules.name'),
      key: 'name',
      render: (_, r) => (
        <>
          <div>{say(r.title)}</div>
          <div className="muted small mono">
            {r.id}@{r.version}
          </div>
        </>
      ),
    },
    { title: t('rules.kind'), key: 'kind', width: 140, render: (_, r) => t(`kind.${r.kind}`) },
    {
      title: t('rules.covers'),
      key: 'covers',
      width: 150,
      render: (_, r) => <span className="mono small">{r.covers.join(' ')}</span>,
    },
    {
      title: t('rules.basis'),
      key: 'basis',
      width: 300,
      render: (_, r) => {
        const unverified = r.basis.filter((law) => !law.verified).length;
        return (
          <div className="small">
            {r.basis.slice(0, 2).map((law) => (
              <div key={law.id}>
                {say(law.instrument)} {articleText(t, law.article)}
              </div>
            ))}
            {unverified > 0 && <span className="tag tag-unverified">! {t('rules.unverified', { n: unverified })}</span>}
          </div>
        );
      },
    },
    { title: t('rules.outlets'), dataIndex: 'outlets', width: 120, align: 'right', className: 'num' },
    {
      title: t('rules.openAlerts'),
      key: 'open',
      width: 110,
      align: 'right',
      className: 'num',
      render: (_, r) => (r.openAlerts > 0 ? <b>{r.openAlerts}</b> : <span className="muted">0</span>),
    },
  ];
  return (
    <Table
      rowKey="id"
      columns={columns}
      dataSource={rules}
      pagination={false}
      sticky={{ offsetHeader: 56 }}
      scroll={{ x: 1000 }}
      rowClassName={(rule) => `row edge-${rule.severity}`}
      onRow={(rule, i) => ({ ...rowProps(i ?? 0), onClick: () => open(rule.id) })}
      aria-label={t('rules.list')}
    />
  );
}
