import { z } from 'zod';
import { powerOf } from '../../ledger/power.ts';
import type { OutletDays, WindowView } from '../../ledger/view.ts';
import { tidy } from '../../model/compare.ts';
import type { Meter } from '../../model/outlet.ts';
import type { Text } from '../../model/text.ts';
import type { Recent, Run } from './recent.ts';

/** When a machine counts as running (regulations §5.2, PWR-01). */
export const onSchema = z
  .strictObject({
    share: z.number().min(0).max(1).describe('额定功率的比例 / share of its rated power'),
    noise: z
      .number()
      .min(0)
      .describe(
        '以及低于该比例时用电（均方根）的倍数 / and so many times what it takes below that share (root mean square)',
      ),
    quantile: z
      .number()
      .min(0)
      .max(1)
      .describe(
        '名录未给额定功率时以其用电的这一分位代替 / where the catalogue tells no rated power, this quantile of what it was seen to take stands for it',
      ),
  })
  .describe('高于两者才算运行 / a machine runs above both of these');
type On = z.output<typeof onSchema>;

/** A metered machine over two days. */
export interface Unit {
  meter: OutletDays;
  /** kW, NaN where it is not known */
  kw: Float64Array;
  /** it runs above this many kW */
  onAbove: number;
}

/** Meters of a role that measure for the window's outlet, with their power. */
export function unitsOf(view: WindowView, role: Meter['role'], recent: Recent, on: On): Unit[] {
  return view.meters
    .filter(({ outlet }) => outlet.medium === 'power' && outlet.meter?.role === role)
    .map((meter) => unitOf(meter, recent, on));
}

export function unitOf(meter: OutletDays, recent: Recent, on: On): Unit {
  // Several rules ask about the same two days: worked out once a judgement.
  const key = `unit/${recent.closed}/${on.share}/${on.noise}/${on.quantile}`;
  return meter.day(recent.days.to - 1).once(key, () => {
    const { kw } = powerOf(meter, recent.days);
    return { meter, kw, onAbove: onAbove(kw.subarray(0, recent.closed), meter.outlet.meter?.ratedKw, on) };
  });
}

/** A rated power that nobody has told is taken to be the most that the machine was seen to take, short peaks apart. */
function onAbove(kw: Float64Array, ratedKw: number | undefined, { share, noise, quantile }: On): number {
  const least = share * (ratedKw ?? mostSeen(kw, quantile));
  let [sum, n] = [0, 0];
  for (const value of kw) {
    if (!(value <= least)) continue;
    sum += value * value;
    n++;
  }
  return Math.max(least, n === 0 ? 0 : noise * Math.sqrt(sum / n));
}

function mostSeen(kw: Float64Array, quantile: number): number {
  const known = kw.filter((value) => !Number.isNaN(value)).sort();
  return known[Math.floor(known.length * quantile)] ?? 0;
}

export const State = { UNKNOWN: -1, OFF: 0, ON: 1 } as const;

export function stateOf({ kw, onAbove: above }: Unit, minute: number): number {
  const value = kw[minute]!;
  if (Number.isNaN(value)) return State.UNKNOWN;
  return value > above ? State.ON : State.OFF;
}

/** `ON` where one of the units runs, `OFF` where every one is known not to. None at all: unknown. */
export function stateOfAll(units: readonly Unit[], minute: number): number {
  let state: number = units.length === 0 ? State.UNKNOWN : State.OFF;
  for (const unit of units) {
    const own = stateOf(unit, minute);
    if (own === State.ON) return own;
    if (own === State.UNKNOWN) state = own;
  }
  return state;
}

/** kW of several units together, NaN where one is not known. */
export const totalAt = (units: readonly Unit[], minute: number) => units.reduce((sum, { kw }) => sum + kw[minute]!, 0);

/** Mean kW of several units over a run; null where nothing is known. */
export function meanKw(units: readonly Unit[], { from, to }: Run): number | null {
  let [sum, n] = [0, 0];
  for (let m = from; m < to; m++) {
    const total = totalAt(units, m);
    if (Number.isNaN(total)) continue;
    sum += total;
    n++;
  }
  return n === 0 ? null : tidy(sum / n);
}

export function namesOf(units: readonly Unit[]): { zh: string; en: string } {
  const names = units.map(({ meter }): Text => meter.outlet.name);
  return { zh: names.map(({ zh }) => zh).join('、'), en: names.map(({ en }) => en).join(', ') };
}
