import type { Severity } from '../../model/alert.ts';
import { DAY_MS, dayOf, dayStart, MINUTE_MS } from '../../model/beijing.ts';
import type { Bundle } from '../queue.ts';
import { atLeast } from './match.ts';
import type { Manner } from './settings.ts';

export interface Turn {
  due: number;
  /** the bundle as it stands afterwards */
  bundle: Bundle;
}

/**
 * When something is told. The first of a site at once, and what is graver than all before it; the others together when
 * the bundle ends. In quiet hours nothing but the gravest.
 */
export function turnOf(
  severity: Severity,
  now: number,
  open: Bundle | undefined,
  { bundleMinutes, quiet }: Pick<Manner, 'bundleMinutes' | 'quiet'>,
): Turn {
  const running = open !== undefined && now < open.until;
  const graver = running && !atLeast(open.severity, severity);
  const bundle = running
    ? { until: open.until, severity: graver ? severity : open.severity }
    : { until: now + bundleMinutes * MINUTE_MS, severity };
  const due = running && !graver ? open.until : now;
  if (!quiet || atLeast(severity, quiet.unless)) return { due, bundle };
  return { due: afterQuiet(due, quiet), bundle };
}

/** The instant itself, or the end of the quiet hours that it falls into. */
export function afterQuiet(at: number, { from, to }: { from: number; to: number }): number {
  const minute = Math.floor((at - dayStart(dayOf(at))) / MINUTE_MS);
  const inside = from <= to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!inside) return at;
  const end = dayStart(dayOf(at)) + to * MINUTE_MS;
  return end > at ? end : end + DAY_MS;
}
