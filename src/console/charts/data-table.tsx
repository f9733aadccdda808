/** The numbers behind a time chart. */
import { Table, type TableColumnsType } from 'antd';
import { numberText, unitText } from '../format/number.ts';
import { periodText } from '../format/time.ts';
import { bucketAt, judgedBasis, limitAt } from './columns.ts';
import type { Scene, Voice } from './scene.ts';
import { isOver } from './summary.ts';

interface Row {
  i: number;
  at: number;
}

const show = (value: number | null | undefined) => (value === null || value === undefined ? '—' : numberText(value));

export function DataTable({ scene, voice: { t, say } }: { scene: Scene; voice: Voice }) {
  const [main, ...others] = scene.tracks;
  if (main === undefined) return null;
  const { view } = main;
  const basis = judgedBasis(view);
  const limitOf = (at: number) => main.floor ?? limitAt(view, basis, at);
  const columns: TableColumnsType<Row> = [
    {
      title: t('chart.period'),
      key: 'period',
      className: 'num nowrap',
      render: (_, { at }) => periodText(at, at + view.stepMs),
    },
    {
      title: `${say(view.name)} ${unitText(view.unit)}`,
      key: 'mean',
      align: 'right',
      className: 'num',
      render: (_, { i, at }) => {
        const over = main.floor === null && isOver(view.mean[i] ?? null, limitOf(at));
        return over ? <b className="over-text">{show(view.mean[i])} ▲</b> : show(view.mean[i]);
      },
    },
    { title: t('chart.min'), key: 'min', align: 'right', className: 'num', render: (_, { i }) => show(view.min[i]) },
    { title: t('chart.max'), key: 'max', align: 'right', className: 'num', render: (_, { i }) => show(view.max[i]) },
    {
      title: t('chart.limit'),
      key: 'limit',
      align: 'right',
      className: 'num',
      render: (_, { at }) => show(limitOf(at)),
    },
    ...others.map((track) => ({
      title: `${say(track.view.name)} ${unitText(track.view.unit)}`,
      key: track.role,
      align: 'right' as const,
      className: 'num',
      render: (_: unknown, { at }: Row) => show(track.view.mean[bucketAt(track.view, at)]),
    })),
    { title: t('chart.n'), key: 'n', align: 'right', className: 'num', render: (_, { i }) => view.n[i] ?? 0 },
    { title: t('chart.flags'), key: 'flags', className: 'mono', render: (_, { i }) => view.flags[i] || '—' },
  ];
  return (
    <Table
      size="small"
      rowKey="i"
      columns={columns}
      dataSource={view.t.map((at, i) => ({ i, at }))}
      scroll={{ x: 'max-content' }}
      pagination={{ defaultPageSize: 24, pageSizeOptions: [24, 72, 168] }}
    />
  );
}
