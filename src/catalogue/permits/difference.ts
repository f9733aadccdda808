import type { Limit, LimitBasis } from '../../model/outlet.ts';
import type { Catalogue } from '../catalogue.ts';

/** A stretch of days on which another limit binds than before. Day numbers, half-open; infinite where without bound. */
export interface Difference {
  outlet: string;
  factor: string;
  basis: LimitBasis;
  from: number;
  to: number;
  before: Limit | undefined;
  after: Limit | undefined;
}

/** Which limit would bind from which day, where that changes, for the given outlets, factors and bases. */
export function differences(
  before: Catalogue,
  after: Catalogue,
  subjects: readonly Pick<Difference, 'outlet' | 'factor' | 'basis'>[],
): Difference[] {
  const seen = new Set<string>();
  return subjects.flatMap(({ outlet, factor, basis }) => {
    const key = `${outlet}|${factor}|${basis}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const bounds = new Set([Number.NEGATIVE_INFINITY]);
    for (const catalogue of [before, after]) {
      for (const limit of catalogue.limitsOf(catalogue.outlets.get(outlet)!)) {
        if (limit.factor !== factor || limit.basis !== basis) continue;
        if (limit.from !== undefined) bounds.add(limit.from);
        if (limit.to !== undefined) bounds.add(limit.to);
      }
    }
    const days = [...bounds].sort((a, b) => a - b);
    const found: Difference[] = [];
    days.forEach((from, i) => {
      const to = days[i + 1] ?? Number.POSITIVE_INFINITY;
      const day = Number.isFinite(from) ? from : Number.isFinite(to) ? to - 1 : 0;
      const bound = (catalogue: Catalogue) =>
        catalogue.limit(catalogue.outlets.get(outlet)!, factor, basis, day)?.limit;
      const [was, is] = [bound(before), bound(after)];
      if (said(was) === said(is)) return;
      const last = found.at(-1);
      if (last && last.to === from && said(last.before) === said(was) && said(last.after) === said(is)) last.to = to;
      else found.push({ outlet, factor, basis, from, to, before: was, after: is });
    });
    return found;
  });
}

const said = (limit: Limit | undefined) => limit && `${limit.value} ${limit.min ?? ''} ${limit.unit} ${limit.source}`;
