import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useMemo } from 'react';
import type { Span } from '../../model/beijing.ts';
import type { SeriesView } from '../../model/views/series.ts';
import type { OutletView } from '../../model/views/sites.ts';
import { serverNow } from '../api/live.ts';
import { type SeriesRequest, seriesQuery, siteOrdersQuery } from '../api/queries.ts';
import type { Scene, Track } from '../charts/scene.ts';
import { rangeOf, spanParams } from '../format/range.ts';
import { at, periodText } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { Block, Nothing } from '../parts/block.tsx';
import { Card } from '../parts/card.tsx';
import { useUrl } from '../parts/url.ts';
import { AxisTools } from './axis-tools.tsx';
import { FURNACE_FLOOR, FURNACE_TEMPERATURE, factorsOf, hasFactor, OXYGEN } from './furnace.ts';
import { SiteEvents } from './site-events.tsx';

const TimeChart = lazy(() => import('../charts/time-chart.tsx'));
const WIDTH = 1200;

/** The heart: marks, alerts, concentration, furnace temperature and oxygen on one time axis. */
export function SiteAxis({ site, outlet }: { site: string; outlet: OutletView }) {
  const { t, say } = useWords();
  const { get, patch } = useUrl();
  const factors = factorsOf(outlet);
  const factor = factors.find((f) => f.factor === get('factor'))?.factor ?? factors[0]?.factor ?? '';
  const basis: SeriesView['basis'] = get('basis') === 'measured' ? 'measured' : 'converted';
  const asked = { from: get('from'), to: get('to'), range: get('range') };
  const range = rangeOf(asked, at(outlet.lastData), serverNow());
  const { start, end } = range;

  const ask = (code: string, how: SeriesView['basis'], enabled: boolean) => ({
    ...seriesQuery({
      outlet: outlet.id,
      factor: code,
      from: start,
      to: end,
      width: WIDTH,
      basis: how,
    } as SeriesRequest),
    enabled,
    placeholderData: (before: SeriesView | undefined) => (before?.outlet === outlet.id ? before : undefined),
  });
  const main = useQuery(ask(factor, basis, factor !== ''));
  const beside = (code: string) => code !== factor && hasFactor(outlet, code);
  const heat = useQuery(ask(FURNACE_TEMPERATURE, 'measured', beside(FURNACE_TEMPERATURE)));
  const oxygen = useQuery(ask(OXYGEN, 'measured', beside(OXYGEN)));

  const orders = useQuery(siteOrdersQuery(site)).data?.items;

  const scene = useMemo<Scene | null>(() => {
    if (main.data === undefined) return null;
    const views = [main.data, heat.data, oxygen.data].filter((view) => view !== undefined);
    const tracks: Track[] = [
      { role: 'main', view: main.data, floor: main.data.factor === FURNACE_TEMPERATURE ? FURNACE_FLOOR : null },
      ...(heat.data ? [{ role: 'temperature' as const, view: heat.data, floor: FURNACE_FLOOR }] : []),
      ...(oxygen.data ? [{ role: 'oxygen' as const, view: oxygen.data, floor: null }] : []),
    ];
    return {
      from: start,
      to: end,
      tracks,
      marks: once(views.flatMap((view) => view.marks)),
      alerts: once(views.flatMap((view) => view.alerts)),
      orders: (orders ?? []).filter(({ outlets, start: from, end: to }) => {
        return outlets.includes(outlet.id) && at(from) < end && (to === null || at(to) > start);
      }),
      lanes: true,
      window: null,
    };
  }, [main.data, heat.data, oxygen.data, orders, outlet.id, start, end]);

  const zoom = useCallback((to: Span) => patch(spanParams(to), { replace: true }), [patch]);
  const reset = useCallback(() => patch({ from: null, to: null }, { replace: true }), [patch]);
  const openAlert = useCallback((alert: string) => patch({ alert }), [patch]);

  if (factors.length === 0) {
    return (
      <Card title={t('site.axis')}>
        <Nothing title={t('site.noChannels')} hint={t('site.noChannelsHint')} />
      </Card>
    );
  }
  const name = `${say(outlet.name)} · ${t('site.axis')}`;
  return (
    <>
      <Card title={t('site.axis')} hint={`${periodText(start, end)} · ${t('shell.beijing')}`}>
        <Block query={main} rows={10}>
          {() =>
            scene && (
              <Suspense fallback={<div className="skeleton" style={{ height: 560 }} />}>
                <TimeChart
                  name={name}
                  scene={scene}
                  busy={main.isPlaceholderData || main.isFetching}
                  tools={<AxisTools factors={factors} factor={factor} basis={basis} range={range} zoom={zoom} />}
                  zoom={zoom}
                  reset={reset}
                  openAlert={openAlert}
                />
              </Suspense>
            )
          }
        </Block>
      </Card>
      {scene && <SiteEvents scene={scene} outlet={outlet} openAlert={openAlert} />}
    </>
  );
}

/** Each id once: the same mark comes with every curve. */
const once = <T extends { id: string }>(items: T[]): T[] => [...new Map(items.map((item) => [item.id, item])).values()];
