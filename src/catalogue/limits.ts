import { dateText } from '../model/beijing.ts';
import { limitSource } from '../model/limit-source.ts';
import type { BoundLimit, Limit, LimitBasis } from '../model/outlet.ts';
import type { Language } from '../model/text.ts';
import { printedUnit } from '../model/units.ts';

/**
 * Which limit bound on a day (contract §2 "Limits"): of one source, factor and basis the latest `from` not after the
 * day; of all sources the strictest. A row with a condition replaces the other rows of
 * its source on days on which the condition holds.
 * @param day Beijing day number
 * @param mean day mean of a factor; undefined where it was not measured
 */
export function bindingLimit(
  limits: readonly Limit[],
  factor: string,
  basis: LimitBasis,
  day: number,
  mean: (factor: string) => number | undefined = () => undefined,
): BoundLimit | undefined {
  const bySource = new Map<string, Limit>();
  let unless: Limit | undefined;
  for (const limit of limits) {
    if (limit.factor !== factor || limit.basis !== basis) continue;
    if ((limit.from ?? Number.NEGATIVE_INFINITY) > day || (limit.to ?? Number.POSITIVE_INFINITY) <= day) continue;
    const condition = limit.when && mean(limit.when.factor);
    if (limit.when && condition === undefined) unless = limit;
    if (limit.when && !(condition !== undefined && condition <= limit.when.atMost)) continue;
    const known = bySource.get(limit.source);
    if (!known || replaces(limit, known)) bySource.set(limit.source, limit);
  }
  const candidates = [...bySource.values()].sort((a, b) => a.value - b.value || (a.source < b.source ? -1 : 1));
  const limit = candidates[0];
  return (
    limit && {
      limit,
      why: reason(limit, candidates, day),
      candidates,
      ...(unless?.source === limit.source ? { unless } : {}),
    }
  );
}

/** Of two rows of one source: the one whose condition holds, else the later one. */
function replaces(limit: Limit, known: Limit): boolean {
  if (Boolean(limit.when) !== Boolean(known.when)) return limit.when !== undefined;
  return (limit.from ?? Number.NEGATIVE_INFINITY) > (known.from ?? Number.NEGATIVE_INFINITY);
}

function reason(limit: Limit, candidates: readonly Limit[], day: number) {
  const since = limit.from === undefined ? '' : dateText(limit.from);
  const said = (c: Limit, language: Language) => `${limitSource(c.source)[language]} ${c.value} ${printedUnit(c.unit)}`;
  const others = (language: Language) => candidates.slice(1).map((c) => said(c, language));
  const { zh, en } = limitSource(limit.source);
  const value = `${limit.value} ${printedUnit(limit.unit)}`;
  const recalled = limit.verified === false;
  return {
    zh:
      `${dateText(day)} 适用 ${zh} 的 ${value}` +
      (since ? `（自 ${since} 起）` : '') +
      (recalled ? '（数值未核对原文）' : '') +
      (candidates.length > 1 ? `，为各来源中最严；另有 ${others('zh').join('、')}` : '，为唯一来源'),
    en:
      `on ${dateText(day)} ${en} binds with ${value}` +
      (since ? ` (since ${since})` : '') +
      (recalled ? ' (figure not checked against the text)' : '') +
      (candidates.length > 1
        ? `, the strictest of all sources; beside it ${others('en').join(', ')}`
        : ', the only source'),
  };
}
