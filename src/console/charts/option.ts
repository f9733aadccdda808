/** A scene as an ECharts option: one instance, grids that share the time axis, no sampling, gaps as gaps. */
import type { CustomSeriesOption, EChartsOption, LineSeriesOption } from 'echarts';
import { parseTime } from '../../model/beijing.ts';
import { numberText, unitText } from '../format/number.ts';
import { orderText } from '../format/order.ts';
import { FONT } from '../theme.ts';
import { type Bar, bandSeries, labelSeries, laneSeries, type Shade, type SideLabel, shadeSeries } from './bands.ts';
import { gaps, hasValue, heldPoints, judgedBasis, limitAt, runs, spanOf } from './columns.ts';
import { type Layout, layoutOf } from './layout.ts';
import {
  alertLane,
  alertLanes,
  isRetro,
  type Scene,
  spanOfOrder,
  spanOfView,
  type Track,
  type Voice,
} from './scene.ts';
import { fromAxis, tickText, toAxis } from './shift.ts';
import { isOver } from './summary.ts';
import { tooltipHtml } from './tooltip.ts';

type Series = CustomSeriesOption | LineSeriesOption;

const INK_ON: Record<string, string> = { critical: '#fff', serious: '#2a1300', warning: '#2b2100', info: '#fff' };

/** The id under which clicks on alerts arrive; `dataIndex` is the place in {@link alertLanes}. */
export const ALERT_SERIES = 'alerts';

export function optionOf(scene: Scene, voice: Voice): EChartsOption {
  const layout = layoutOf(scene);
  const offset = layout.lanes ? 1 : 0;
  const series = [
    ...(layout.lanes ? laneBars(scene, voice) : []),
    ...scene.tracks.flatMap((track, i) => trackSeries(scene, track, i + offset, voice)),
  ];
  return {
    useUTC: true,
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: gridsOf(layout, voice),
    xAxis: xAxes(scene, layout, voice),
    yAxis: yAxes(scene, layout, voice),
    axisPointer: {
      link: [{ xAxisIndex: 'all' }],
      snap: false,
      label: { show: false },
      lineStyle: { color: voice.palette.muted },
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      padding: 0,
      borderWidth: 0,
      backgroundColor: 'transparent',
      extraCssText: 'box-shadow:none',
      formatter: (params) => {
        const first = (Array.isArray(params) ? params[0] : params) as { axisValue?: number } | undefined;
        return first?.axisValue === undefined ? '' : tooltipHtml(scene, voice, fromAxis(first.axisValue));
      },
    },
    series,
  };
}

/** Pixels kept free beside the grids: values at the left, names of limits at the right. */
function marginsOf({ narrow }: Voice): { left: number; right: number } {
  return narrow ? { left: 44, right: 10 } : { left: 72, right: 104 };
}

function gridsOf(layout: Layout, voice: Voice): EChartsOption['grid'] {
  const boxes = [...(layout.lanes ? [layout.lanes] : []), ...layout.tracks];
  return boxes.map((box) => ({ ...marginsOf(voice), ...box, outerBoundsMode: 'none' as const }));
}

function xAxes(scene: Scene, layout: Layout, { t, palette, narrow }: Voice): EChartsOption['xAxis'] {
  const count = layout.tracks.length + (layout.lanes ? 1 : 0);
  return Array.from({ length: count }, (_, i) => {
    const last = i === count - 1;
    return {
      type: 'time' as const,
      gridIndex: i,
      min: toAxis(scene.from),
      max: toAxis(scene.to),
      splitNumber: narrow ? 3 : 8,
      name: last && !narrow ? t('shell.beijing') : '',
      nameLocation: 'end' as const,
      nameGap: 8,
      nameTextStyle: { color: palette.muted, fontSize: 11, verticalAlign: 'top' as const, padding: [8, 0, 0, 0] },
      axisLine: { show: last, lineStyle: { color: palette.line } },
      axisTick: { show: last, lineStyle: { color: palette.line } },
      axisLabel: {
        show: last,
        hideOverlap: true,
        color: palette.muted,
        fontSize: 11,
        formatter: tickText,
        rich: { day: { fontWeight: 'bold' as const, color: palette.text, fontSize: 11 } },
      },
      splitLine: { show: true, lineStyle: { color: palette.line, opacity: 0.7 } },
    };
  });
}

function yAxes(scene: Scene, layout: Layout, voice: Voice): EChartsOption['yAxis'] {
  const { t, palette, narrow } = voice;
  const orders = scene.orders.length > 0 ? [t('chart.laneOrders')] : [];
  const laneNames = [t('chart.laneState'), t('chart.laneMonitor'), ...orders, t('chart.laneAlerts')];
  const lanes = {
    type: 'category' as const,
    gridIndex: 0,
    inverse: true,
    data: Array.from({ length: layout.laneCount }, (_, i) => laneNames[i] ?? ''),
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      color: palette.muted,
      fontSize: narrow ? 10 : 11,
      interval: 0,
      ...(narrow ? { width: 40, overflow: 'truncate' as const } : {}),
    },
    splitLine: { show: true, lineStyle: { color: palette.line, opacity: 0.7 } },
    axisPointer: { show: false },
  };
  const offset = layout.lanes ? 1 : 0;
  const values = scene.tracks.map((track, i) => ({
    type: 'value' as const,
    gridIndex: i + offset,
    scale: track.role !== 'main' || track.floor !== null,
    splitNumber: track.role === 'main' ? 4 : 2,
    name: trackTitle(track, voice),
    nameLocation: 'end' as const,
    nameGap: 10,
    nameTextStyle: {
      align: 'left' as const,
      color: palette.text,
      fontSize: 12,
      fontWeight: 600,
      padding: [0, 0, 0, 8 - marginsOf(voice).left],
    },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: palette.muted, fontSize: 11, hideOverlap: true, formatter: numberText },
    splitLine: { lineStyle: { color: palette.line, opacity: 0.7 } },
    axisPointer: { show: false },
  }));
  return layout.lanes ? [lanes, ...values] : values;
}

function trackTitle({ role, view }: Track, { t, say }: Voice): string {
  const basis =
    role === 'main' ? ` ${t(view.basis === 'converted' ? 'site.basisConverted' : 'site.basisMeasured')}` : '';
  return `${say(view.name)}${basis}  ${unitText(view.unit)}`;
}

/** Marks in two lanes, orders and alerts below. */
function laneBars(scene: Scene, { t, say, palette }: Voice): Series[] {
  const orders: Bar[] = scene.orders.map((order) => ({
    ...spanOfOrder(order, scene),
    lane: 2,
    colour: palette.order,
    ink: '#fff',
    text: orderText(order, say),
    hatched: false,
    open: false,
  }));
  const marks: Bar[] = scene.marks.map((mark) => ({
    ...spanOfView(mark),
    lane: mark.layer === 'A' ? 0 : 1,
    colour: mark.layer === 'A' ? palette.markState : palette.markMonitor,
    ink: '#fff',
    text: say(mark.name),
    hatched: isRetro(mark),
    open: false,
  }));
  const alerts: Bar[] = alertLanes(scene).map(({ alert, lane }) => ({
    ...spanOfView(alert),
    lane: alertLane(scene) + lane,
    colour: palette.severity[alert.severity],
    ink: INK_ON[alert.severity]!,
    text: t(`kind.${alert.kind}`),
    hatched: false,
    open: alert.state === 'provisional',
  }));
  return [laneSeries('marks', 0, [...marks, ...orders], true), laneSeries(ALERT_SERIES, 0, alerts, false)];
}

function trackSeries(scene: Scene, track: Track, grid: number, voice: Voice): Series[] {
  const { view, floor, role } = track;
  const { palette } = voice;
  const colour = role === 'main' ? palette.accent : palette[role];
  const stretches = runs(view, hasValue(view));
  const basis = judgedBasis(view);
  const bound = (at: number) => floor ?? limitAt(view, basis, at);
  const bad = runs(view, (i) => {
    const [value, limit] = [view.mean[i] ?? null, bound(view.t[i]!)];
    return floor === null ? isOver(value, limit) : isOver(floor, value);
  });
  const line = (id: string, data: [number, number | null][], stroke: string, z: number): LineSeriesOption => ({
    id: `${id}-${grid}`,
    type: 'line',
    step: 'end',
    xAxisIndex: grid,
    yAxisIndex: grid,
    data: data.map(([at, value]) => [toAxis(at), value]),
    showSymbol: false,
    connectNulls: false,
    silent: true,
    lineStyle: { color: stroke, width: 1.5 },
    itemStyle: { color: stroke },
    emphasis: { disabled: true },
    z,
  });
  return [
    shadeSeries(`shade-${grid}`, grid, shades(scene, track, voice)),
    bandSeries(`band-${grid}`, grid, view, stretches, { fill: withAlpha(colour, 0.2), stroke: withAlpha(colour, 0.4) }),
    line('mean', heldPoints(view, stretches), colour, 3),
    line('bad', heldPoints(view, bad, bound), palette.limit, 4),
    ...limitLines(scene, track, grid, voice),
  ];
}

function shades(scene: Scene, { view, role }: Track, { palette }: Voice): Shade[] {
  const plain = { hatched: null, strip: null };
  const flagged = runs(view, (i) => (view.flags[i] ?? '') !== '').map((run) => ({
    ...spanOf(view, run),
    fill: palette.markMonitor,
    hatched: null,
    strip: 4,
  }));
  return [
    ...scene.marks.map((mark) => ({
      ...spanOfView(mark),
      ...plain,
      fill: withAlpha(mark.layer === 'A' ? palette.markState : palette.markMonitor, 0.12),
    })),
    ...gaps(view).map((gap) => ({
      ...gap,
      fill: withAlpha(palette.gap, 0.1),
      hatched: withAlpha(palette.gap, 0.55),
      strip: null,
    })),
    ...(scene.window === null ? [] : [{ ...scene.window, ...plain, fill: withAlpha(palette.limit, 0.09) }]),
    ...(role === 'main' ? flagged : []),
  ];
}

/** Limits as steps over the dates on which they bind, each named once at the right. */
function limitLines(scene: Scene, { view, floor }: Track, grid: number, { t, palette, narrow }: Voice): Series[] {
  const steps =
    floor === null
      ? view.limits.map(({ basis, value, from, to }) => ({
          key: basis,
          value,
          from: Math.max(scene.from, parseTime(from)),
          to: Math.min(scene.to, parseTime(to)),
          text: t(basis === 'hour' ? 'chart.limitHour' : 'chart.limitDay', { value: numberText(value) }),
        }))
      : [
          {
            key: 'floor',
            value: floor,
            from: scene.from,
            to: scene.to,
            text: t('chart.floor', { value: numberText(floor) }),
          },
        ];
  const shown = steps.filter(({ from, to }) => from < to);
  const keys = [...new Set(shown.map(({ key }) => key))];
  const lines = keys.map(
    (key): LineSeriesOption => ({
      id: `limit-${key}-${grid}`,
      type: 'line',
      step: 'end',
      xAxisIndex: grid,
      yAxisIndex: grid,
      data: shown
        .filter((step) => step.key === key)
        .flatMap(({ from, to, value }) => [
          [toAxis(from), value],
          [toAxis(to), value],
          [toAxis(to), null],
        ]),
      showSymbol: false,
      silent: true,
      lineStyle: { color: palette.limit, width: 1.2, type: key === 'hour' ? [6, 4] : 'solid' },
      itemStyle: { color: palette.limit },
      emphasis: { disabled: true },
      z: 2,
    }),
  );
  const labels = keys.map((key): SideLabel => {
    const last = shown.filter((step) => step.key === key).pop()!;
    return { at: last.to, value: last.value, text: last.text, colour: palette.limit };
  });
  return [...lines, labelSeries(`limit-names-${grid}`, grid, labels, { inside: narrow, halo: palette.surface })];
}

/** `#rrggbb` with an opacity. */
function withAlpha(colour: string, alpha: number): string {
  const [r, g, b] = [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16));
  return `rgba(${r},${g},${b},${alpha})`;
}
