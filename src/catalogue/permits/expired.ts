import type { Catalogue } from '../catalogue.ts';

export interface ExpiredPermit {
  permit: string;
  outlet: string;
  /** first day on which it no longer holds */
  since: number;
}

/** Permits whose limits have run out while the same source has no other row in force for their factor. @param today day number */
export function expiredPermits(catalogue: Catalogue, today: number): ExpiredPermit[] {
  const found = new Map<string, ExpiredPermit>();
  for (const outlet of catalogue.outlets.values()) {
    for (const { factor, basis, source, clause, to } of outlet.limits) {
      if (clause === undefined || to === undefined || to > today) continue;
      const succeeded = outlet.limits.some(
        (other) =>
          other.factor === factor &&
          other.basis === basis &&
          other.source === source &&
          (other.from ?? Number.NEGATIVE_INFINITY) <= today &&
          (other.to ?? Number.POSITIVE_INFINITY) > today,
      );
      const key = `${outlet.id}|${clause}`;
      if (!succeeded)
        found.set(key, { permit: clause, outlet: outlet.id, since: Math.max(to, found.get(key)?.since ?? to) });
    }
  }
  return [...found.values()];
}
