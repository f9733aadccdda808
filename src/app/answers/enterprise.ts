import type { Engine } from '../../engine/engine.ts';
import { MarkBit } from '../../ledger/marks.ts';
import type { OutletLedger } from '../../ledger/outlet-ledger.ts';
import { DayView } from '../../ledger/view.ts';
import { DAY_MS, dateText, dayOf, dayStart, HOUR_MS, MINUTE_MS, rfc3339 } from '../../model/beijing.ts';
import { MARK_KINDS } from '../../model/mark.ts';
import type { MarkGroup } from '../../model/mark-policy.ts';
import { LIMIT_BASES, type Outlet } from '../../model/outlet.ts';
import type { EnterpriseMarkGroup, EnterpriseOutlet, EnterpriseSite } from '../../model/views/enterprise.ts';
import { gapsOf } from './gaps.ts';
import { seriesView } from './series.ts';
import { MISSING_AFTER_MS } from './states.ts';

export interface EnterpriseQuery {
  sites: readonly string[];
  /** epoch ms */
  now: number;
}

const GAPS_WITHIN_MS = 7 * DAY_MS;
const GAPS_TOLD = 50;

/** What a plant is shown of its own outlets: data, limits, marks and caps. Nothing here comes from alerts. */
export function enterpriseSites(engine: Engine, { sites, now }: EnterpriseQuery): EnterpriseSite[] {
  return [...engine.sites()]
    .filter(({ id }) => sites.includes(id))
    .map(({ id, name, industry, outlets }) => ({
      id,
      name,
      industry,
      outlets: outlets.map((outlet) => outletOf(engine, outlet, now)),
    }));
}

function outletOf(engine: Engine, outlet: Outlet, now: number): EnterpriseOutlet {
  const ledger = engine.ledger(outlet.id)!;
  const gaps = gapsOf(engine, { outlet: outlet.id, from: now - GAPS_WITHIN_MS, to: now });
  return {
    id: outlet.id,
    name: outlet.name,
    medium: outlet.medium,
    furnace: outlet.furnace ?? null,
    state: stateOf(ledger, now),
    lastData: Number.isFinite(ledger.watermark) ? rfc3339(ledger.watermark) : null,
    values: valuesOf(engine, ledger, now),
    gaps: gaps.slice(-GAPS_TOLD).map(({ grain, from, to }) => ({ grain, from: rfc3339(from), to: rfc3339(to) })),
    groups: ledger.marks.policy.groups.map((group) => groupOf(ledger, group, dayOf(now))),
  };
}

function stateOf(ledger: OutletLedger, now: number): EnterpriseOutlet['state'] {
  if (!Number.isFinite(ledger.watermark)) return 'unknown';
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const view = new DayView(ledger, dayOf(minute));
  if (view.markBits()[(minute - view.start) / MINUTE_MS]! & MarkBit.STOPPED) return 'stopped';
  return now - ledger.lastSeen > MISSING_AFTER_MS ? 'missing' : 'reporting';
}

function valuesOf(engine: Engine, { outlet, watermark }: OutletLedger, now: number): EnterpriseOutlet['values'] {
  const seen = Number.isFinite(watermark);
  const last = seen ? watermark - 1 : now;
  const factors = [...new Set(engine.catalogue.limitsOf(outlet).map(({ factor }) => factor))];
  const meanOf = (factor: string, from: number, length: number) => {
    const asked = { outlet: outlet.id, factor, from, to: from + length, width: 1, basis: 'converted' } as const;
    return seriesView(engine, asked)!;
  };
  return factors.flatMap((factor) => {
    const limits = LIMIT_BASES.flatMap((basis) => {
      const bound = engine.catalogue.limit(outlet, factor, basis, dayOf(last))?.limit;
      return bound ? [{ basis, value: bound.value, unit: bound.unit }] : [];
    });
    if (limits.length === 0) return [];
    const hour = meanOf(factor, Math.floor(last / HOUR_MS) * HOUR_MS, HOUR_MS);
    const day = meanOf(factor, dayStart(dayOf(last)), DAY_MS);
    const shown = { factor, name: hour.name, unit: hour.unit };
    return [{ ...shown, hour: seen ? (hour.mean[0] ?? null) : null, day: seen ? (day.mean[0] ?? null) : null, limits }];
  });
}

function groupOf(ledger: OutletLedger, group: MarkGroup, day: number): EnterpriseMarkGroup {
  const { id, name, kinds, stops, exempts, conditional, invalidates, capHours, per } = group;
  const date = dateText(day);
  const period =
    per === 'quarter' ? `${date.slice(0, 4)}-Q${Math.ceil(Number(date.slice(5, 7)) / 3)}` : date.slice(0, 4);
  const usedHours = (ledger.marks.quota(group, day)[0]?.usedMs ?? 0) / HOUR_MS;
  return {
    id,
    name,
    kinds: kinds.map((kind) => ({ kind, name: MARK_KINDS[kind].name })),
    stops,
    exempts,
    conditional,
    invalidates,
    quota: capHours === undefined ? null : { capHours, usedHours, period },
  };
}
