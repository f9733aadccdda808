import { dayOf, dayStart, MINUTE_MS } from '../../model/beijing.ts';
import { type Setting, settingChannel } from '../../model/setting.ts';
import type { Random } from '../random.ts';
import type { Factor } from './factors.ts';
import type { Faults, InstrumentSettings } from './faults.ts';
import type { Minute } from './minute.ts';
import type { Report } from './report.ts';

const CODE: Record<keyof InstrumentSettings, Setting> = {
  state: 'i12001',
  range: 'i13001',
  intercept: 'i13007',
  slope: 'i13008',
};
const NAMES = Object.keys(CODE) as (keyof InstrumentSettings)[];
const DECIMALS: Record<keyof InstrumentSettings, number> = { state: 0, range: 1, intercept: 2, slope: 4 };

/** By how much a daily calibration and a service set the slope anew, standard deviation. */
const CALIBRATED = 0.006;
const SERVICED = 0.03;

/**
 * What the instruments of one outlet are set to, as they tell it (CN 3020): everything once a day, and whatever changed.
 * An honest calibration sets the slope anew by some thousandths, a service by some hundredths.
 */
export class Settings {
  #outlet: string;
  #random: Random;
  #factors: readonly Factor[];
  #slopes: number[];
  #states: number[];
  #told = new Map<string, string>();

  /** of the analysers, the dust meter and the velocity meter among `factors` */
  constructor(outlet: string, factors: readonly Factor[], random: Random) {
    this.#outlet = outlet;
    this.#random = random;
    this.#factors = factors.filter(({ code, span }) => span !== undefined || code === 'a34013' || code === 'a01011');
    this.#slopes = this.#factors.map(() => 1 + SERVICED * random.normal());
    this.#states = this.#factors.map(() => RUNNING);
  }

  /** What is to be told at the end of a minute; undefined where nothing changed. */
  minute(minute: Minute, { set, service }: Pick<Faults, 'set' | 'service'>): Report | undefined {
    const end = minute.at + MINUTE_MS;
    if (minute.at === dayStart(dayOf(minute.at))) this.#told.clear();
    const cells: Report['cells'] = [];
    this.#factors.forEach((factor, i) => {
      const state = stateOf(minute.flags[minute.index(factor.code)]!, service);
      this.#adjust(i, state);
      const own = set.get(factor.code);
      const settings: InstrumentSettings = {
        state: own?.state ?? state,
        range: own?.range ?? factor.high,
        intercept: own?.intercept ?? 0,
        slope: this.#slopes[i]! * (own?.slope ?? 1),
      };
      for (const name of NAMES) {
        const channel = settingChannel(factor.code, CODE[name]);
        const text = settings[name].toFixed(DECIMALS[name]);
        if (this.#told.get(channel) === text) continue;
        this.#told.set(channel, text);
        cells.push({ factor: channel, values: [['rtd', text]], flag: 'N' });
      }
    });
    return cells.length === 0
      ? undefined
      : { outlet: this.#outlet, grain: 'live', at: end, due: end, cells, settings: true };
  }

  /** A calibration or a service that is over has set the slope anew. */
  #adjust(i: number, state: number): void {
    const before = this.#states[i];
    this.#states[i] = state;
    if (before === state) return;
    if (before === CALIBRATION) this.#slopes[i]! *= 1 + CALIBRATED * this.#random.normal();
    if (before === MAINTENANCE) this.#slopes[i] = 1 + SERVICED * this.#random.normal();
  }
}

const [RUNNING, MAINTENANCE, FAULT, CALIBRATION, BLOW_BACK] = [0, 1, 2, 3, 5] as const;

function stateOf(flag: string, service: boolean): number {
  if (flag === 'C') return CALIBRATION;
  if (flag === 'M') return service ? MAINTENANCE : BLOW_BACK;
  return flag === 'D' ? FAULT : RUNNING;
}
