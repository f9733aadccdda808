import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AlertView } from '../../model/views/alerts.ts';
import type { SeriesView } from '../../model/views/series.ts';
import type { MarkView } from '../../model/views/statements.ts';
import { zh } from '../i18n/zh.ts';
import { PALETTES } from '../theme.ts';
import { bucketAt, gaps, hasValue, heldPoints, judgedBasis, limitAt, runs } from './columns.ts';
import { laneOf } from './lanes.ts';
import { optionOf } from './option.ts';
import type { Scene, Voice } from './scene.ts';
import { summaryOf } from './summary.ts';
import { reportAt, tooltipHtml } from './tooltip.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** 2026-03-01 00:00 in Beijing. */
const START = Date.parse('2026-02-28T16:00:00Z');
const time = (hours: number) => new Date(START + hours * HOUR).toISOString();

/** Hours from {@link START}, with these means; null = a bucket without data. */
function hours(mean: (number | null)[], more: Partial<SeriesView> = {}): SeriesView {
  return {
    outlet: 'f1',
    factor: 'a21005',
    name: { zh: '一氧化碳', en: 'Carbon monoxide' },
    unit: 'mg/m3',
    basis: 'converted',
    level: 'hour',
    stepMs: HOUR,
    from: time(0),
    to: time(mean.length),
    t: mean.map((_, i) => START + i * HOUR),
    min: mean.map((v) => v && v - 5),
    max: mean.map((v) => v && v + 20),
    mean,
    n: mean.map((v) => (v === null ? 0 : 60)),
    flags: mean.map(() => ''),
    limits: [{ basis: 'hour', value: 100, from: time(0), to: time(24), source: 'standard' }],
    marks: [],
    alerts: [],
    ...more,
  };
}

let voice: Voice;
beforeAll(async () => {
  await i18next.init({ lng: 'zh', resources: { zh: { translation: zh } }, interpolation: { escapeValue: false } });
  voice = { t: i18next.t as never, say: (text) => text.zh, palette: PALETTES.light, narrow: false };
});

const scene = (view: SeriesView, more: Partial<Scene> = {}): Scene => ({
  from: START,
  to: START + view.mean.length * HOUR,
  tracks: [{ role: 'main', view, floor: null }],
  marks: [],
  alerts: [],
  orders: [],
  lanes: true,
  window: null,
  ...more,
});

describe('columns', () => {
  const view = hours([10, 20, null, null, 30, null]);

  it('keep gaps as gaps', () => {
    expect(gaps(view)).toEqual([
      { start: START + 2 * HOUR, end: START + 4 * HOUR },
      { start: START + 5 * HOUR, end: START + 6 * HOUR },
    ]);
  });

  it('know a gap also where buckets are missing altogether', () => {
    const jumpy = { ...hours([10, 20, 30]), t: [START, START + HOUR, START + 5 * HOUR], to: time(6) };
    expect(runs(jumpy, hasValue(jumpy))).toEqual([
      { from: 0, to: 2 },
      { from: 2, to: 3 },
    ]);
    expect(gaps(jumpy)).toEqual([{ start: START + 2 * HOUR, end: START + 5 * HOUR }]);
  });

  it('hold a mean for its whole period: a single hour between two gaps stays visible', () => {
    const points = heldPoints(view, runs(view, hasValue(view)));
    expect(points.slice(-3)).toEqual([
      [START + 4 * HOUR, 30],
      [START + 5 * HOUR, 30],
      [START + 5 * HOUR, null],
    ]);
    expect(points[2]).toEqual([START + 2 * HOUR, 20]);
  });

  it('find the bucket of an instant, and none in a jump', () => {
    expect(bucketAt(view, START + 90 * MINUTE)).toBe(1);
    expect(bucketAt(view, START - 1)).toBe(-1);
    expect(bucketAt(view, START + 6 * HOUR)).toBe(-1);
  });

  it('hold days against the limit of days, and each bucket against the limit of its time', () => {
    const limits: SeriesView['limits'] = [
      { basis: 'hour', value: 100, from: time(0), to: time(3), source: 'a' },
      { basis: 'hour', value: 60, from: time(3), to: time(6), source: 'a' },
      { basis: 'day', value: 80, from: time(0), to: time(6), source: 'a' },
    ];
    const dated = hours([1, 1, 1, 1, 1, 1], { limits });
    expect(judgedBasis(dated)).toBe('hour');
    expect(judgedBasis({ ...dated, level: 'day' })).toBe('day');
    expect([limitAt(dated, 'hour', START + 3 * HOUR - 1), limitAt(dated, 'hour', START + 3 * HOUR)]).toEqual([100, 60]);
  });
});

describe('lanes', () => {
  it('let spans that touch share one, and part those that overlap', () => {
    const span = (start: number, end: number) => ({ start, end });
    expect(laneOf([span(0, 10), span(10, 20), span(5, 12), span(6, 7), span(6, 8)], 3)).toEqual([0, 0, 1, 2, 2]);
  });
});

describe('the option', () => {
  const view = hours([40, 130, null, 30]);
  const series = (name: string) => {
    const list = optionOf(scene(view), voice).series as { id: string; data: unknown[]; sampling?: string }[];
    return list.find(({ id }) => id === name)!;
  };

  it('speaks Beijing time: moved by eight hours and shown as UTC', () => {
    const option = optionOf(scene(view), voice);
    expect(option.useUTC).toBe(true);
    expect((option.xAxis as { min: number }[])[0]!.min).toBe(Date.parse('2026-03-01T00:00:00Z'));
  });

  it('neither samples nor animates, and leaves gaps unconnected', () => {
    expect(optionOf(scene(view), voice).animation).toBe(false);
    expect(series('mean-1')).toMatchObject({ connectNulls: false, showSymbol: false });
    expect(series('mean-1').sampling).toBeUndefined();
  });

  it('gives the axis the true peaks', () => {
    expect((series('band-1').data as number[][]).map(([, , low, high]) => [low, high])).toEqual([
      [35, 150],
      [25, 50],
    ]);
  });

  it('draws what lies above the limit a second time, from the limit up', () => {
    const high = (series('bad-1').data as [number, number | null][]).map(([, value]) => value);
    expect(high).toEqual([100, 130, 130, 100, null]);
  });

  it('puts marks and standing alerts into lanes, and leaves withdrawn ones out', () => {
    const alert = (id: string, state: AlertView['state']) =>
      ({ id, state, severity: 'serious', kind: 'exceedance', start: time(0), end: time(1) }) as AlertView;
    const mark = {
      id: 'm',
      layer: 'B',
      name: { zh: 'CEMS维护', en: '' },
      start: time(1),
      end: time(2),
      createdAt: time(3),
    };
    const full = scene(view, {
      alerts: [alert('a', 'confirmed'), alert('b', 'withdrawn')],
      marks: [mark as MarkView],
    });
    const list = optionOf(full, voice).series as { id: string; data: number[][] }[];
    expect(list.find(({ id }) => id === 'alerts')!.data.map(([, , lane]) => lane)).toEqual([2]);
    expect(list.find(({ id }) => id === 'marks')!.data.map(([, , lane]) => lane)).toEqual([1]);
  });

  it('draws hour and day limits as steps of their own', () => {
    const limits: SeriesView['limits'] = [
      { basis: 'hour', value: 100, from: time(0), to: time(2), source: 'a' },
      { basis: 'hour', value: 60, from: time(2), to: time(9), source: 'a' },
    ];
    const list = optionOf(scene(hours([1, 1, 1, 1], { limits })), voice).series as { id: string; data: unknown[][] }[];
    const step = list.find(({ id }) => id === 'limit-hour-1')!;
    expect(step.data.map(([, value]) => value)).toEqual([100, 100, null, 60, 60, null]);
  });
});

describe('the sentence about a curve', () => {
  it('names the peak with its period, stretches above the limit, and what is missing', () => {
    const view = hours([40, 130, 120, null, 30, 110]);
    expect(summaryOf({ role: 'main', view, floor: null }, voice)).toBe(
      '一氧化碳（mg/m³，小时），2026-03-01 00:00–06:00；最高 150（03-01 01:00–02:00），最低 25；2 段均值高于限值 100；缺数 1 小时。',
    );
  });

  it('speaks of a floor as of a floor', () => {
    const view = hours([900, 840, 860], { unit: '℃', limits: [] });
    expect(summaryOf({ role: 'temperature', view, floor: 850 }, voice)).toContain('1 段低于 850 ℃');
  });

  it('says so where there is nothing', () => {
    expect(summaryOf({ role: 'main', view: hours([null, null]), floor: null }, voice)).toContain('该时段没有数据');
  });
});

describe('the tooltip', () => {
  it('reads a gap as a gap and names limit, range and flags', () => {
    const view = hours([40, null], { flags: ['CM', ''] });
    expect(reportAt(scene(view), voice, START + MINUTE)).toMatchObject({
      period: '2026-03-01 00:00–01:00',
      readings: [{ value: '40 mg/m³', range: '35–60', limit: '100', flags: 'CM' }],
    });
    expect(reportAt(scene(view), voice, START + HOUR)!.readings[0]!.value).toBe('无数据');
    expect(reportAt(scene(view), voice, START - 1)).toBeNull();
  });

  it('treats names as text, never as markup', () => {
    const view = hours([1], { name: { zh: '<img src=x onerror=1>', en: '' } });
    expect(tooltipHtml(scene(view), voice, START)).not.toContain('<img');
  });
});
