import { useQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { DeviceView } from '../../model/views/devices.ts';
import { devicesQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { Block, Nothing } from '../parts/block.tsx';
import { useCompact } from '../parts/narrow.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { DeviceStateMark } from '../parts/states.tsx';
import { useUrl } from '../parts/url.ts';
import { Ago } from '../parts/when.tsx';
import { AdoptForm } from './adopt-form.tsx';
import { DeviceCards } from './device-cards.tsx';
import { Counters, Skew, Tally } from './device-counters.tsx';
import { QuarantineDrawer } from './quarantine-drawer.tsx';
import { RequestsDrawer } from './requests-drawer.tsx';

/** In an address: bytes that named no sender. */
const NO_SENDER = '-';

export interface DeviceActions {
  quarantine: (mn: string) => void;
  requests: (mn: string) => void;
  adopt: (mn: string) => void;
}

export default function Devices() {
  const { t } = useWords();
  const compact = useCompact();
  const { get, patch } = useUrl();
  const query = useQuery(devicesQuery());
  const [adopting, adopt] = useState<string | null>(null);
  const actions: DeviceActions = {
    quarantine: (mn) => patch({ quarantine: mn }),
    requests: (mn) => patch({ requests: mn }),
    adopt,
  };
  return (
    <>
      <PageTitle title={t('devices.title')}>
        <span className="muted small">{t('devices.sum')}</span>
        <span className="spring" />
        <Link to="/connections" className="small">
          {t('menu.connections')}
        </Link>
        <Button onClick={() => actions.quarantine(NO_SENDER)} title={t('devices.noSenderHint')}>
          {t('devices.noSender')}
        </Button>
      </PageTitle>
      <div className={compact ? undefined : 'card'}>
        <Block query={query} rows={6}>
          {({ items }) =>
            items.length === 0 ? (
              <Nothing title={t('devices.none')} hint={t('devices.noneHint')} />
            ) : compact ? (
              <DeviceCards devices={items} actions={actions} />
            ) : (
              <DeviceTable devices={items} actions={actions} />
            )
          }
        </Block>
      </div>
      <QuarantineDrawer mn={get('quarantine')} close={() => patch({ quarantine: null })} />
      <RequestsDrawer mn={get('requests')} close={() => patch({ requests: null })} />
      {adopting !== null && <AdoptForm mn={adopting} close={() => adopt(null)} />}
    </>
  );
}

function DeviceTable({ devices, actions }: { devices: DeviceView[]; actions: DeviceActions }) {
  const { t } = useWords();
  const columns: TableColumnsType<DeviceView> = [
    { title: t('devices.state'), key: 'state', width: 84, render: (_, d) => <DeviceStateMark state={d.state} /> },
    {
      title: t('devices.mn'),
      key: 'mn',
      width: 190,
      render: (_, d) => (
        <>
          <div className="mono nowrap">{d.mn}</div>
          <div className="muted small">
            {d.outlet ?? t('devices.unassigned')}
            {d.edition && ` · HJ 212-${d.edition}`}
          </div>
        </>
      ),
    },
    {
      title: t('devices.lastSeen'),
      key: 'seen',
      width: 168,
      render: (_, d) => (
        <>
          <Ago time={d.lastSeen} />
          <div className="muted small">
            {t('devices.data')} <Ago time={d.lastData} />
          </div>
          <div className="muted small mono nowrap">{d.peer ?? ''}</div>
        </>
      ),
    },
    { title: t('devices.counters'), key: 'counters', width: 270, render: (_, d) => <Counters device={d} /> },
    {
      title: t('devices.reasons'),
      key: 'reasons',
      width: 122,
      render: (_, d) => <Tally counts={d.reasons} hot />,
    },
    { title: t('devices.oddities'), key: 'odd', width: 138, render: (_, d) => <Tally counts={d.oddities} /> },
    {
      title: t('devices.skew'),
      key: 'skew',
      width: 96,
      align: 'right',
      render: (_, d) => <Skew ms={d.clockSkewMs} />,
    },
    {
      title: t('devices.act'),
      key: 'act',
      fixed: 'right',
      width: 92,
      render: (_, d) => (
        <span className="row-acts">
          {d.outlet === null && (
            <Button type="primary" size="small" onClick={() => actions.adopt(d.mn)}>
              {t('devices.adopt')}
            </Button>
          )}
          {d.outlet !== null && (
            <Button size="small" onClick={() => actions.requests(d.mn)}>
              {t('devices.requests')}
            </Button>
          )}
          <Button size="small" onClick={() => actions.quarantine(d.mn)}>
            {t('devices.quarantine')}
          </Button>
        </span>
      ),
    },
  ];
  return (
    <Table
      rowKey="mn"
      columns={columns}
      dataSource={devices}
      pagination={devices.length > 100 ? { defaultPageSize: 100 } : false}
      scroll={{ x: 1160 }}
      aria-label={t('devices.list')}
    />
  );
}
