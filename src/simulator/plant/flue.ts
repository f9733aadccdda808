import type { FurnaceState } from './furnace-state.ts';

/**
 * What is true in one furnace line at one moment, before any instrument looks at it. Concentrations in mg/m³ at
 * 273 K, 101.325 kPa, dry; temperatures in ℃; shares relative to rated operation.
 */
export interface Flue {
  state: FurnaceState;
  /** heat released by waste and burners, and combustion air */
  heat: number;
  air: number;
  /** how ragged the fire is just now: > 0 surges, < 0 gaps in the feed */
  flutter: number;
  /** ℃, gas in the upper and in the middle section of the combustion chamber */
  upper: number;
  middle: number;
  /** % dry */
  o2: number;
  co: number;
  nox: number;
  nh3: number;
  so2: number;
  hcl: number;
  pm: number;
  /** % by volume */
  moisture: number;
  /** m/s in the stack, ℃, kPa against ambient, and m³/s at standard state, dry */
  velocity: number;
  temperature: number;
  pressure: number;
  flow: number;
  /** kg/h of lime, L/h of urea solution, Pa over the bag filter */
  lime: number;
  urea: number;
  bagPressure: number;
  /** boiler load, % of rated */
  load: number;
  /** kW of feeding, grate and air, and of all flue gas treatment with its fan */
  productionKw: number;
  treatmentKw: number;
}

/** What the operator, wear and weather do to a furnace; all of it is set anew every minute by the script. */
export interface Levers {
  /** waste throughput asked for, 1 = rated */
  load: number;
  /** share of its normal effect that lime, urea and bag filter still have */
  limeShare: number;
  ureaShare: number;
  /** mg/m³ by which operators aim higher or lower than they usually do */
  noxAim: number;
  so2Aim: number;
  /** share of the dust that passes the filter through torn bags */
  bagLeak: number;
  /** mg/m³ of CO on top (secondary air in trouble, waste in lumps) */
  unburnt: number;
  /** ℃ by which wet waste and missing burners lower the chamber */
  cold: number;
  /** every treatment drive is switched off */
  treatmentOff: boolean;
  /** the gas is treated although the meter says otherwise (a meter that lies, or data that do) */
  treatmentLooksOff: boolean;
}

export const NORMAL: Readonly<Levers> = {
  load: 1,
  limeShare: 1,
  ureaShare: 1,
  noxAim: 0,
  so2Aim: 0,
  bagLeak: 0,
  unburnt: 0,
  cold: 0,
  treatmentOff: false,
  treatmentLooksOff: false,
};
