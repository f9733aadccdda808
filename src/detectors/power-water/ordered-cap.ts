import { z } from 'zod';
import { median } from '../../ledger/means.ts';
import type { WindowView } from '../../ledger/view.ts';
import { dayOf, MINUTE_MS, minuteText } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import { EXEMPTIONS, type Exemption, ORDER_KINDS, type Order, type OrderKind } from '../../model/order.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { dayEnergy } from './energy.ts';
import { excusedBy, sustained } from './params.ts';
import { BEFORE, covered, filed, type Recent, recentOf, runs, spanOf } from './recent.ts';
import { meanKw, namesOf, onSchema, State, stateOf, type Unit, unitsOf } from './units.ts';

/** Blocks of an order to reduce, counted from its beginning. */
const BLOCK = 1440;
const LOOKBACK_DAYS = 60;

/**
 * Production above what an order allows (regulations PWR-05, PWR-06, LAD-02). An order to stop: a machine runs above its
 * on-threshold and its safety load, for a while, after the grace of its shut-down. An order to reduce: the energy of
 * 24 hours from its beginning above the share that is left of a normal day: the plan's figure (一厂一策), else the
 * median of whole days before it. The last, incomplete 24 hours are not judged; without a normal day nothing is.
 */
export default defineDetector({
  title: { zh: '未落实停限产要求', en: 'Production above an order' },
  window: 'hour',
  lookbackDays: LOOKBACK_DAYS,
  sees: 'meters',
  params: z.strictObject({
    orders: z
      .array(z.enum(Object.keys(ORDER_KINDS) as [OrderKind, ...OrderKind[]]))
      .min(1)
      .describe('命令种类 / kinds of orders'),
    exempt: z
      .array(z.enum(Object.keys(EXEMPTIONS) as [Exemption, ...Exemption[]]))
      .describe('不受此类命令约束的单位 / firms that such an order does not bind'),
    graceMinutes: z
      .number()
      .int()
      .min(0)
      .describe('命令开始后停车允许的分钟数 / minutes that a shut-down may take after the order begins'),
    minutes: sustained,
    days: z
      .number()
      .int()
      .min(1)
      .max(30)
      .describe('取正常日用电的命令前天数 / days before the order from which a normal day is taken'),
    minDays: z
      .number()
      .int()
      .min(1)
      .describe('正常日至少需要的完整天数 / whole days that a normal day is made of at least'),
    complete: z
      .number()
      .min(0)
      .max(1)
      .describe(
        '一天（24 小时）中必须有数的分钟比例 / share of the minutes of a day, or of 24 hours, that must be known',
      ),
    on: onSchema,
    excusedBy,
  }),
  evaluate(view, params) {
    const recent = recentOf(view);
    const production = unitsOf(view, 'production', recent, params.on);
    const orders = (view.outlet.orders ?? []).filter((order) => {
      const bound = params.orders.includes(order.kind) && !order.exempt.some((why) => params.exempt.includes(why));
      return bound && order.start < view.end && order.end > view.start;
    });
    if (production.length === 0) return [];
    const explained = filed(view, recent, params.excusedBy);
    return orders.flatMap((order) =>
      order.reduce === 1
        ? stopped(view, recent, production, order, explained, params)
        : reduced(view, recent, production, order, explained, params),
    );
  },
});

function stopped(
  view: WindowView,
  recent: Recent,
  production: readonly Unit[],
  order: Order,
  explained: Uint8Array,
  { graceMinutes, minutes }: { graceMinutes: number; minutes: number },
): Claim[] {
  const bound = covered(recent, [{ start: order.start + graceMinutes * MINUTE_MS, end: order.end }]);
  const runsOn = (unit: Unit, m: number) =>
    stateOf(unit, m) === State.ON && unit.kw[m]! > (unit.meter.outlet.meter?.safetyKw ?? 0);
  const on = runs(recent, minutes, (m) => bound[m] === 1 && !explained[m] && production.some((u) => runsOn(u, m)));
  return on.map((run) => {
    const { start, end, ...act } = spanOf(view, recent, run);
    const running = production.filter((unit) => runsOn(unit, run.from));
    const productionKw = meanKw(running, run);
    const facts = { ...act, ...factsOf(order, running), productionKw };
    return { factor: null, start, end, value: run.to - run.from, limit: minutes, unit: 'min', facts };
  });
}

/** Each 24 hours of the order that end in the window's day. */
function reduced(
  view: WindowView,
  recent: Recent,
  production: readonly Unit[],
  order: Order,
  explained: Uint8Array,
  params: { days: number; minDays: number; complete: number },
): Claim[] {
  const normal = order.baselineKwh ?? normalDay(production, dayOf(order.start), view.days.from, params);
  if (normal === undefined) return [];
  const limit = (1 - order.reduce!) * normal;
  const first = Math.round((order.start - recent.start) / MINUTE_MS);
  const last = Math.min(recent.closed, Math.round((order.end - recent.start) / MINUTE_MS));
  const claims: Claim[] = [];
  for (let to = first + Math.max(1, Math.ceil((BEFORE + 1 - first) / BLOCK)) * BLOCK; to <= last; to += BLOCK) {
    const run = { from: to - BLOCK, to };
    if (run.from < 0 || explained.subarray(run.from, to).some(Boolean)) continue;
    const kwh = energyOf(production, run, params.complete);
    if (!exceeds(kwh, limit)) continue;
    const { start, end, ...act } = spanOf(view, recent, run);
    const facts = { ...act, ...factsOf(order, production), normalKwh: tidy(normal), reduce: tidy(order.reduce! * 100) };
    claims.push({ factor: null, start, end, value: tidy(kwh), limit: tidy(limit), unit: 'kWh', facts });
  }
  return claims;
}

/** kWh of the units over a run; NaN where too much of it is not known. What is not known is not added. */
function energyOf(units: readonly Unit[], { from, to }: { from: number; to: number }, complete: number): number {
  let kwh = 0;
  for (const { kw } of units) {
    const known = kw.subarray(from, to).filter((value) => !Number.isNaN(value));
    if (known.length < complete * (to - from)) return Number.NaN;
    kwh += known.reduce((sum, value) => sum + value / 60, 0);
  }
  return kwh;
}

/** Median energy of whole days before the order, as far back as the window may look. */
function normalDay(
  production: readonly Unit[],
  orderDay: number,
  day: number,
  { days, minDays, complete }: { days: number; minDays: number; complete: number },
): number | undefined {
  const known: number[] = [];
  for (let d = Math.max(orderDay - days, day - LOOKBACK_DAYS); d < orderDay; d++) {
    const kwh = production.reduce((sum, { meter }) => sum + dayEnergy(meter, d, complete), 0);
    if (!Number.isNaN(kwh)) known.push(kwh);
  }
  return known.length < minDays ? undefined : median(known);
}

function factsOf({ id, kind, level, measure, start, end }: Order, units: readonly Unit[]) {
  const { zh, en } = ORDER_KINDS[kind];
  return {
    order: id,
    orderKind: { zh, en },
    orderFrom: minuteText(start),
    orderTo: Number.isFinite(end) ? minuteText(end) : null,
    ...(level === undefined ? {} : { orderLevel: level }),
    ...(measure === undefined ? {} : { measure }),
    productionMeters: namesOf(units),
  };
}
