import { z } from 'zod';
import type { WindowView } from '../../ledger/view.ts';
import type { Finding } from '../../model/alert.ts';
import { dateText, dayOf, dayStart } from '../../model/beijing.ts';
import { factorName } from '../../model/factors.ts';
import { ORDER_KINDS, type Order, type OrderKind } from '../../model/order.ts';
import { type Claim, defineDetector } from '../detector.ts';

/**
 * Violations after an order was served (regulations §6.1): on which days other rules found one, while the order is
 * watched. With `days`, those after its service (LAD-01: covert re-inspection within 30 days, Art. 10); without, those
 * in the order's own time (LAD-02: an exceedance during limited production). How many days are fined is counted from
 * the official re-inspection alone, never from automatic data, so no amount is worked out here.
 */
export default defineDetector({
  title: { zh: '责令后再次违法', en: 'Violation after an order' },
  window: 'month',
  // Judged after the rules that look at meters, whose findings count as well.
  sees: 'meters',
  params: z.strictObject({
    orders: z
      .array(z.enum(Object.keys(ORDER_KINDS) as [OrderKind, ...OrderKind[]]))
      .min(1)
      .describe('命令种类 / kinds of orders'),
    counts: z
      .array(z.string())
      .min(1)
      .describe('其结果算作违法的规则 / ids of the rules whose findings are violations'),
    days: z
      .number()
      .int()
      .min(1)
      .max(366)
      .optional()
      .describe('送达后的天数；不写为命令期间 / days after service; the time of the order where not given'),
  }),
  evaluate(view, { orders, counts, days }) {
    const watched = (view.outlet.orders ?? []).filter(({ kind }) => orders.includes(kind));
    if (watched.length === 0) return [];
    const violations = counts.flatMap((rule) => view.findings(rule)).filter(({ covers }) => covers.length > 0);
    const byDay = Map.groupBy(violations, ({ from }) => dayOf(from));
    return [...byDay].flatMap(([day, found]) => {
      const order = watched.find((one) => watches(one, day, days) && found.some((f) => concerns(one, f)));
      return order ? [claimOf(view, order, day, found, days)] : [];
    });
  },
});

const concerns = ({ rules }: Order, { rule }: Finding) => rules === undefined || rules.includes(rule);

/** The day of service itself is before the watch: days count from the next (Art. 17). */
function watches({ served, start, end }: Order, day: number, days: number | undefined): boolean {
  if (days === undefined) return start < dayStart(day + 1) && end > dayStart(day);
  return day > dayOf(served) && day <= dayOf(served) + days;
}

function claimOf(
  view: WindowView,
  order: Order,
  day: number,
  all: readonly Finding[],
  days: number | undefined,
): Claim {
  const served = dayOf(order.served);
  const { zh, en } = ORDER_KINDS[order.kind];
  const found = all.filter((finding) => concerns(order, finding));
  return {
    factor: null,
    start: dayStart(day),
    end: dayStart(day + 1),
    asOf: dayStart(day + 1),
    value: day - served,
    limit: null,
    unit: 'd',
    facts: {
      act: `${view.outlet.id}/${dateText(day)}`,
      date: dateText(day),
      order: order.id,
      orderKind: { zh, en },
      served: dateText(served),
      ...(days === undefined ? {} : { watchedUntil: dateText(served + days) }),
      violations: found.map(saidOf),
    },
  };
}

/** What was broken, and of which factor: `WTE-01 一氧化碳`. */
function saidOf({ covers, factor }: Finding): { zh: string; en: string } {
  const name = factor === null ? { zh: '', en: '' } : factorName(factor);
  const both = { zh: [...covers, name.zh], en: [...covers, name.en] };
  return { zh: both.zh.filter(Boolean).join(' '), en: both.en.filter(Boolean).join(' ') };
}
