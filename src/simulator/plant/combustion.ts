import type { Random } from '../random.ts';
import type { Flue, Levers } from './flue.ts';
import type { FurnaceSequence } from './furnace-state.ts';
import { clamp, DAY_S, HOUR_S, Lag, Wander } from './wander.ts';
import { skewed, type Waste } from './waste.ts';

export const AMBIENT_O2 = 20.9;
/** air over stoichiometric air at rated operation: 20.9 · (1 − 1/1.845) = 9.57 % O2 */
const AIR_RATIO = 1.845;

/** Heat and air of the fire, and from them oxygen, carbon monoxide and raw nitrogen oxides. */
export class Combustion {
  /** mg/m³ before urea is sprayed in */
  rawNox = 0;
  #co: number;
  #leak: Wander;
  #mixing: { slow: Wander; mid: Wander; fast: Wander };
  #nox: { mid: Wander; fast: Wander; damped: Lag };

  /** `co`: level of carbon monoxide against the reference furnace */
  constructor(random: Random, co: number) {
    this.#co = co;
    this.#leak = new Wander(random.fork('leak'), 3 * DAY_S);
    this.#mixing = {
      slow: new Wander(random.fork('mixing slow'), 2 * DAY_S),
      mid: new Wander(random.fork('mixing mid'), 2 * HOUR_S),
      fast: new Wander(random.fork('mixing fast'), 120),
    };
    this.#nox = {
      mid: new Wander(random.fork('nox mid'), 3 * HOUR_S),
      fast: new Wander(random.fork('nox fast'), 200),
      damped: new Lag(70, 0),
    };
  }

  step(flue: Flue, sequence: FurnaceSequence, waste: Waste, levers: Levers): void {
    const { feed } = sequence;
    const burner = sequence.burnersHold > 0 ? 0.14 * (1 - 0.7 * feed) : 0;
    const ragged = 0.02 * waste.slow + 0.018 * waste.mid + 0.022 * waste.stroke + 0.037 * waste.flutter;
    flue.flutter = waste.flutter;
    flue.heat = Math.max(0, feed * (1 + ragged) + burner);
    // The fans follow the slow part of the heat; tramp air comes and goes with doors and seals.
    flue.air = sequence.fans * (1 + 0.012 * waste.mid + 0.016 * this.#leak.step());
    flue.o2 = clamp(AMBIENT_O2 * (1 - flue.heat / (AIR_RATIO * (flue.air + 1e-6))), 0.3, AMBIENT_O2);
    this.#monoxide(flue, sequence, waste, levers, burner);
    this.#nitrogen(flue, sequence, waste, burner);
  }

  /** CO spans four decades: its logarithm is what wanders. Lack of oxygen, cold gas and unsteady fire all add to it. */
  #monoxide(flue: Flue, sequence: FurnaceSequence, waste: Waste, levers: Levers, burner: number): void {
    const { slow, mid, fast } = this.#mixing;
    const { feed } = sequence;
    const quick = fast.step();
    const own = 0.85 * slow.step() + 0.85 * mid.step() + 1.7 * quick;
    const coldness = Math.min(3, Math.max(0, 850 - 0.5 * (flue.upper + flue.middle)) / 45);
    const unsteady = unsteadiness(sequence);
    const log = 0.1 + own * (unsteady > 0 ? 0.3 : 1) + 0.8 * waste.flutter + coldness + unsteady;
    const burns = Math.min(1, feed * 3 + burner * 2);
    const lumps = levers.unburnt * Math.exp(0.3 * quick + 0.25 * waste.flutter);
    flue.co = burns * (this.#co * (0.05 + Math.min(4000, Math.exp(log))) + lumps);
  }

  /** Fuel and thermal NOx: more with heat, about 250 mg/m³ before treatment. */
  #nitrogen(flue: Flue, sequence: FurnaceSequence, waste: Waste, burner: number): void {
    const { mid, fast, damped } = this.#nox;
    const quick = skewed(damped.step(fast.step()) * waste.agitation, 0.5);
    const ragged = 0.03 * waste.slow + 0.12 * mid.step() + 0.075 * waste.stroke + 0.09 * quick + 0.035 * waste.flutter;
    const thermal = clamp((flue.middle - 600) / 500, 0, 1.3);
    this.rawNox = (Math.min(1, sequence.feed) * 250 + burner * 300) * thermal * Math.max(0.05, 1 + ragged);
  }
}

/** By how much ln CO is higher while the fire is brought up or let down. */
function unsteadiness({ state, feed }: FurnaceSequence): number {
  if (state === 'start-up') return 5.2 + 2.5 * (1 - feed);
  if (state === 'shut-down') return 2 + 1.5 * (1 - feed);
  return 0;
}
