import type { Engine } from '../../engine/engine.ts';
import type { OutletLedger } from '../../ledger/outlet-ledger.ts';
import { dateText, dayOf, HOUR_MS, rfc3339 } from '../../model/beijing.ts';
import { channelFactor, channelGrain, channelStat, GRAIN_MS, STATS } from '../../model/channel.ts';
import { factorName, factorUnit } from '../../model/factors.ts';
import { flagLetter } from '../../model/flag.ts';
import type { Outlet, Site } from '../../model/outlet.ts';
import type { LimitView } from '../../model/views/limits.ts';
import type { ChannelView, OutletView, SiteSummary, SiteView } from '../../model/views/sites.ts';
import { gravestState, outletState } from './states.ts';

/** Sites as lists show them. @param leads open leads by site */
export function siteSummaries(engine: Engine, now: number, openLeads: ReadonlyMap<string, number>): SiteSummary[] {
  return [...engine.sites()].map((site) => siteSummary(engine, site, now, openLeads));
}

function siteSummary(engine: Engine, site: Site, now: number, openLeads: ReadonlyMap<string, number>): SiteSummary {
  const last = Math.max(...site.outlets.map((o) => engine.ledger(o.id)?.watermark ?? Number.NEGATIVE_INFINITY));
  return {
    id: site.id,
    name: site.name,
    region: site.region,
    industry: site.industry,
    state: gravestState(site.outlets.map((outlet) => outletState(engine, outlet, now))),
    demonstration: site.demonstration,
    outlets: site.outlets.length,
    openAlerts: [...engine.alerts.alerts()].filter((alert) => alert.site === site.id).length,
    openLeads: openLeads.get(site.id) ?? 0,
    lastData: Number.isFinite(last) ? rfc3339(last) : null,
  };
}

export function siteView(
  engine: Engine,
  id: string,
  now: number,
  openLeads: ReadonlyMap<string, number>,
): SiteView | undefined {
  const site = [...engine.sites()].find((s) => s.id === id);
  if (!site) return undefined;
  return {
    ...siteSummary(engine, site, now, openLeads),
    outletList: site.outlets.map((outlet) => outletView(engine, outlet, now)),
  };
}

function outletView(engine: Engine, outlet: Outlet, now: number): OutletView {
  const ledger = engine.ledger(outlet.id)!;
  const seen = Number.isFinite(ledger.watermark);
  return {
    id: outlet.id,
    name: outlet.name,
    medium: outlet.medium,
    furnace: outlet.furnace ?? null,
    devices: outlet.devices.map((device) => device.mn),
    standard: outlet.standard ?? null,
    state: outletState(engine, outlet, now),
    lastData: seen ? rfc3339(ledger.watermark) : null,
    channels: seen ? channels(ledger) : [],
    limits: limits(engine, outlet, dayOf(seen ? ledger.watermark - 1 : now)),
    quotas: seen ? quotas(ledger) : [],
  };
}

/** Channels of the latest day with data, each with its last value. */
function channels(ledger: OutletLedger): ChannelView[] {
  const page = ledger.page(dayOf(ledger.watermark - 1));
  if (!page) return [];
  const views: ChannelView[] = [];
  const view = (channel: number, at: number, value: number, flag: number): ChannelView => {
    const factor = ledger.factors.codes[channelFactor(channel)]!;
    const number = Number.isNaN(value) ? null : value;
    return {
      factor,
      name: factorName(factor),
      unit: ledger.outlet.channels[factor]?.unit ?? factorUnit(factor),
      grain: channelGrain(channel),
      stat: channelStat(channel),
      last: { at: rfc3339(at), value: number, flag: flagLetter(flag) },
    };
  };
  for (const [channel, { values, flags }] of page.columns) {
    const slot = flags.findLastIndex((flag) => flag !== 0);
    if (slot >= 0)
      views.push(view(channel, page.start + slot * GRAIN_MS[channelGrain(channel)], values[slot]!, flags[slot]!));
  }
  for (const [channel, { length, seconds, column }] of page.live) {
    const i = length - 1;
    if (i >= 0) views.push(view(channel, page.start + seconds[i]! * 1000, column.values[i]!, column.flags[i]!));
  }
  return views.sort((a, b) =>
    a.factor < b.factor ? -1 : a.factor > b.factor ? 1 : STATS.indexOf(a.stat) - STATS.indexOf(b.stat),
  );
}

function limits(engine: Engine, outlet: Outlet, day: number): LimitView[] {
  const dated = (at: number | undefined) => (at === undefined ? null : dateText(at));
  return engine.catalogue.limitsOf(outlet).map((limit) => {
    const bound = engine.catalogue.limit(outlet, limit.factor, limit.basis, day);
    const binds =
      bound?.limit.source === limit.source && bound.limit.value === limit.value && bound.limit.from === limit.from;
    const inForce = bound?.candidates.some((c) => c.source === limit.source && c.from === limit.from) ?? false;
    const other = inForce
      ? { zh: `有效，但不是最严：${bound?.why.zh}`, en: `in force, but not the strictest: ${bound?.why.en}` }
      : { zh: `${dateText(day)} 不在有效期内或已被取代`, en: `not in force on ${dateText(day)}, or superseded` };
    return {
      factor: limit.factor,
      basis: limit.basis,
      value: limit.value,
      unit: limit.unit,
      source: limit.source,
      from: dated(limit.from),
      to: dated(limit.to),
      binds,
      why: binds ? bound!.why : other,
    };
  });
}

function quotas(ledger: OutletLedger): OutletView['quotas'] {
  const day = dayOf(ledger.watermark - 1);
  return ledger.marks.policy.groups.flatMap((group) => {
    if (group.capHours === undefined) return [];
    const usedMs = ledger.marks.quota(group, day)[0]?.usedMs ?? 0;
    const date = dateText(day);
    const quarter = Math.ceil(Number(date.slice(5, 7)) / 3);
    return [
      {
        id: group.id,
        name: group.name,
        usedHours: usedMs / HOUR_MS,
        capHours: group.capHours,
        period: group.per === 'quarter' ? `${date.slice(0, 4)}-Q${quarter}` : date.slice(0, 4),
      },
    ];
  });
}
