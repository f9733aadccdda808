import type { Alert } from '../../model/alert.ts';
import { dayStart, HOUR_MS, MINUTE_MS } from '../../model/beijing.ts';
import { GRAIN_MS } from '../../model/channel.ts';
import { factorName, factorUnit } from '../../model/factors.ts';
import type { Language } from '../../model/text.ts';
import { parseSeries } from '../rule-tests/notation.ts';
import { firstDayOf, momentAt, type RuleCase } from '../rule-tests/schema.ts';

/** Half-open, epoch ms. */
export interface Span {
  from: number;
  to: number;
}

const WIDTH = 760;
const ROW = 96;
const BELOW = 34;
/** Signals in one picture at most: the one that was spoken of, and what it was held against. */
const ROWS = 5;
const BEIJING_MS = 8 * HOUR_MS;

/**
 * A case of a rule test as SVG: its series above each other on one time axis, marks grey, alerts red, the limit as a
 * dashed line, what was sent again orange. Lows and highs are kept; what was not sent stays a gap. Flagged values are drawn like others.
 */
export async function casePicture(
  test: RuleCase,
  told: readonly Alert[],
  { from, to }: Span,
  language: Language,
): Promise<string> {
  const { init } = await import('echarts');
  const rows = rowsOf(test, told[0]?.factor ?? null).slice(0, ROWS);
  const height = rows.length * ROW + BELOW;
  const firstDay = firstDayOf(test.start);
  const band = (color: string, spans: Span[]) =>
    spans.map((s) => [{ xAxis: s.from + BEIJING_MS, itemStyle: { color } }, { xAxis: s.to + BEIJING_MS }]);
  const marks = test.marks.map((m) => ({ from: momentAt(m.from, firstDay), to: momentAt(m.to, firstDay) }));
  const alerts = told.map(({ start, end }) => ({ from: start, to: end ?? to }));
  const engine = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  engine.setOption({
    animation: false,
    useUTC: true,
    textStyle: { fontFamily: 'sans-serif' },
    backgroundColor: '#ffffff',
    title: rows.map(({ outlet, name }, i) => ({
      text: label(outlet, name, language),
      left: 4,
      top: i * ROW + 2,
      textStyle: { fontSize: 11, fontWeight: 'normal', color: '#434343' },
    })),
    grid: rows.map((_, i) => ({ left: 56, right: 14, top: i * ROW + 26, height: ROW - 36 })),
    xAxis: rows.map((_, i) => ({
      type: 'time',
      gridIndex: i,
      min: from + BEIJING_MS,
      max: to + BEIJING_MS,
      axisLabel: {
        show: i === rows.length - 1,
        hideOverlap: true,
        formatter: to - from > 4 * 24 * HOUR_MS ? '{MM}-{dd}' : '{MM}-{dd} {HH}:{mm}',
      },
      axisTick: { show: i === rows.length - 1 },
      splitLine: { show: false },
    })),
    yAxis: rows.map((_, i) => ({
      type: 'value',
      gridIndex: i,
      scale: true,
      splitNumber: 2,
      splitLine: { lineStyle: { color: '#f0f0f0' } },
    })),
    series: rows.flatMap(({ outlet, name, given }, i) => {
      const again = outlet === undefined ? test.again.filter(({ factor }) => factor === name) : [];
      const limit = told.find((a) => a.factor === name.split(' ')[0])?.limit ?? null;
      const line = (color: string, data: Point[]) => ({
        type: 'line',
        xAxisIndex: i,
        yAxisIndex: i,
        showSymbol: false,
        lineStyle: { width: 1.2, color },
        data,
      });
      const sent = {
        ...line('#1f4e79', points(test, given, from, to)),
        markArea: {
          silent: true,
          data: [...band('rgba(120,130,145,0.25)', marks), ...band('rgba(207,19,34,0.18)', alerts)],
        },
        ...(limit === null
          ? {}
          : {
              markLine: {
                silent: true,
                symbol: 'none',
                lineStyle: { color: '#cf1322' },
                label: { show: false },
                data: [{ yAxis: limit }],
              },
            }),
      };
      return [sent, ...again.map((part) => line('#d46b08', sentAgain(test, part)))];
    }),
  });
  const svg = engine.renderToSVGString();
  engine.dispose();
  return svg;
}

/** What to look at: around the alert where it is short, else the whole case. */
export function spanOf(test: RuleCase, told: readonly Alert[]): Span {
  const firstDay = firstDayOf(test.start);
  const whole = { from: dayStart(firstDay), to: dayStart(firstDay + test.days) };
  const alert = told[0];
  if (!alert) return whole;
  const length = Math.max((alert.end ?? whole.to) - alert.start, 2 * HOUR_MS);
  if (length * 5 > whole.to - whole.from) return whole;
  const around = { from: alert.start - 2 * length, to: alert.start + 3 * length };
  return { from: Math.max(whole.from, around.from), to: Math.min(whole.to, around.to) };
}

/** The same part of another case, where it is as long; else all of that. */
export function likewise(test: RuleCase, like: RuleCase, span: Span): Span {
  const whole = spanOf(test, []);
  if (test.days !== like.days) return whole;
  const shift = whole.from - spanOf(like, []).from;
  return { from: span.from + shift, to: span.to + shift };
}

type Given = RuleCase['series'][string];

interface Row {
  /** undefined: the outlet under test */
  outlet: string | undefined;
  name: string;
  given: Given;
}

/** The signal that was spoken of first, then the others as they are written. */
function rowsOf(test: RuleCase, factor: string | null): Row[] {
  const own = Object.entries(test.series).map(([name, given]): Row => ({ outlet: undefined, name, given }));
  const beside = test.beside.flatMap(({ id, series }) =>
    Object.entries(series).map(([name, given]): Row => ({ outlet: id, name, given })),
  );
  const spokenOf = ({ outlet, name }: Row) => outlet === undefined && name.split(' ')[0] === factor;
  return [...own, ...beside].sort((a, b) => Number(spokenOf(b)) - Number(spokenOf(a)));
}

function label(outlet: string | undefined, name: string, language: Language): string {
  const [code, ...more] = name.split(' ') as [string, ...string[]];
  const unit = factorUnit(code);
  return [outlet, factorName(code)[language], code, ...more, unit].filter(Boolean).join(' ');
}

type Point = [at: number, value: number | null];

function points(test: RuleCase, given: Given, from: number, to: number): Point[] {
  const series = typeof given === 'string' ? { grain: 'minute' as const, step: undefined, values: given } : given;
  const items = parseSeries(series.values);
  const step = series.step ?? test.step;
  const period = Math.max(GRAIN_MS[series.grain], MINUTE_MS);
  const start = dayStart(firstDayOf(test.start));
  const at = (t: number) => items[Math.min(Math.floor((t - start) / step), items.length - 1)]!.value ?? Number.NaN;
  const first = start + Math.floor((from - start) / period) * period;
  const bucket = Math.max(1, Math.ceil((to - first) / period / WIDTH)) * period;
  const drawn: Point[] = [];
  for (let t = first; t < to; t += bucket) {
    let [low, high] = [Number.NaN, Number.NaN];
    for (let k = t; k < Math.min(to, t + bucket); k += period) {
      const value = at(k);
      if (!(value >= low)) low = Number.isNaN(value) ? low : value;
      if (!(value <= high)) high = Number.isNaN(value) ? high : value;
    }
    if (Number.isNaN(low)) drawn.push([t + BEIJING_MS, null]);
    else if (bucket === period) drawn.push([t + BEIJING_MS, low], [t + period + BEIJING_MS, low]);
    else drawn.push([t + BEIJING_MS, low], [t + bucket / 2 + BEIJING_MS, high]);
  }
  return drawn;
}

function sentAgain(test: RuleCase, { from, to, values }: RuleCase['again'][number]): Point[] {
  const firstDay = firstDayOf(test.start);
  const start = momentAt(from, firstDay);
  const items = parseSeries(values);
  const drawn: Point[] = [];
  for (let t = start; t < momentAt(to, firstDay); t += MINUTE_MS) {
    const { value } = items[Math.min(Math.floor((t - start) / test.step), items.length - 1)]!;
    drawn.push([t + BEIJING_MS, value ?? null]);
  }
  return drawn;
}
