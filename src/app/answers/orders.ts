import type { Engine } from '../../engine/engine.ts';
import { rfc3339 } from '../../model/beijing.ts';
import { ORDER_KINDS } from '../../model/order.ts';
import type { SiteOrderView } from '../../model/views/statements.ts';

/** Orders that reach a site, handed in or of its catalogue, each with the outlets that it is for. */
export function siteOrders(engine: Engine, id: string): SiteOrderView[] | undefined {
  const site = [...engine.sites()].find((one) => one.id === id);
  if (!site) return undefined;
  const found = new Map<string, SiteOrderView>();
  for (const outlet of site.outlets) {
    for (const order of engine.ledger(outlet.id)?.outlet.orders ?? []) {
      const { kind, start, end, reduce, level = null, measure = null, exempt } = order;
      const known = found.get(order.id);
      if (known) known.outlets.push(outlet.id);
      else {
        found.set(order.id, {
          id: order.id,
          kind,
          name: ORDER_KINDS[kind],
          start: rfc3339(start),
          end: Number.isFinite(end) ? rfc3339(end) : null,
          reduce: reduce === undefined ? null : Math.round(reduce * 1000) / 10,
          level,
          measure,
          outlets: [outlet.id],
          exempt,
        });
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.start < b.start ? -1 : 1));
}
