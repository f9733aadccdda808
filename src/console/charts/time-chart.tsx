/** A time chart with its name, its sentence, its table, and a cursor for the keyboard. */
import { LineChartOutlined, TableOutlined } from '@ant-design/icons';
import { Segmented } from 'antd';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useState } from 'react';
import { parseTime, type Span } from '../../model/beijing.ts';
import { useWords } from '../i18n/index.ts';
import { useNarrow } from '../parts/narrow.ts';
import { useAppearance } from '../shell/preferences.tsx';
import { bucketAt } from './columns.ts';
import { DataTable } from './data-table.tsx';
import { layoutOf } from './layout.ts';
import { Legend } from './legend.tsx';
import { ALERT_SERIES, optionOf } from './option.ts';
import { alertLanes, type Scene, type Voice } from './scene.ts';
import { toAxis } from './shift.ts';
import { summaryOf } from './summary.ts';
import { spokenAt } from './tooltip.ts';
import { useChart } from './use-chart.ts';
import { useDrag } from './use-drag.ts';

interface TimeChartProps {
  name: string;
  scene: Scene;
  /** newer data are on their way */
  busy?: boolean;
  tools?: ReactNode;
  zoom?: (to: Span) => void;
  reset?: () => void;
  openAlert?: (id: string) => void;
}

export default function TimeChart({ name, scene, busy = false, tools, zoom, reset, openAlert }: TimeChartProps) {
  const { t, say, language } = useWords();
  const { palette } = useAppearance();
  const narrow = useNarrow();
  const summaryId = useId();
  const [asTable, showTable] = useState(false);
  const [cursor, setCursor] = useState<number | null>(null);

  const voice = useMemo<Voice>(() => ({ t, say, palette, narrow }), [t, say, palette, narrow]);
  const option = useMemo(() => optionOf(scene, voice), [scene, voice]);
  const { box, chart } = useChart(option, language);
  const { drag, handlers } = useDrag(chart, { start: scene.from, end: scene.to }, zoom);
  const { height, tracks } = layoutOf(scene);
  const main = scene.tracks[0]?.view;
  const lanes = alertLanes(scene);

  useEffect(() => {
    if (!chart || !openAlert) return;
    const click = (event: { seriesId?: string; dataIndex: number }) => {
      const hit = event.seriesId === ALERT_SERIES ? alertLanes(scene)[event.dataIndex] : undefined;
      if (hit) openAlert(hit.alert.id);
    };
    chart.on('click', click as (event: unknown) => void);
    return () => void chart.off('click', click as (event: unknown) => void);
  }, [chart, openAlert, scene]);

  const pointAt = (at: number) => {
    setCursor(at);
    const x = chart?.convertToPixel({ xAxisIndex: 0 }, toAxis(at));
    if (x !== undefined) chart?.dispatchAction({ type: 'showTip', x, y: tracks[0]!.top + 24 });
  };
  const step = (by: number) => {
    if (main === undefined || main.t.length === 0) return;
    const now = cursor === null ? -1 : bucketAt(main, cursor);
    const i = now < 0 ? (by > 0 ? 0 : main.t.length - 1) : Math.max(0, Math.min(main.t.length - 1, now + by));
    pointAt(main.t[i]!);
  };
  const jump = (forward: boolean) => {
    const starts = lanes.map(({ alert }) => parseTime(alert.start)).sort((a, b) => (forward ? a - b : b - a));
    const here = cursor ?? (forward ? scene.from : scene.to);
    const next = starts.find((start) => (forward ? start > here : start < here));
    if (next !== undefined) pointAt(Math.max(scene.from, next));
  };
  const openHere = () => {
    const hit = lanes.find(
      ({ alert }) => cursor !== null && parseTime(alert.start) <= cursor && cursor < parseTime(alert.end),
    );
    if (hit) openAlert?.(hit.alert.id);
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const acts: Record<string, () => void> = {
      ArrowRight: () => step(1),
      ArrowLeft: () => step(-1),
      PageDown: () => step(12),
      PageUp: () => step(-12),
      ']': () => jump(true),
      '[': () => jump(false),
      '0': () => reset?.(),
      t: () => showTable((shown) => !shown),
      Enter: openHere,
    };
    const act = acts[event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  return (
    <figure className="time-chart" aria-label={name}>
      <div className="chart-tools">
        {tools}
        <span className="spring" />
        <Segmented
          value={asTable ? 'table' : 'chart'}
          onChange={(value) => showTable(value === 'table')}
          aria-label={t('chart.view')}
          options={[
            { value: 'chart', label: t('chart.chart'), icon: <LineChartOutlined aria-hidden="true" /> },
            { value: 'table', label: t('chart.table'), icon: <TableOutlined aria-hidden="true" /> },
          ]}
        />
      </div>
      <figcaption id={summaryId} className="chart-summary">
        {scene.tracks.map((track) => (
          <p key={track.role} className={track.role === 'main' ? undefined : 'unseen'}>
            {summaryOf(track, voice)}
          </p>
        ))}
      </figcaption>
      {asTable && <DataTable scene={scene} voice={voice} />}
      <div hidden={asTable}>
        <Legend scene={scene} />
        <div
          className="chart-stage"
          data-busy={busy}
          role="slider"
          tabIndex={0}
          aria-label={name}
          aria-describedby={summaryId}
          aria-valuemin={0}
          aria-valuemax={Math.max(0, (main?.t.length ?? 1) - 1)}
          aria-valuenow={Math.max(0, main && cursor !== null ? bucketAt(main, cursor) : 0)}
          aria-valuetext={cursor === null ? t('chart.keyHint') : spokenAt(scene, voice, cursor)}
          onKeyDown={press}
          {...handlers}
        >
          <div ref={box} style={{ height }} />
          {drag && (
            <div
              className="chart-drag"
              style={{ left: Math.min(drag.from, drag.to), width: Math.abs(drag.to - drag.from) }}
            />
          )}
        </div>
        <p className="muted small no-print chart-hint">{t('chart.keyHint')}</p>
      </div>
    </figure>
  );
}
