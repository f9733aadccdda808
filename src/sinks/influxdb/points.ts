import { Point } from '@influxdata/influxdb-client';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../model/beijing.ts';
import type { DaySeries, FactorSeries } from '../../model/day-series.ts';
import type { EventSent } from '../event-source.ts';
import type { Mean } from './settings.ts';

/**
 * The schema at the other side. A point is named by measurement, tags and time alone, and these never change for what it
 * speaks of: written again, it replaces itself.
 *
 * - `fluewatch_minute|hour|day` {site, outlet, factor}: `measured`, `converted` (means of usable minutes), `minutes`
 * - `fluewatch_state` {site, outlet}, an hour each: minutes `received`, `stopped`, `invalid`
 * - `fluewatch_alert` {site, outlet, factor, rule, kind, severity, event}: `id`, `value`, `limit`, `count`, `start`, `end`, `says`
 * - `fluewatch_lead` {site, queue, severity, to}: `id`, `priority`, `alerts`, `says`
 */
export const SPAN_MS: Record<Mean, number> = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS };

/** Nanoseconds, so that events of one millisecond stay as many as they are: the number of the event is put behind. */
const eventTime = ({ at, seq }: EventSent) => `${at}${String(seq % 1_000_000).padStart(6, '0')}`;

export function eventPoint(sent: EventSent): Point {
  if (sent.kind === 'alert') {
    const { event, alert } = sent;
    const { id, site, outlet, factor, rule, kind, severity, value, limit, count, start, end, says } = alert;
    const point = new Point('fluewatch_alert')
      .tag('site', site)
      .tag('rule', rule)
      .tag('kind', kind)
      .tag('severity', severity)
      .tag('event', event)
      .stringField('id', id)
      .intField('count', count)
      .intField('start', start)
      .intField('end', end)
      .stringField('says', says.zh);
    if (outlet !== null) point.tag('outlet', outlet);
    if (factor !== null) point.tag('factor', factor);
    if (value !== null) point.floatField('value', value);
    if (limit !== null) point.floatField('limit', limit);
    return point.timestamp(eventTime(sent));
  }
  const { lead, to } = sent;
  return new Point('fluewatch_lead')
    .tag('site', lead.site)
    .tag('queue', lead.queue)
    .tag('severity', lead.severity)
    .tag('to', to)
    .stringField('id', lead.id)
    .floatField('priority', lead.priority)
    .intField('alerts', lead.alerts.length)
    .stringField('says', lead.says.zh)
    .timestamp(eventTime(sent));
}

/** Points of the minutes `[from, to)` of a day. */
export function meanPoints(series: DaySeries, mean: Mean, from: number, to: number): Point[] {
  const span = SPAN_MS[mean] / MINUTE_MS;
  const points: Point[] = [];
  for (const each of series.factors) {
    for (let m = from; m < to; m += span) {
      const point = new Point(`fluewatch_${mean}`).tag('site', series.site).tag('outlet', series.outlet);
      if (!withMeans(point, each, m, m + span)) continue;
      points.push(point.tag('factor', each.factor).timestamp(nanoseconds(series.start + m * MINUTE_MS)));
    }
  }
  return points;
}

/** @returns false where there is nothing to say */
function withMeans(point: Point, { measured, converted }: FactorSeries, from: number, to: number): boolean {
  const value = meanOf(measured, from, to);
  const atReference = meanOf(converted, from, to);
  const minutes = Math.max(value.minutes, atReference.minutes);
  point.intField('minutes', minutes);
  if (value.minutes > 0) point.floatField('measured', value.mean);
  if (atReference.minutes > 0) point.floatField('converted', atReference.mean);
  return minutes > 0;
}

function meanOf(values: Float64Array, from: number, to: number): { mean: number; minutes: number } {
  let sum = 0;
  let minutes = 0;
  for (let m = from; m < to; m++) {
    const value = values[m]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    minutes++;
  }
  return { mean: sum / minutes, minutes };
}

/** How the outlet stood in each hour of the minutes `[from, to)`; nothing of an hour of which nothing is known. */
export function statePoints(series: DaySeries, from: number, to: number): Point[] {
  const points: Point[] = [];
  for (let m = from; m < to; m += 60) {
    const count = (bits: Uint8Array) => bits.subarray(m, m + 60).reduce((n, bit) => n + bit, 0);
    const received = count(series.received);
    const stopped = count(series.stopped);
    const invalid = count(series.invalid);
    if (received + stopped + invalid === 0) continue;
    points.push(
      new Point('fluewatch_state')
        .tag('site', series.site)
        .tag('outlet', series.outlet)
        .intField('received', received)
        .intField('stopped', stopped)
        .intField('invalid', invalid)
        .timestamp(nanoseconds(series.start + m * MINUTE_MS)),
    );
  }
  return points;
}

const nanoseconds = (ms: number) => `${ms}000000`;
