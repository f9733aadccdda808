/** Custom drawing for ECharts: spans as bars in lanes, shading behind curves, min–max bands. Pure: data in, shapes out. */
import type { CustomSeriesOption } from 'echarts';
import type { Span } from '../../model/beijing.ts';
import type { SeriesView } from '../../model/views/series.ts';
import { type Run, spanOf } from './columns.ts';
import { toAxis } from './shift.ts';

type Render = NonNullable<CustomSeriesOption['renderItem']>;
interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Bar extends Span {
  lane: number;
  colour: string;
  ink: string;
  text: string;
  hatched: boolean;
  /** not settled yet */
  open: boolean;
}

const hatch = (color: string, gap = 5) => ({
  symbol: 'rect',
  color,
  dashArrayX: [1, 0] as [number, number],
  dashArrayY: [1.5, gap] as [number, number],
  rotation: -Math.PI / 4,
});

/** Left edge and width of a span inside the drawing area, at least `least` pixels wide; null outside of it. */
function across(area: Area, start: number, end: number, least = 0): { x: number; width: number } | null {
  const right = area.x + area.width;
  if (end < area.x || start > right) return null;
  const x = Math.max(area.x, Math.min(start, right - least));
  return { x, width: Math.max(least, Math.min(end, right) - x) };
}

const BAR_LEAST = 7;
const TEXT_FROM = 34;

/** Bars in lanes (a category axis), with their words where there is room. */
export function laneSeries(id: string, grid: number, bars: Bar[], silent: boolean): CustomSeriesOption {
  const render: Render = (params, api) => {
    const bar = bars[params.dataIndex]!;
    const area = params.coordSys as unknown as Area;
    const [start, middle] = api.coord([toAxis(bar.start), bar.lane]) as [number, number];
    const [end] = api.coord([toAxis(bar.end), bar.lane]) as [number, number];
    const place = across(area, start, end, BAR_LEAST);
    if (place === null) return null;
    const height = 16;
    return {
      type: 'rect',
      shape: { ...place, y: middle - height / 2, height, r: 3 },
      style: {
        fill: bar.colour,
        opacity: bar.open ? 0.82 : 1,
        ...(bar.hatched ? { decal: hatch('rgba(255,255,255,.55)', 4) } : {}),
      },
      emphasis: { style: { opacity: 0.7 } },
      ...(place.width < TEXT_FROM
        ? {}
        : {
            textContent: {
              type: 'text' as const,
              style: {
                text: bar.text,
                fill: bar.ink,
                fontSize: 11,
                overflow: 'truncate' as const,
                width: place.width - 10,
              },
            },
            textConfig: { position: 'insideLeft' as const, distance: 6 },
          }),
    };
  };
  return {
    id,
    type: 'custom',
    xAxisIndex: grid,
    yAxisIndex: grid,
    renderItem: render,
    encode: { x: [0, 1], y: 2 },
    data: bars.map((bar) => [toAxis(bar.start), toAxis(bar.end), bar.lane]),
    silent,
    z: 3,
  };
}

export interface Shade extends Span {
  fill: string;
  /** drawn as hatching of this colour */
  hatched: string | null;
  /** only a strip of this height along the bottom; null = the whole height */
  strip: number | null;
}

/** Shading over the height of a grid: marks, gaps, the window of an alert, flagged buckets. */
export function shadeSeries(id: string, grid: number, shades: Shade[]): CustomSeriesOption {
  const render: Render = (params, api) => {
    const shade = shades[params.dataIndex]!;
    const area = params.coordSys as unknown as Area;
    const [start] = api.coord([toAxis(shade.start), 0]) as [number, number];
    const [end] = api.coord([toAxis(shade.end), 0]) as [number, number];
    const place = across(area, start, end, shade.strip === null ? 0 : 2);
    if (place === null) return null;
    const height = shade.strip ?? area.height;
    return {
      type: 'rect',
      shape: { ...place, y: area.y + area.height - height, height },
      style: { fill: shade.fill, ...(shade.hatched === null ? {} : { decal: hatch(shade.hatched) }) },
    };
  };
  return {
    id,
    type: 'custom',
    xAxisIndex: grid,
    yAxisIndex: grid,
    renderItem: render,
    encode: { x: [0, 1] },
    data: shades.map(({ start, end }) => [toAxis(start), toAxis(end)]),
    silent: true,
    z: 0,
  };
}

/** The band between the smallest and the largest value of each bucket, held over the bucket's period. */
export function bandSeries(
  id: string,
  grid: number,
  view: SeriesView,
  stretches: Run[],
  { fill, stroke }: { fill: string; stroke: string },
): CustomSeriesOption {
  const edge = (side: (number | null)[], i: number) => side[i] ?? view.mean[i] ?? 0;
  const render: Render = (params, api) => {
    const run = stretches[params.dataIndex]!;
    const upper: number[][] = [];
    const lower: number[][] = [];
    for (let i = run.from; i < run.to; i++) {
      const start = toAxis(view.t[i]!);
      const end = start + view.stepMs;
      upper.push(api.coord([start, edge(view.max, i)]), api.coord([end, edge(view.max, i)]));
      lower.push(api.coord([start, edge(view.min, i)]), api.coord([end, edge(view.min, i)]));
    }
    return {
      type: 'polygon',
      shape: { points: [...upper, ...lower.reverse()] },
      style: { fill, stroke, lineWidth: 0.8 },
    };
  };
  return {
    id,
    type: 'custom',
    clip: true,
    xAxisIndex: grid,
    yAxisIndex: grid,
    renderItem: render,
    encode: { x: [0, 1], y: [2, 3] },
    data: stretches.map((run) => {
      const { start, end } = spanOf(view, run);
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      for (let i = run.from; i < run.to; i++) {
        low = Math.min(low, edge(view.min, i));
        high = Math.max(high, edge(view.max, i));
      }
      return [toAxis(start), toAxis(end), low, high];
    }),
    silent: true,
    z: 1,
  };
}

export interface SideLabel {
  at: number;
  value: number;
  text: string;
  colour: string;
}

const LABEL_STEP = 14;

/** Names of limit lines at the right, pushed apart where they would overlap. */
export function labelSeries(
  id: string,
  grid: number,
  labels: SideLabel[],
  { inside, halo }: { inside: boolean; halo: string },
): CustomSeriesOption {
  const render: Render = (params, api) => {
    const area = params.coordSys as unknown as Area;
    const places = labels
      .map((label, i) => ({ i, y: (api.coord([toAxis(label.at), label.value]) as [number, number])[1] }))
      .sort((a, b) => a.y - b.y);
    for (let k = 1; k < places.length; k++) {
      places[k]!.y = Math.max(places[k]!.y, places[k - 1]!.y + LABEL_STEP);
    }
    const label = labels[params.dataIndex]!;
    const y = places.find(({ i }) => i === params.dataIndex)!.y;
    const right = area.x + area.width;
    return {
      type: 'text',
      x: inside ? right - 4 : right + 6,
      y: inside ? y - 8 : y,
      style: {
        text: label.text,
        fill: label.colour,
        fontSize: 11,
        fontWeight: 600,
        textBorderColor: halo,
        textBorderWidth: 3,
        align: inside ? 'right' : 'left',
        verticalAlign: 'middle',
      },
    };
  };
  return {
    id,
    type: 'custom',
    xAxisIndex: grid,
    yAxisIndex: grid,
    renderItem: render,
    encode: { x: 0, y: 1 },
    data: labels.map(({ at, value }) => [toAxis(at), value]),
    silent: true,
    z: 5,
  };
}
