import { DAY_MS, dayOf, dayStart, MINUTE_MS } from '../../model/beijing.ts';
import { AMBIENT_O2 } from '../plant/combustion.ts';
import type { Levers } from '../plant/flue.ts';
import type { Furnace } from '../plant/furnace.ts';
import { standardFlow } from '../plant/stack.ts';
import { STEP_S } from '../plant/wander.ts';
import type { Random } from '../random.ts';
import { FLOW, FURNACE_FACTORS, FURNACE_TEMPERATURE, MIDDLE, O2, round, UPPER } from './factors.ts';
import type { Faults } from './faults.ts';
import { Instrument } from './instrument.ts';
import { Minute, READINGS } from './minute.ts';

const FACTORS = FURNACE_FACTORS;
const at = (code: string) => FACTORS.findIndex((factor) => factor.code === code);
const FLOW_AT = at(FLOW);
const MEAN_AT = at(FURNACE_TEMPERATURE);
const [VELOCITY_AT, WARMTH_AT, PRESSURE_AT, WATER_AT] = ['a01011', 'a01012', 'a01013', 'a01014'].map(at) as [
  number,
  number,
  number,
  number,
];
const UPPER_AT = UPPER.map(at);
const MIDDLE_AT = MIDDLE.map(at);

const CALIBRATION_MIN = 12;
const BLOW_BACK_EVERY_MIN = 360;
const BLOW_BACK_MIN = 3;
/** The logger's polling stalls some six times a day for a few minutes: about 1.5 % of readings repeat the last one. */
const STALL_PER_READING = 6 / (DAY_MS / 1000 / STEP_S);
const STALL_S = 170;

/** The continuous emission monitoring system of one furnace, with its daily calibration and its blow-backs. */
export class Cems {
  #outlet: string;
  #furnace: Furnace;
  #random: Random;
  #instruments: Instrument[];
  #last: number[] = FACTORS.map(() => 0);
  /** power of the line at every reading of the last minute, kW */
  readonly productionKw = new Float64Array(READINGS);
  readonly treatmentKw = new Float64Array(READINGS);
  #stallS = 0;
  #calibrationAt: number;
  #blowBackAt: number;
  #area: number;

  constructor(outlet: string, furnace: Furnace, random: Random) {
    this.#outlet = outlet;
    this.#furnace = furnace;
    this.#random = random;
    this.#area = furnace.ductM2;
    const wall = random.fork('wall');
    const thermocouples = new Set([...UPPER, ...MIDDLE]);
    this.#instruments = FACTORS.map(
      (factor) =>
        new Instrument(factor, random.fork(factor.code), thermocouples.has(factor.code) ? wall.between(-9, 9) : 0),
    );
    this.#calibrationAt = 9 * 60 + Math.floor(random.between(3, 40));
    this.#blowBackAt = Math.floor(random.between(100, 340));
  }

  /** Runs the furnace for one minute and reads the instruments every {@link STEP_S} seconds. */
  measure(minuteAt: number, levers: Levers, faults: Faults): Minute {
    const minute = new Minute(this.#outlet, FACTORS, minuteAt);
    const ofDay = (minuteAt - dayStart(dayOf(minuteAt))) / MINUTE_MS;
    const calibrating = ofDay - this.#calibrationAt;
    const inCalibration = calibrating >= 0 && calibrating < CALIBRATION_MIN;
    const inBlowBack = !inCalibration && (ofDay + this.#blowBackAt) % BLOW_BACK_EVERY_MIN < BLOW_BACK_MIN;
    const purging = inBlowBack && (ofDay + this.#blowBackAt) % BLOW_BACK_EVERY_MIN < BLOW_BACK_MIN - 1;
    const biased = faults.bias.size > 0;
    const broken = faults.broken.size > 0;
    for (let r = 0; r < READINGS; r++) {
      const flue = this.#furnace.step(levers);
      this.productionKw[r] = flue.productionKw;
      this.treatmentKw[r] = flue.treatmentKw;
      const stalled = faults.stalled || this.#stalls();
      for (let i = 0; i < FACTORS.length; i++) {
        const factor = FACTORS[i]!;
        let truth = factor.truth(flue);
        if (factor.span !== undefined) {
          if (inCalibration) truth = calibrating < 4 ? factor.span : calibrating < 8 ? 0 : truth;
          else if (faults.service) truth = ofDay % 20 < 8 ? factor.span : ofDay % 20 < 16 ? 0 : truth;
          else if (purging) truth = factor.code === O2 ? AMBIENT_O2 : 0;
          else if (faults.dilution) truth = diluted(truth, factor.code, faults.dilution);
        }
        const bias = biased && faults.bias.get(factor.code);
        if (bias) truth = truth * bias.gain + bias.offset;
        const read = this.#instruments[i]!.read(truth);
        if (stalled) continue;
        this.#last[i] = broken ? this.#broken(factor.code, faults, read, this.#last[i]!) : read;
      }
      this.#derive();
      for (let i = 0; i < FACTORS.length; i++) minute.readings[i * READINGS + r] = this.#last[i]!;
    }
    this.#mark(minute, faults, inCalibration, inBlowBack);
    if (faults.off) minute.readings.fill(Number.NaN);
    return minute;
  }

  /** The data mark of each factor (HJ 212-2017 table 8). */
  #mark(minute: Minute, faults: Faults, inCalibration: boolean, inBlowBack: boolean): void {
    const stopped = this.#furnace.flue.state === 'out-of-service';
    for (let i = 0; i < FACTORS.length; i++) {
      const factor = FACTORS[i]!;
      const broken = faults.broken.get(factor.code);
      const analyser = factor.span !== undefined;
      if (broken?.flagged) minute.flags[i] = 'D';
      else if (stopped && factor.process === undefined) minute.flags[i] = 'F';
      else if (analyser && inCalibration) minute.flags[i] = 'C';
      else if (analyser && (inBlowBack || faults.service)) minute.flags[i] = 'M';
      else if (this.#instruments[i]!.overRange) minute.flags[i] = 'T';
      if (broken?.shows === 'nothing') minute.of(i).fill(Number.NaN);
    }
  }

  /** Flow from velocity, and the furnace temperature as the mean of the medians of its sections (WTE-04). */
  #derive(): void {
    const last = this.#last;
    const flow = standardFlow(last[VELOCITY_AT]!, this.#area, last[WARMTH_AT]!, last[PRESSURE_AT]!, last[WATER_AT]!);
    last[FLOW_AT] = round(flow, FACTORS[FLOW_AT]!.decimals);
    const mean = (medianOf(last, UPPER_AT) + medianOf(last, MIDDLE_AT)) / 2;
    last[MEAN_AT] = round(mean, FACTORS[MEAN_AT]!.decimals);
  }

  #broken(code: string, faults: Faults, read: number, last: number): number {
    switch (faults.broken.get(code)?.shows) {
      case 'zero':
        return 0;
      case 'stuck':
        return last;
      case 'high':
        return read * 3;
      default:
        return read;
    }
  }

  #stalls(): boolean {
    if (this.#stallS > 0) {
      this.#stallS -= STEP_S;
      return true;
    }
    if (this.#random.uniform() < STALL_PER_READING) this.#stallS = -Math.log(1 - this.#random.uniform()) * STALL_S;
    return false;
  }
}

const diluted = (truth: number, code: string, { share, o2 }: { share: number; o2: number }) =>
  (1 - share) * truth + share * (code === O2 ? o2 : 0);

/** Median of three readings. */
function medianOf(readings: readonly number[], [a, b, c]: readonly number[]): number {
  const [x, y, z] = [readings[a!]!, readings[b!]!, readings[c!]!];
  return Math.max(Math.min(x, y), Math.min(Math.max(x, y), z));
}
