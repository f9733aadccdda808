import { powerOf } from '../../ledger/power.ts';
import type { OutletDays } from '../../ledger/view.ts';

/** kWh of a meter's day; NaN where less than this share of its minutes is known. What is not known is not added. */
export function dayEnergy(meter: OutletDays, day: number, complete: number): number {
  const { kwh, share } = meter.profile(day, 'energy', () => {
    const known = powerOf(meter, { from: day, to: day + 1 }).kw.filter((value) => !Number.isNaN(value));
    return { kwh: known.reduce((sum, value) => sum + value / 60, 0), share: known.length / 1440 };
  });
  return share < complete ? Number.NaN : kwh;
}
