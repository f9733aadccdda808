import type { DaySpan } from '../model/beijing.ts';
import { isUsable } from '../model/flag.ts';
import type { DayView, OutletDays } from './view.ts';

/** Where a minute's power came from, in order of trust (contract §2 "Power"). */
export const POWER_SOURCES = ['active', 'energy', 'current'] as const;
export type PowerSource = (typeof POWER_SOURCES)[number];

/** Power of a meter minute by minute. */
export interface Power {
  /** kW, NaN where it is not known */
  kw: Float64Array;
  /** how many minutes came by each way */
  by: Record<PowerSource, number>;
}

const ACTIVE = 'kw';
const TOTAL_ENERGY = 'i33201';
const CURRENT = 'i33200';

/**
 * The current codes of HJ 212-2025, ST=44, by what the meter measures: `d204nn` of production, `d304nn` of treatment
 * facility nn. Inferred from the examples of the standard that are known to us (domain/hj212.md §15), whose table was
 * not read; one frame may carry both, so that the codec leaves them as sent and the meter's role picks its own.
 */
const CURRENT_2025 = { production: /^d204\d\d$/, treatment: /^d304\d\d$/ };

/**
 * Power of a meter over whole days: active power where it was reported; else the rise of the energy counter since the
 * record before, which bridges gaps; else current × rated power / rated current. A counter that falls was exchanged or
 * set back and says nothing about that stretch. What a counter tells about the end of a gap that a later day closes
 * is seen once the span reaches into that day.
 */
export function powerOf(meter: OutletDays, days: DaySpan): Power {
  const last = meter.day(days.to - 1);
  return last.once(`power/${days.from}`, () => derive(meter, days));
}

function derive(meter: OutletDays, { from, to }: DaySpan): Power {
  const kw = new Float64Array((to - from) * 1440).fill(Number.NaN);
  const by = { active: 0, energy: 0, current: 0 };
  const put = (source: PowerSource, minute: number, value: number) => {
    if (Number.isNaN(value) || !Number.isNaN(kw[minute]!)) return;
    kw[minute] = value;
    by[source]++;
  };
  const views = Array.from({ length: to - from }, (_, i) => meter.day(from + i));
  views.forEach((day, i) => {
    const { values, flags } = day.minutes(ACTIVE);
    for (let m = 0; m < 1440; m++) if (isUsable(flags[m]!)) put('active', i * 1440 + m, values[m]!);
  });
  let before: { at: number; kwh: number } | undefined;
  views.forEach((day, i) => {
    for (const { minute, value } of day.records(TOTAL_ENERGY)) {
      const at = i * 1440 + minute;
      if (before && value >= before.kwh && at > before.at) {
        const mean = ((value - before.kwh) * 60) / (at - before.at);
        for (let m = before.at; m < at; m++) put('energy', m, mean);
      }
      before = { at, kwh: value };
    }
  });
  views.forEach((day, i) => {
    fromCurrent(day).forEach((value, m) => {
      put('current', i * 1440 + m, value);
    });
  });
  return { kw, by };
}

function fromCurrent(day: DayView): Float64Array {
  const { ratedKw, ratedA, role } = day.outlet.meter ?? {};
  const kw = new Float64Array(1440).fill(Number.NaN);
  if (ratedKw === undefined || ratedA === undefined || role === undefined) return kw;
  const codes = [...day.due].filter((factor) => factor === CURRENT || CURRENT_2025[role].test(factor));
  const currents = codes.map((factor) => day.minutes(factor));
  if (currents.length === 0) return kw;
  return kw.map((_, m) => {
    const amperes = currents.map(({ values, flags }) => (isUsable(flags[m]!) ? values[m]! : Number.NaN));
    return (amperes.reduce((sum, a) => sum + a, 0) * ratedKw) / ratedA;
  });
}
