import type { Engine } from '../../engine/engine.ts';
import { DayView } from '../../ledger/view.ts';
import { dateText, dayOf } from '../../model/beijing.ts';
import { factorName } from '../../model/factors.ts';
import type { Limit } from '../../model/outlet.ts';
import type { CandidateView, OutletLimits } from '../../model/views/limits.ts';

export interface LimitsQuery {
  outlet: string;
  /** any instant of the day that is asked for, epoch ms */
  at: number;
}

/** What bound an outlet on a Beijing day, and why it and not another; undefined for an unknown outlet. */
export function outletLimits(engine: Engine, { outlet: id, at }: LimitsQuery): OutletLimits | undefined {
  const ledger = engine.ledger(id);
  if (!ledger) return undefined;
  const { outlet } = ledger;
  const view = new DayView(ledger, dayOf(at));
  const judged = new Map(engine.catalogue.limitsOf(outlet).map((limit) => [`${limit.factor}|${limit.basis}`, limit]));
  return {
    outlet: id,
    name: outlet.name,
    date: dateText(view.day),
    standard: outlet.standard ?? null,
    o2Reference: ledger.o2Reference ?? null,
    limits: [...judged.values()].flatMap(({ factor, basis }) => {
      const bound = view.limit(factor, basis);
      if (!bound) return [];
      const { limit, why, candidates, unless } = bound;
      return {
        factor,
        name: factorName(factor),
        basis,
        binding: candidate(limit),
        why,
        candidates: candidates.map(candidate),
        unless: unless ? candidate(unless) : null,
      };
    }),
  };
}

function candidate({ value, min, unit, source, clause, verified, when, from, to }: Limit): CandidateView {
  const dated = (day: number | undefined) => (day === undefined ? null : dateText(day));
  return {
    value,
    min: min ?? null,
    unit,
    source,
    clause: clause ?? null,
    verified: verified ?? null,
    when: when ? { ...when } : null,
    from: dated(from),
    to: dated(to),
  };
}
