import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { MINUTE_MS } from '../../model/beijing.ts';
import type { AlertDetail } from '../../model/views/alerts.ts';
import { serverNow } from '../api/live.ts';
import { seriesQuery } from '../api/queries.ts';
import type { Scene } from '../charts/scene.ts';
import { around } from '../format/range.ts';
import { at } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { Block, Nothing } from '../parts/block.tsx';
import { FURNACE_FLOOR, FURNACE_TEMPERATURE } from './furnace.ts';

const TimeChart = lazy(() => import('../charts/time-chart.tsx'));
const WIDTH = 800;

/** The curve around an alert: its window shaded, with something before and after to compare. */
export function AlertChart({ alert }: { alert: AlertDetail }) {
  const { t, say } = useWords();
  const factor = alert.factor ?? (alert.kind === 'temperature' ? FURNACE_TEMPERATURE : null);
  const [start, end] = [at(alert.start), at(alert.end)];
  const basis = alert.kind === 'exceedance' ? ('converted' as const) : ('measured' as const);
  const request = useMemo(() => {
    const shown = around({ start, end });
    const now = Math.ceil(serverNow() / MINUTE_MS) * MINUTE_MS;
    return {
      outlet: alert.outlet ?? '',
      factor: factor ?? '',
      from: shown.start,
      to: Math.max(end, Math.min(shown.end, now)),
      width: WIDTH,
      basis,
    };
  }, [alert.outlet, factor, start, end, basis]);
  const drawable = alert.outlet !== null && factor !== null;
  const query = useQuery({ ...seriesQuery(request), enabled: drawable });
  if (!drawable) return <p className="quiet-note">{t('alert.noChart')}</p>;
  return (
    <Block query={query} rows={6}>
      {(view) => {
        if (view.mean.every((value) => value === null)) {
          return <Nothing title={t('chart.noData')} hint={t('chart.noDataHint')} />;
        }
        const scene: Scene = {
          from: request.from,
          to: request.to,
          tracks: [{ role: 'main', view, floor: factor === FURNACE_TEMPERATURE ? FURNACE_FLOOR : null }],
          marks: view.marks,
          alerts: [],
          orders: [],
          lanes: view.marks.length > 0,
          window: { start, end },
        };
        return (
          <Suspense fallback={<div className="skeleton" style={{ height: 320 }} />}>
            <TimeChart name={`${say(view.name)} · ${t('alert.chart')}`} scene={scene} />
          </Suspense>
        );
      }}
    </Block>
  );
}
