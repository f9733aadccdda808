import type { Random } from '../random.ts';
import type { Character } from './character.ts';
import { AMBIENT_O2 } from './combustion.ts';
import type { Flue, Levers } from './flue.ts';
import { clamp, DAY_S, HOUR_S, Lag, STEP_S, Wander } from './wander.ts';
import { skewed, type Waste } from './waste.ts';

/** kg/h of lime at rated operation */
export const RATED_LIME = 250;

/**
 * Lime absorbs acid gas, HCl first, SO2 with what is left: so SO2 follows the lime at once and falls to zero when
 * there is plenty, while HCl rises only when lime is far too short. A lagged controller doses lime by the SO2 reading.
 */
export class Deacid {
  #character: Character;
  #lime = RATED_LIME;
  #integral = 1;
  #seen = new Lag(240, 28);
  #sulphur: { slow: Wander; mid: Wander; fast: Wander; damped: Lag; thick: Lag };
  #chlorine: { slow: Wander; mid: Wander; fast: Wander; damped: Lag; thick: Lag };
  #setPoint: Wander;
  #dilution = new Lag(150, 1);

  constructor(random: Random, character: Character) {
    this.#character = character;
    const gas = (name: string, seconds: number) => ({
      slow: new Wander(random.fork(`${name} slow`), 1.5 * DAY_S),
      mid: new Wander(random.fork(`${name} mid`), 0.9 * HOUR_S),
      fast: new Wander(random.fork(`${name} fast`), seconds),
      damped: new Lag(60, 0),
      thick: new Lag(400, 0),
    });
    this.#sulphur = gas('sulphur', 260);
    this.#chlorine = gas('chlorine', 130);
    this.#setPoint = new Wander(random.fork('set point'), 1.5 * DAY_S);
  }

  step(flue: Flue, feed: number, waste: Waste, levers: Levers): void {
    const running = feed > 0.03;
    const s = this.#sulphur;
    const fastS = skewed(-s.damped.step(s.fast.step()) * waste.agitation ** 2, 0.4);
    // Raw gas is thicker where there is less excess air: everything is diluted by the same air.
    const dilution = this.#dilution.step((AMBIENT_O2 - flue.o2) / (AMBIENT_O2 - 9.57));
    const rawSo2 =
      feed *
      dilution *
      Math.max(20, 222 + 50 * s.slow.step() + s.thick.step(44 * s.mid.step() + 8 * waste.stroke) - 11 * fastS);
    const c = this.#chlorine;
    const fastC = c.damped.step(c.fast.step()) * waste.agitation;
    const logHcl = 0.06 * c.slow.step() + 0.12 * c.mid.step() + 0.56 * fastC + 0.2 * waste.flutter;

    this.#control(flue, running, levers.so2Aim);
    // A jammed feeder delivers no more than its share, whatever the controller asks for.
    const most = levers.limeShare < 1 ? levers.limeShare * RATED_LIME : Number.POSITIVE_INFINITY;
    flue.lime = levers.treatmentOff ? 0 : Math.min(this.#lime, most);
    const share = flue.lime / (RATED_LIME * Math.max(0.05, feed));
    flue.so2 = running ? Math.max(0, rawSo2 - 203 * share) : 0;
    // What penetrates: a floor set by mixing, and what escapes when lime falls below about a third of the rated.
    const escapes = Math.exp(-12 * (share + 0.35) ** 2);
    flue.hcl = feed * dilution * 700 * Math.min(1, 0.00237 * this.#character.hcl * Math.exp(logHcl) + escapes);
  }

  #control(flue: Flue, running: boolean, aim: number): void {
    const setPoint = this.#character.so2SetPoint + aim + 9 * this.#setPoint.step();
    const error = (this.#seen.step(flue.so2) - setPoint) / 200;
    this.#integral = clamp(this.#integral + (error * STEP_S) / 3600, 0.35, 2);
    const asked = running ? clamp(this.#integral + 1.2 * error, 0.3, 2.2) * RATED_LIME : 0;
    // The screw feeder is set anew only when the demand has moved by more than its dead band.
    if (Math.abs(asked - this.#lime) > 4) this.#lime = asked;
  }
}
