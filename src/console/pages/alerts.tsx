import { Button } from 'antd';
import { useMemo } from 'react';
import type { AlertFilter } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { Block, Nothing } from '../parts/block.tsx';
import { ExportMenu } from '../parts/export-menu.tsx';
import { useHotkeys } from '../parts/hotkeys.ts';
import { ListFoot } from '../parts/list-foot.tsx';
import { useCompact } from '../parts/narrow.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { useRows } from '../parts/rows.ts';
import { useUrl } from '../parts/url.ts';
import { AlertCards } from './alert-cards.tsx';
import { useAlertFeed } from './alert-feed.ts';
import { AlertFilters, FILTER_KEYS } from './alert-filters.tsx';
import { AlertTable } from './alert-table.tsx';

export default function Alerts() {
  const { t } = useWords();
  const compact = useCompact();
  const url = useUrl();
  const { get, patch } = url;
  const filter = useMemo(() => {
    const params = new URLSearchParams(url.search);
    return Object.fromEntries(FILTER_KEYS.map((key) => [key, params.get(key) ?? ''])) as AlertFilter;
  }, [url.search]);
  const feed = useAlertFeed(filter);
  const { query, rows } = feed;
  const opened = get('alert');
  const open = (id: string) => patch({ alert: id }, { replace: opened !== '' });
  const list = useRows(
    rows.map((row) => row.id),
    open,
  );
  const neighbour = (by: number) => () => {
    const next = rows[rows.findIndex((row) => row.id === opened) + by];
    if (opened !== '' && next) open(next.id);
  };
  useHotkeys({ J: neighbour(1), K: neighbour(-1) });

  return (
    <>
      <PageTitle title={t('alerts.title')}>
        <span className="muted small">{t('time.beijingNote')}</span>
        <span className="spring" />
        {!compact && <span className="muted small no-print">{t('alerts.hint')}</span>}
        <ExportMenu what="alerts" query={filter as Record<string, string>} />
      </PageTitle>
      <AlertFilters url={url} />
      {feed.waiting > 0 && (
        <div className="pill">
          <button type="button" onClick={feed.refresh}>
            ↑ {t('alerts.pill', { n: feed.waiting })}
          </button>
        </div>
      )}
      <div ref={list.listRef} {...feed.readingProps} className={compact ? undefined : 'card'}>
        <Block query={query} rows={8}>
          {() =>
            rows.length === 0 ? (
              <Empty filter={filter} showAll={() => patch({ state: 'all' })} />
            ) : compact ? (
              <AlertCards rows={rows} open={open} rowProps={list.rowProps} />
            ) : (
              <AlertTable
                rows={rows}
                opened={opened}
                flashing={feed.flashing}
                busy={query.isPlaceholderData}
                open={open}
                rowProps={list.rowProps}
              />
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

function Empty({ filter, showAll }: { filter: AlertFilter; showAll: () => void }) {
  const { t } = useWords();
  const filtered = Object.values(filter).some((value) => value !== '');
  return filtered ? (
    <Nothing title={t('alerts.empty')} hint={t('alerts.emptyHint')} />
  ) : (
    <Nothing
      title={t('alerts.emptyOpen')}
      hint={t('alerts.emptyOpenHint')}
      action={<Button onClick={showAll}>{t('alerts.showAll')}</Button>}
    />
  );
}
