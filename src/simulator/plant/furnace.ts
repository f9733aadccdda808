import type { Random } from '../random.ts';
import { BagFilter } from './bag-filter.ts';
import { Chamber } from './chamber.ts';
import { type Character, REFERENCE } from './character.ts';
import { Combustion } from './combustion.ts';
import { Deacid } from './deacid.ts';
import { Denox } from './denox.ts';
import type { Flue, Levers } from './flue.ts';
import { FurnaceSequence, type FurnaceState } from './furnace-state.ts';
import { Power } from './power.ts';
import { Stack } from './stack.ts';
import { HOUR_S, Lag, STEP_S } from './wander.ts';
import { Waste } from './waste.ts';

/** m² of duct that gives about 28 m³/s at standard state, dry: a furnace of some 500 t of waste a day. */
const DUCT_M2 = 3.6;
const SETTLE_S = 6 * HOUR_S;

/** One furnace line from the grate to the stack: the units in the order in which the gas meets them. */
export class Furnace {
  readonly sequence: FurnaceSequence;
  readonly flue: Flue;
  readonly ductM2 = DUCT_M2;
  #waste: Waste;
  #chamber: Chamber;
  #fire: Combustion;
  #denox: Denox;
  #deacid: Deacid;
  #filter: BagFilter;
  #stack: Stack;
  #power: Power;
  #steam: Lag;

  constructor(random: Random, state: FurnaceState = 'running', character: Character = REFERENCE) {
    const running = state === 'running';
    this.sequence = new FurnaceSequence(state);
    this.flue = emptyFlue(state);
    this.#waste = new Waste(random.fork('waste'));
    this.#chamber = new Chamber(random.fork('chamber'), running, character.chamber);
    this.#fire = new Combustion(random.fork('fire'), character.co);
    this.#denox = new Denox(random.fork('denox'), character.noxSetPoint);
    this.#deacid = new Deacid(random.fork('deacid'), character);
    this.#filter = new BagFilter(random.fork('filter'), character.pm);
    this.#stack = new Stack(random.fork('stack'), DUCT_M2, running);
    this.#power = new Power(random.fork('power'));
    this.#steam = new Lag(900, running ? 1 : 0);
  }

  /** Lets the control loops find their place before anybody looks. */
  settle(levers: Levers): void {
    for (let s = 0; s < SETTLE_S; s += STEP_S) this.step(levers);
  }

  /** One step of {@link STEP_S} seconds. */
  step(levers: Levers): Flue {
    const { flue, sequence } = this;
    sequence.step(levers.load, Math.min(flue.upper, flue.middle));
    flue.state = sequence.state;
    this.#waste.step();
    this.#chamber.step(flue, sequence, this.#waste, levers);
    this.#fire.step(flue, sequence, this.#waste, levers);
    this.#denox.step(flue, this.#fire, levers);
    this.#deacid.step(flue, sequence.feed, this.#waste, levers);
    this.#filter.step(flue, sequence.feed, this.#waste, levers);
    this.#stack.step(flue, sequence.feed, this.#waste);
    this.#power.step(flue, sequence.feed, levers);
    flue.load = 100 * this.#steam.step(flue.heat);
    return flue;
  }
}

function emptyFlue(state: FurnaceState): Flue {
  return {
    state,
    heat: 0,
    air: 0,
    flutter: 0,
    upper: 25,
    middle: 25,
    o2: 20.9,
    co: 0,
    nox: 0,
    nh3: 0,
    so2: 0,
    hcl: 0,
    pm: 0,
    moisture: 1,
    velocity: 0,
    temperature: 25,
    pressure: 0,
    flow: 0,
    lime: 0,
    urea: 0,
    bagPressure: 0,
    load: 0,
    productionKw: 0,
    treatmentKw: 0,
  };
}
