import { bindingOrder, concerns, type IssuedOrder } from '../model/issued-order.ts';
import type { Outlet, Site } from '../model/outlet.ts';

/** Orders that were handed in while the system runs, beside those of the catalogue. */
export class IssuedOrders {
  readonly #current = new Map<string, IssuedOrder>();

  /**
   * @returns the versions between which something changed, the new one first; undefined where a later one is known, or
   *   this very one
   */
  put(order: IssuedOrder): IssuedOrder[] | undefined {
    const before = this.#current.get(order.id);
    if (before && (before.createdAt > order.createdAt || JSON.stringify(before) === JSON.stringify(order)))
      return undefined;
    this.#current.set(order.id, order);
    return before ? [order, before] : [order];
  }

  /** The outlet with all orders that bind it: one that was handed in takes the place of the catalogue's of the same id. */
  on(site: Site, outlet: Outlet): Outlet {
    const issued = [...this.#current.values()].filter((order) => concerns(order, site, outlet.id));
    if (issued.length === 0) return outlet;
    const written = (outlet.orders ?? []).filter(({ id }) => !issued.some((order) => order.id === id));
    const binding = issued.filter(({ revoked }) => !revoked).map((order) => bindingOrder(order, site.exempt ?? []));
    return { ...outlet, orders: [...written, ...binding].sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1)) };
  }
}
