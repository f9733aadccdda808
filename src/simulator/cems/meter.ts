import type { Random } from '../random.ts';
import { INTAKE_FACTORS, METER_FACTORS, round } from './factors.ts';
import { Minute, READINGS } from './minute.ts';

/** A of three-phase current per kW at 380 V and a power factor of 0.86. */
const AMPERE_PER_KW = 1 / (Math.sqrt(3) * 0.38 * 0.86);

/** A power meter over one or more furnace lines. */
export class Meter {
  #outlet: string;
  #random: Random;
  #totalKwh: number;

  constructor(outlet: string, random: Random) {
    this.#outlet = outlet;
    this.#random = random;
    this.#totalKwh = Math.floor(random.between(100_000, 900_000));
  }

  /** `lines`: kW of each line at every reading of the minute. */
  measure(minuteAt: number, lines: readonly Float64Array[]): Minute {
    const minute = new Minute(this.#outlet, METER_FACTORS, minuteAt);
    const [kw, ampere, kwh] = [minute.of(0), minute.of(1), minute.of(2)];
    for (let r = 0; r < READINGS; r++) {
      let power = 0;
      for (const line of lines) power += line[r]!;
      power *= 1 + 0.002 * this.#random.normal();
      this.#totalKwh += power / (60 * READINGS);
      kw[r] = round(power, 2);
      ampere[r] = round(power * AMPERE_PER_KW, 1);
      kwh[r] = round(this.#totalKwh, 2);
    }
    return minute;
  }
}

/** A flow meter at the inlet of one or more works. */
export class WaterMeter {
  #outlet: string;
  #random: Random;

  constructor(outlet: string, random: Random) {
    this.#outlet = outlet;
    this.#random = random;
  }

  /** `lines`: L/s of each works at every reading of the minute. */
  measure(minuteAt: number, lines: readonly Float64Array[]): Minute {
    const minute = new Minute(this.#outlet, INTAKE_FACTORS, minuteAt);
    const flow = minute.of(0);
    for (let r = 0; r < READINGS; r++) {
      const all = lines.reduce((sum, line) => sum + line[r]!, 0);
      flow[r] = round(all * (1 + 0.005 * this.#random.normal()), 2);
    }
    return minute;
  }
}
