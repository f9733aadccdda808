import type { Alert, AlertEvent } from './alert.ts';
import { rfc3339 } from './beijing.ts';
import type { AlertChange, AlertView } from './views/alerts.ts';

/** An alert as the outside sees it: contract §2, keys in its order. */
export function alertView(alert: Alert): AlertView {
  const { id, rule, ruleVersion, covers, kind, severity, state, site, outlet, factor } = alert;
  const { start, end, value, limit, unit, count, facts, says } = alert;
  return {
    v: 1,
    id,
    rule,
    ruleVersion,
    covers,
    kind,
    severity,
    state,
    site,
    outlet,
    factor,
    start: rfc3339(start),
    end: rfc3339(end),
    value,
    limit,
    unit,
    count,
    facts,
    says,
  };
}

export function alertChange({ event, at, alert }: AlertEvent): AlertChange {
  return { event, at: rfc3339(at), alert: alertView(alert) };
}

/** The order in which alerts are listed for scripts: start, rule, outlet, factor. */
export function byStart(a: Alert, b: Alert): number {
  const word = (x: string | null, y: string | null) => ((x ?? '') < (y ?? '') ? -1 : (x ?? '') > (y ?? '') ? 1 : 0);
  return a.start - b.start || word(a.rule, b.rule) || word(a.outlet, b.outlet) || word(a.factor, b.factor);
}
