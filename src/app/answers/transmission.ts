import type { TransmissionParams } from '../../detectors/quality/transmission-rate.ts';
import type { Engine } from '../../engine/engine.ts';
import { LedgerDays } from '../../engine/outlet-window.ts';
import { daysOver, percent, ratesOf, transmission } from '../../ledger/transmission.ts';
import { type DaySpan, monthOf, quarterOf } from '../../model/beijing.ts';
import type { TransmissionPeriod, TransmissionRow } from '../../model/transmission.ts';
import { rulesFor } from '../../rulebook/rulebook.ts';

export interface TransmissionQuery {
  outlet: string;
  /** periods that touch these days are counted, each whole */
  days: DaySpan;
  by: TransmissionPeriod;
}

const PERIOD_OF: Record<TransmissionPeriod, (day: number) => DaySpan> = {
  day: (day) => ({ from: day, to: day + 1 }),
  month: monthOf,
  quarter: quarterOf,
};

/**
 * What the rules about effective transmission that bind an outlet count, period by period, each factor and then all of
 * them: the very calculation of their alerts. Periods of which no day is over have no row, nor have outlets without such
 * a rule; undefined for an unknown outlet.
 */
export function transmissionRows(
  engine: Engine,
  { outlet, days, by }: TransmissionQuery,
): TransmissionRow[] | undefined {
  const ledger = engine.ledger(outlet);
  if (!ledger) return undefined;
  const site = [...engine.sites()].find(({ id }) => id === ledger.outlet.site)!;
  const rules = rulesFor(engine.rulebook.rules, site, ledger.outlet).filter(
    ({ detectorName }) => detectorName === 'quality/transmission-rate',
  );
  if (rules.length === 0) return [];
  const own = new LedgerDays(ledger);
  const rows: TransmissionRow[] = [];
  for (const period of periodsOf(days, PERIOD_OF[by])) {
    const counted = daysOver(period, ledger.firstAt, ledger.closedUntil);
    if (!counted) continue;
    for (const { id, version, params } of rules) {
      const { factors, minMinutes, target } = params as TransmissionParams;
      const { of, all } = transmission(own, counted, factors, minMinutes);
      const said = { site: site.id, outlet, rule: id, ruleVersion: version, period, counted, target: percent(target) };
      for (const [factor, tally] of of) rows.push({ ...said, factor, ...tally, ...ratesOf(tally) });
      if (of.size > 0) rows.push({ ...said, factor: null, ...all, ...ratesOf(all) });
    }
  }
  ledger.restOld();
  return rows;
}

function* periodsOf({ from, to }: DaySpan, of: (day: number) => DaySpan): Generator<DaySpan> {
  for (let day = from; day < to; ) {
    const period = of(day);
    yield period;
    day = period.to;
  }
}
