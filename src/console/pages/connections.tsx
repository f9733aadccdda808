import { useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import type { ConnectionView } from '../../model/views/connections.ts';
import { connectionsQuery } from '../api/queries.ts';
import { countText } from '../format/number.ts';
import { useWords } from '../i18n/index.ts';
import { Block, Nothing } from '../parts/block.tsx';
import { useCompact } from '../parts/narrow.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { ConnectionStateMark } from '../parts/states.tsx';
import { Ago } from '../parts/when.tsx';
import { DeadLetters } from './dead-letters.tsx';

/** The systems that data come from and go to, and how each stands. */
export default function Connections() {
  const { t } = useWords();
  const compact = useCompact();
  const query = useQuery(connectionsQuery());
  return (
    <>
      <PageTitle title={t('connections.title')}>
        <span className="muted small">{t('connections.since')}</span>
      </PageTitle>
      <div className={compact ? undefined : 'card'}>
        <Block query={query} rows={4}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing title={t('connections.none')} hint={t('connections.noneHint')} />
            ) : compact ? (
              <ConnectionCards connections={items} />
            ) : (
              <ConnectionTable connections={items} />
            )
          }
        </Block>
      </div>
    </>
  );
}

function ConnectionTable({ connections }: { connections: ConnectionView[] }) {
  const { t } = useWords();
  const columns: TableColumnsType<ConnectionView> = [
    {
      title: t('connections.state'),
      key: 'state',
      width: 130,
      render: (_, c) => (
        <>
          <ConnectionStateMark state={c.state} />
          <div className="muted small">
            <Ago time={c.since} />
          </div>
        </>
      ),
    },
    {
      title: t('connections.name'),
      key: 'name',
      width: 220,
      render: (_, c) => (
        <>
          <b>{c.id}</b>
          <div className="muted small">
            {t(`connections.${c.direction}`)} · {c.kind}
          </div>
        </>
      ),
    },
    {
      title: t('connections.to'),
      key: 'to',
      render: (_, c) => (
        <>
          <span className="mono small">{c.to}</span>
          <Trouble connection={c} />
        </>
      ),
    },
    { title: t('connections.counts'), key: 'counts', width: 250, render: (_, c) => <Counts connection={c} /> },
    { title: t('connections.lastAt'), key: 'last', width: 130, render: (_, c) => <Ago time={c.lastAt} /> },
  ];
  return (
    <Table
      rowKey="id"
      columns={columns}
      dataSource={connections}
      pagination={false}
      scroll={{ x: 900 }}
      aria-label={t('connections.list')}
    />
  );
}

function ConnectionCards({ connections }: { connections: ConnectionView[] }) {
  const { t } = useWords();
  return (
    <ul className="cards" aria-label={t('connections.list')}>
      {connections.map((connection) => (
        <li key={connection.id} className="item-card still">
          <div className="line">
            <b>{connection.id}</b>
            <span className="muted small">
              {t(`connections.${connection.direction}`)} · {connection.kind}
            </span>
            <span className="spring" />
            <ConnectionStateMark state={connection.state} />
          </div>
          <div className="mono small wrap-anywhere">{connection.to}</div>
          <Trouble connection={connection} />
          <Counts connection={connection} />
          <div className="muted small">
            {t('connections.lastAt')} <Ago time={connection.lastAt} />
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Why it is not open, and how to mend it. */
function Trouble({ connection: { says } }: { connection: ConnectionView }) {
  const { say } = useWords();
  return says && <div className="over-text small wrap-anywhere">▲ {say(says)}</div>;
}

function Counts({ connection: { id, direction, done, refused, waiting } }: { connection: ConnectionView }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <div className="small num">
      {t(direction === 'in' ? 'connections.taken' : 'connections.delivered')} <b>{countText(done)}</b>
      {' · '}
      {direction === 'out' && refused > 0 ? (
        <button type="button" className="link" onClick={() => setOpen(true)}>
          {t('connections.deadLetters')} {countText(refused)}
        </button>
      ) : (
        <span className={refused > 0 ? 'over-text' : undefined}>
          {t(direction === 'in' ? 'connections.unusable' : 'connections.refused')} {countText(refused)}
        </span>
      )}
      {waiting !== null && ` · ${t('connections.waiting')} ${countText(waiting)}`}
      {open && <DeadLetters output={id} close={() => setOpen(false)} />}
    </div>
  );
}
