import type { Author } from './author.ts';
import { DAY_MS, type DaySpan, dayOf } from './beijing.ts';
import type { Exemption, Order } from './order.ts';
import type { Site } from './outlet.ts';
import type { Statement } from './statement.ts';

/** An order as an authority handed it in: to outlets, to sites, or to an industry in a region. */
export interface IssuedOrder extends Omit<Order, 'end' | 'exempt'> {
  /** who issued it (发文机关) */
  issuer: string;
  /** epoch ms; null: an order to correct, which has none */
  end: number | null;
  /** where its text is to be found */
  reference?: string;
  sites: readonly string[];
  /** of the sites it is for, only these; empty = all */
  outlets: readonly string[];
  /** administrative division code: 330110 the district, 330100 the whole city, 330000 the province */
  region?: string;
  industry?: string;
  /** when it was handed in, epoch ms; of one id the version created last holds */
  createdAt: number;
  author?: Author;
  /** true: this version takes the order back */
  revoked?: boolean;
}

/** Whether an order, as far as its address says, reaches an outlet. */
export function concerns(order: IssuedOrder, site: Site, outlet: string): boolean {
  if (order.outlets.length > 0 && !order.outlets.includes(outlet)) return false;
  if (order.sites.length > 0) return order.sites.includes(site.id);
  if (order.region === undefined) return order.outlets.length > 0;
  return inRegion(site.region, order.region) && (order.industry === undefined || order.industry === site.industry);
}

/** A division code lies in another one's area: codes end with 00 where a whole city or province is meant. */
export const inRegion = (code: string, area: string): boolean =>
  code !== '' && code.startsWith(area.replace(/(00)+$/, ''));

/** The order as it binds a site. */
export function bindingOrder(order: IssuedOrder, exempt: readonly Exemption[]): Order {
  const { id, kind, served, start, end, reduce, baselineKwh, level, measure, rules } = order;
  return {
    id,
    kind,
    served,
    start,
    end: end ?? Number.POSITIVE_INFINITY,
    exempt: kind === 'emergency' || kind === 'staggered' ? exempt : [],
    ...(reduce === undefined ? {} : { reduce }),
    ...(baselineKwh === undefined ? {} : { baselineKwh }),
    ...(level === undefined ? {} : { level }),
    ...(measure === undefined ? {} : { measure }),
    ...(rules === undefined ? {} : { rules }),
  };
}

/** Longest that an order to correct is watched, days: the bound of the rules' own parameter. */
const WATCHED_DAYS = 366;

/** Days on which something can be judged differently because of an order. */
export function daysOfOrder({ served, start, end }: IssuedOrder): DaySpan {
  const from = Math.min(served, start);
  return { from: dayOf(from), to: dayOf((end ?? served + WATCHED_DAYS * DAY_MS) - 1) + 1 };
}

/** An order for the store. One without an end never ends there. */
export const orderStatement = (order: IssuedOrder): Statement => ({
  kind: 'order',
  id: order.id,
  subject: '',
  start: Math.min(order.served, order.start),
  end: order.end ?? Number.MAX_SAFE_INTEGER,
  body: JSON.stringify(order),
});
