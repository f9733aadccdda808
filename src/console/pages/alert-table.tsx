import { Table, type TableColumnsType, Tooltip } from 'antd';
import type { AlertRow } from '../../model/views/alerts.ts';
import { reason } from '../format/reason.ts';
import { useWords } from '../i18n/index.ts';
import { JudgedValue } from '../parts/judged-value.tsx';
import { useMedia } from '../parts/narrow.ts';
import { SeverityChip } from '../parts/severity.tsx';
import { AlertStateMark } from '../parts/states.tsx';
import { Ago, SpanCell } from '../parts/when.tsx';

interface AlertTableProps {
  rows: AlertRow[];
  opened: string;
  flashing: ReadonlySet<string>;
  busy: boolean;
  open: (id: string) => void;
  rowProps: (i: number) => object;
}

export function AlertTable({ rows, opened, flashing, busy, open, rowProps }: AlertTableProps) {
  const { t, say, language } = useWords();
  const tight = useMedia('(max-width: 1180px)');
  const flash = (row: AlertRow) => ({ className: flashing.has(row.id) ? 'flash' : '' });
  const columns: TableColumnsType<AlertRow> = [
    {
      title: t('alerts.severity'),
      key: 'severity',
      width: language === 'zh' ? 84 : 116,
      render: (_, row) => <SeverityChip severity={row.severity} />,
    },
    {
      title: t('alerts.place'),
      key: 'place',
      width: tight ? 160 : 200,
      render: (_, row) => (
        <>
          <div>{say(row.siteName)}</div>
          <div className="muted small">{say(row.outletName)}</div>
        </>
      ),
    },
    {
      title: t('alerts.says'),
      key: 'says',
      render: (_, row) => (
        <>
          <div className="clamp" title={say(row.says)}>
            {reason(say(row.says), say(row.siteName), say(row.outletName))}
          </div>
          <div className="muted small">
            {t(`kind.${row.kind}`)} · {say(row.ruleTitle)}
          </div>
        </>
      ),
    },
    {
      title: t('alerts.value'),
      key: 'value',
      width: 156,
      onCell: flash,
      render: (_, row) => (
        <>
          {row.factorName && <div className="small muted">{say(row.factorName)}</div>}
          <JudgedValue alert={row} lines={2} />
        </>
      ),
    },
    {
      title: t('alerts.span'),
      key: 'span',
      width: 172,
      onCell: flash,
      render: (_, row) => <SpanCell start={row.start} end={row.end} />,
    },
    {
      title: <Tooltip title={t('alerts.countHint')}>{t('alerts.count')}</Tooltip>,
      key: 'count',
      width: 60,
      align: 'right',
      className: 'num',
      onCell: flash,
      render: (_, row) => row.count,
    },
    {
      title: t('alerts.state'),
      key: 'state',
      width: 100,
      onCell: flash,
      render: (_, row) => <AlertStateMark state={row.state} />,
    },
    ...(tight
      ? []
      : [
          {
            title: t('alerts.updated'),
            key: 'updated',
            width: 104,
            render: (_: unknown, row: AlertRow) => <Ago time={row.updatedAt} />,
          },
        ]),
  ];
  return (
    <Table
      className={busy ? 'aged' : ''}
      rowKey="id"
      columns={columns}
      dataSource={rows}
      pagination={false}
      sticky={{ offsetHeader: 56 }}
      tableLayout="fixed"
      {...(tight ? { scroll: { x: 960 } } : {})}
      aria-label={t('alerts.list')}
      rowClassName={(row) => `row edge-${row.severity} ${row.id === opened ? 'row-open' : ''}`}
      onRow={(row, i) => ({ ...rowProps(i ?? 0), onClick: () => open(row.id) })}
    />
  );
}
