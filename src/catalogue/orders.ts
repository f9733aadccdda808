import { type Path, unknownName } from '../config/strict-yaml.ts';
import type { Filing } from '../model/filing.ts';
import { type Exemption, ORDER_KINDS, type Order } from '../model/order.ts';
import type { Text } from '../model/text.ts';
import type { CatalogueFile } from './schema.ts';

type WrittenSite = CatalogueFile['sites'][number];
export type WrittenOrder = WrittenSite['orders'][number];
export type WrittenFiling = WrittenSite['filings'][number];

/** Orders and filings of a site that concern one of its outlets. */
export function concerning(
  { orders, filings, exempt }: Pick<WrittenSite, 'orders' | 'filings' | 'exempt'>,
  outlet: string,
): { orders: Order[]; filings: Filing[] } {
  const concerns = ({ outlets }: { outlets: readonly string[] }) => outlets.length === 0 || outlets.includes(outlet);
  return {
    orders: orders.filter(concerns).map((order) => orderOf(order, exempt)),
    filings: filings.filter(concerns).map(({ kind, from, to }) => ({ kind, start: from, end: to })),
  };
}

function orderOf(written: WrittenOrder, exempt: readonly Exemption[]): Order {
  const { from, to, outlets: _, reduce = written.kind === 'stop' ? 100 : undefined, ...rest } = written;
  return {
    ...rest,
    start: from ?? written.served,
    end: to ?? Number.POSITIVE_INFINITY,
    exempt: written.kind === 'emergency' || written.kind === 'staggered' ? exempt : [],
    ...(reduce === undefined ? {} : { reduce: reduce / 100 }),
  };
}

/** What is wrong with the orders and filings of a site, each with the path below the site. */
export function orderProblems(site: WrittenSite, told: (path: Path, says: Text) => void): void {
  const outlets = site.outlets.map(({ id }) => id);
  for (const list of ['orders', 'filings'] as const) {
    site[list].forEach((entry, i) => {
      entry.outlets.forEach((id, k) => {
        if (outlets.includes(id)) return;
        told([list, i, 'outlets', k], unknownName({ zh: '本单位排放口', en: 'outlet of this site' }, id, outlets));
      });
      const from = 'served' in entry ? (entry.from ?? entry.served) : entry.from;
      if (entry.to !== undefined && entry.to <= from) {
        told([list, i, 'to'], { zh: '结束时间不晚于开始时间', en: 'it ends no later than it begins' });
      }
    });
  }
  site.orders.forEach((order, i) => {
    const { zh, en } = ORDER_KINDS[order.kind];
    const binds = order.kind !== 'correction';
    if (binds && order.to === undefined) {
      told(['orders', i, 'to'], { zh: `${zh}缺少结束时间（to）`, en: `the end (to) of ${en} is missing` });
    }
    if (!binds && order.reduce !== undefined) {
      told(['orders', i, 'reduce'], { zh: `${zh}不规定减产比例`, en: `an ${en} reduces no production` });
    }
    if (binds && order.kind !== 'stop' && order.reduce === undefined) {
      told(['orders', i, 'reduce'], {
        zh: `${zh}缺少减产百分比（reduce，100 为停产）`,
        en: `how much production must cease (reduce, in per cent; 100 = stop) is missing of ${en}`,
      });
    }
    if (site.orders.slice(0, i).some(({ id }) => id === order.id)) {
      told(['orders', i, 'id'], { zh: `文号“${order.id}”重复`, en: `order "${order.id}" is given twice` });
    }
  });
}
