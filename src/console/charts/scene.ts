/** What a time chart shows, before anything is drawn. */
import type { Span } from '../../model/beijing.ts';
import { parseTime } from '../../model/beijing.ts';
import type { Text } from '../../model/text.ts';
import type { AlertView } from '../../model/views/alerts.ts';
import type { SeriesView } from '../../model/views/series.ts';
import type { MarkView, SiteOrderView } from '../../model/views/statements.ts';
import type { Translate } from '../i18n/index.ts';
import { severityRank } from '../parts/severity-order.ts';
import type { Palette } from '../theme.ts';
import { laneOf } from './lanes.ts';

/** One curve in its own grid. `floor`: what it must not fall below (850 ℃). */
export interface Track {
  role: 'main' | 'temperature' | 'oxygen';
  view: SeriesView;
  floor: number | null;
}

export interface Scene {
  /** epoch ms, half-open */
  from: number;
  to: number;
  tracks: Track[];
  marks: MarkView[];
  alerts: AlertView[];
  /** orders of authorities in the time of the chart */
  orders: SiteOrderView[];
  /** bands of marks and alerts above the curves */
  lanes: boolean;
  /** the span an alert speaks of, shaded */
  window: Span | null;
}

/** In whose words and colours. */
export interface Voice {
  t: Translate;
  say: (text: Text) => string;
  palette: Palette;
  narrow: boolean;
}

const ALERT_LANES = 3;

/** Number of the first lane of alerts: below those of marks, and of orders where there are some. */
export const alertLane = ({ orders }: Scene): number => (orders.length > 0 ? 3 : 2);

export const spanOfView = ({ start, end }: { start: string; end: string }): Span => ({
  start: parseTime(start),
  end: parseTime(end),
});

/** An order to correct has no end: it is shown to the end of the chart. */
export const spanOfOrder = ({ start, end }: SiteOrderView, { to }: Scene): Span => ({
  start: parseTime(start),
  end: end === null ? to : parseTime(end),
});

/** Entered after it was over: shown hatched. */
export const isRetro = (mark: MarkView) => parseTime(mark.createdAt) >= parseTime(mark.end);

/** Alerts that still stand, most severe first, with their lanes. */
export function alertLanes(scene: Scene): { alert: AlertView; lane: number }[] {
  const standing = scene.alerts
    .filter((alert) => alert.state !== 'withdrawn')
    .sort((a, b) => severityRank(a.severity) - severityRank(b.severity) || parseTime(a.start) - parseTime(b.start));
  const lanes = laneOf(standing.map(spanOfView), ALERT_LANES);
  return standing.map((alert, i) => ({ alert, lane: lanes[i]! }));
}
