import type { Flue } from '../plant/flue.ts';

/** One quantity that an outlet reports, and the instrument behind it. */
export interface Factor {
  code: string;
  /** what the instrument would show if it were perfect and at once */
  truth(flue: Flue): number;
  decimals: number;
  /** seconds of first-order response, and standard deviation of the noise of one reading */
  lagS: number;
  noise: number;
  low: number;
  high: number;
  /** smallest step of the signal where it is coarser than the decimals */
  step?: number;
  /** extractive gas analyser: takes part in calibration and blow-back, `span` is the test gas */
  span?: number;
  /** also reported at reference oxygen, and as an amount in kg */
  pollutant?: true;
  /** process signal of the plant, sent under ST=51 */
  process?: true;
  /** periods carry the mean only */
  meanOnly?: true;
  /** a running total: a period carries its last value */
  counter?: true;
}

export const O2 = 'a19001';
export const FLOW = 'a00000';
export const FURNACE_TEMPERATURE = 'a01901';
/** Thermocouples of the upper (i3331x) and middle (i3332x) section, HJ 212-2017 table B.10. */
export const UPPER = ['i33311', 'i33312', 'i33313'];
export const MIDDLE = ['i33321', 'i33322', 'i33323'];

const gas = (code: string, truth: (flue: Flue) => number, lagS: number, noise: number, high: number): Factor => ({
  code,
  truth,
  lagS,
  noise,
  low: 0,
  high,
  decimals: 2,
  span: 0.8 * high,
  pollutant: true,
});

const thermocouples = (codes: string[], truth: (flue: Flue) => number): Factor[] =>
  codes.map((code) => ({ code, truth, decimals: 1, lagS: 25, noise: 0.25, low: -20, high: 1300, meanOnly: true }));

const process = (
  code: string,
  truth: (flue: Flue) => number,
  lagS: number,
  noise: number,
  high: number,
  decimals: number,
): Factor => ({ code, truth, lagS, noise, low: 0, high, decimals, process: true, meanOnly: true });

/**
 * What one furnace reports. Codes of HJ 212-2017 tables B.2 and B.10; for process signals (table B.7) only the first
 * two characters are the table's (g2 semi-dry absorption, g4 SNCR, g6 bag filter), the rest is this simulator's choice.
 */
export const FURNACE_FACTORS: readonly Factor[] = [
  {
    code: 'a34013',
    truth: (f) => f.pm,
    lagS: 15,
    noise: 0.2,
    low: -0.12,
    high: 200,
    decimals: 2,
    pollutant: true,
  },
  gas('a21026', (f) => f.so2, 60, 0.25, 1000),
  gas('a21002', (f) => f.nox, 60, 0.4, 600),
  gas('a21005', (f) => f.co, 45, 0.012, 2000),
  gas('a21024', (f) => f.hcl, 90, 0.04, 300),
  { code: O2, truth: (f) => f.o2, lagS: 40, noise: 0.03, low: 0, high: 25, decimals: 2, span: 20 },
  { code: FLOW, truth: (f) => f.flow, lagS: 5, noise: 0, low: 0, high: 80, decimals: 3 },
  { code: 'a01011', truth: (f) => f.velocity, lagS: 12, noise: 0.42, low: 0, high: 40, decimals: 2 },
  {
    code: 'a01012',
    truth: (f) => f.temperature,
    lagS: 60,
    noise: 0.03,
    low: -20,
    high: 300,
    decimals: 2,
    step: 0.1875,
  },
  { code: 'a01013', truth: (f) => f.pressure, lagS: 2, noise: 0.031, low: -5, high: 5, decimals: 2 },
  { code: 'a01014', truth: (f) => f.moisture, lagS: 90, noise: 0.06, low: 0, high: 40, decimals: 2 },
  ...thermocouples(UPPER, (f) => f.upper),
  ...thermocouples(MIDDLE, (f) => f.middle),
  { code: FURNACE_TEMPERATURE, truth: () => 0, lagS: 5, noise: 0, low: -20, high: 1300, decimals: 1, meanOnly: true },
  process('i33400', (f) => f.load, 30, 0.4, 150, 1),
  process('g20101', (f) => f.lime, 2, 0, 800, 1),
  process('g40101', (f) => f.urea, 20, 0.03, 400, 2),
  process('g60101', (f) => f.bagPressure, 5, 18, 4000, 1),
];

/** Active power (kW), current (A) and counter (kWh) of a meter; i33200 and i33201 are HJ 212-2017 table B.10. */
export const POWER = 'kw';
const meter = (code: string, decimals: number): Factor => ({
  code,
  truth: () => 0,
  decimals,
  lagS: 5,
  noise: 0,
  low: 0,
  high: Number.POSITIVE_INFINITY,
});
export const METER_FACTORS: readonly Factor[] = [
  meter(POWER, 2),
  { ...meter('i33200', 1), meanOnly: true },
  { ...meter('i33201', 2), meanOnly: true, counter: true },
];

/** L/s that a works takes in. */
export const INTAKE_FACTORS: readonly Factor[] = [meter('w00000', 2)];

const SCALES = [1, 10, 100, 1000, 10_000];

export const round = (value: number, decimals: number): number => {
  const scale = SCALES[decimals] ?? 10 ** decimals;
  return Math.round(value * scale) / scale;
};
