import { rfc3339 } from '../model/beijing.ts';
import type { Mark } from '../model/mark.ts';
import { Cems } from './cems/cems.ts';
import { FURNACE_FACTORS, INTAKE_FACTORS, METER_FACTORS } from './cems/factors.ts';
import { type Faults, noFaults } from './cems/faults.ts';
import { Means } from './cems/means.ts';
import { Meter, WaterMeter } from './cems/meter.ts';
import type { Minute } from './cems/minute.ts';
import type { Report } from './cems/report.ts';
import { Settings } from './cems/settings.ts';
import { characterOf } from './plant/character.ts';
import { type Levers, NORMAL } from './plant/flue.ts';
import { Furnace } from './plant/furnace.ts';
import type { Random } from './random.ts';
import type { Act } from './script/event.ts';
import { Outcomes } from './script/outcomes.ts';
import type { FurnaceScript, MeterScript } from './script/scenario.ts';
import { StateMarks } from './script/state-marks.ts';
import type { WorksStation } from './works/station.ts';

/** Reference oxygen of waste incineration, % (GB 18485-2014 §9.3). */
export const REFERENCE_O2 = 11;

export type Edition = 2005 | 2017 | 2025;

/** An outlet with its logger: what is measured there each minute, and the means made of it. */
export interface Station {
  readonly id: string;
  readonly site: string;
  readonly mn: string;
  readonly edition: Edition;
  readonly medium: 'flue-gas' | 'waste-water' | 'power' | 'water-use';
  readonly means: Means;
  readonly outcomes?: Outcomes;
  /** what instruments tell of themselves at the end of a minute; undefined where nothing changed */
  settings?(minute: Minute): Report | undefined;
  /** the acts of this minute, before it is measured */
  prepare(acts: readonly Act[]): void;
  measure(at: number): Minute;
  /** marks that the operator decided on in the minute that began at `at` */
  marks(at: number): Mark[];
}

export class FurnaceStation implements Station {
  readonly id: string;
  readonly site: string;
  readonly mn: string;
  readonly edition: Edition;
  readonly medium = 'flue-gas';
  readonly furnace: Furnace;
  readonly cems: Cems;
  readonly means: Means;
  readonly outcomes: Outcomes;
  #levers: Levers = { ...NORMAL };
  #faults: Faults = noFaults();
  #stateMarks: StateMarks | undefined;
  #settings: Settings | undefined;

  constructor(site: string, script: FurnaceScript, random: Random) {
    this.id = script.id;
    this.site = site;
    this.mn = script.mn;
    this.edition = script.edition;
    this.furnace = new Furnace(random.fork('furnace'), script.begins, characterOf(random.fork('character')));
    if (script.begins === 'running') this.furnace.settle(NORMAL);
    this.cems = new Cems(script.id, this.furnace, random.fork('cems'));
    this.means = new Means(script.id, FURNACE_FACTORS, REFERENCE_O2);
    this.outcomes = new Outcomes(site, script.id);
    if (script.marks !== 'never') this.#stateMarks = new StateMarks(script.marks);
    if (script.settings) this.#settings = new Settings(script.id, FURNACE_FACTORS, random.fork('settings'));
  }

  prepare(acts: readonly Act[]): void {
    this.#levers = { ...NORMAL };
    this.#faults = noFaults();
    this.means.conversionO2 = undefined;
    for (const act of acts) {
      act.levers?.(this.#levers);
      act.faults?.(this.#faults);
      act.logger?.(this.means);
    }
  }

  measure(at: number): Minute {
    return this.cems.measure(at, this.#levers, this.#faults);
  }

  settings(minute: Minute): Report | undefined {
    return this.#settings?.minute(minute, this.#faults);
  }

  marks(at: number): Mark[] {
    const marks = this.#stateMarks?.minute(this.furnace.flue.state, at) ?? [];
    return marks.map((mark) => markOf(this.id, mark));
  }
}

export class MeterStation implements Station {
  readonly id: string;
  readonly site: string;
  readonly mn: string;
  readonly edition: Edition;
  readonly medium: 'power' | 'water-use';
  readonly means: Means;
  #meter: Meter | WaterMeter;
  #lines: readonly Float64Array[];

  /** `lines`: what it may measure, each under the id of its outlet */
  constructor(site: string, script: MeterScript, lines: readonly (FurnaceStation | WorksStation)[], random: Random) {
    this.id = script.id;
    this.site = site;
    this.mn = script.mn;
    this.edition = script.edition;
    const intake = script.role === 'intake';
    this.medium = intake ? 'water-use' : 'power';
    this.means = new Means(script.id, intake ? INTAKE_FACTORS : METER_FACTORS, undefined);
    this.#meter = intake ? new WaterMeter(script.id, random) : new Meter(script.id, random);
    this.#lines = lines.filter(({ id }) => script.serves.includes(id)).map((line) => lineOf(line, script.role));
  }

  prepare(): void {}

  measure(at: number): Minute {
    return this.#meter.measure(at, this.#lines);
  }

  marks(): Mark[] {
    return [];
  }
}

/** What a meter of this role measures of a furnace line or of a works, at every reading of the last minute. */
function lineOf(line: FurnaceStation | WorksStation, role: MeterScript['role']): Float64Array {
  if ('cems' in line) return role === 'production' ? line.cems.productionKw : line.cems.treatmentKw;
  return { production: line.pumpsKw, treatment: line.aerationKw, intake: line.influent }[role];
}

/** A mark under a name made of what it says. */
export const markOf = (outlet: string, mark: Omit<Mark, 'id' | 'outlet'>): Mark => ({
  id: `${outlet} ${mark.kind} ${rfc3339(mark.start)}`,
  outlet,
  ...mark,
});
