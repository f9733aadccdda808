/** The text under the cursor of a time chart, as HTML for the pointer and as a sentence for the keyboard. */
import { numberText, unitText } from '../format/number.ts';
import { orderText } from '../format/order.ts';
import { periodText } from '../format/time.ts';
import { bucketAt, judgedBasis, limitAt } from './columns.ts';
import { type Scene, spanOfOrder, spanOfView, type Track, type Voice } from './scene.ts';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Names come from outside: they are text, never markup. */
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (c) => ESCAPES[c]!);

interface Reading {
  track: Track;
  name: string;
  value: string;
  range: string | null;
  flags: string;
  limit: string | null;
}

interface Reported {
  period: string;
  readings: Reading[];
  marks: string[];
  orders: string[];
  alerts: string[];
}

/** Everything known about an instant; null outside of the chart. */
export function reportAt(scene: Scene, { t, say }: Voice, at: number): Reported | null {
  const main = scene.tracks[0]?.view;
  if (main === undefined || at < scene.from || at >= scene.to) return null;
  const covers = (item: { start: string; end: string }) => {
    const { start, end } = spanOfView(item);
    return start <= at && at < end;
  };
  const i = bucketAt(main, at);
  const start = i < 0 ? at : main.t[i]!;
  return {
    period: periodText(start, i < 0 ? at : start + main.stepMs),
    readings: scene.tracks.map((track) => readingAt(track, { t, say }, at)),
    marks: scene.marks.filter(covers).map((mark) => say(mark.name)),
    orders: scene.orders
      .filter((order) => {
        const { start, end } = spanOfOrder(order, scene);
        return start <= at && at < end;
      })
      .map((order) => orderText(order, say)),
    alerts: scene.alerts
      .filter((alert) => alert.state !== 'withdrawn' && covers(alert))
      .map((alert) => `${t(`severity.${alert.severity}`)} · ${t(`kind.${alert.kind}`)}`),
  };
}

function readingAt(track: Track, { t, say }: Pick<Voice, 't' | 'say'>, at: number): Reading {
  const { view, floor } = track;
  const i = bucketAt(view, at);
  const mean = i < 0 ? null : (view.mean[i] ?? null);
  const low = i < 0 ? null : (view.min[i] ?? null);
  const high = i < 0 ? null : (view.max[i] ?? null);
  const limit = floor ?? limitAt(view, judgedBasis(view), at);
  return {
    track,
    name: say(view.name),
    value: mean === null ? t('chart.gap') : `${numberText(mean)} ${unitText(view.unit)}`,
    range: low === null || high === null || low === high ? null : `${numberText(low)}–${numberText(high)}`,
    flags: i < 0 ? '' : (view.flags[i] ?? ''),
    limit: limit === null ? null : numberText(limit),
  };
}

export function tooltipHtml(scene: Scene, voice: Voice, at: number): string {
  const { t } = voice;
  const report = reportAt(scene, voice, at);
  if (report === null) return '';
  const line = (label: string, value: string, strong = false) =>
    `<div class="tip-line"><span>${escapeHtml(label)}</span><${strong ? 'b' : 'span'}>${escapeHtml(value)}</${strong ? 'b' : 'span'}></div>`;
  const lines = report.readings.flatMap((reading) => [
    line(reading.name, reading.value, true),
    ...(reading.range === null ? [] : [line(t('chart.band'), reading.range)]),
    ...(reading.limit === null ? [] : [line(t('chart.limit'), reading.limit)]),
    ...(reading.flags === '' ? [] : [line(t('chart.flags'), reading.flags)]),
  ]);
  if (report.marks.length > 0) lines.push(line(t('chart.marks'), report.marks.join(' ')));
  if (report.orders.length > 0) lines.push(line(t('chart.laneOrders'), report.orders.join(' ')));
  if (report.alerts.length > 0) lines.push(line(t('chart.laneAlerts'), report.alerts.join(' ')));
  return `<div class="tip"><div class="tip-head">${escapeHtml(report.period)}</div>${lines.join('')}</div>`;
}

/** The same in one line, for the keyboard cursor. */
export function spokenAt(scene: Scene, voice: Voice, at: number): string {
  const report = reportAt(scene, voice, at);
  if (report === null) return '';
  const readings = report.readings.map(({ name, value }) => `${name} ${value}`);
  return [report.period, ...readings, ...report.marks, ...report.orders, ...report.alerts].join(voice.t('chart.comma'));
}
