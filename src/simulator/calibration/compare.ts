import { readFileSync } from 'node:fs';
import { MINUTE_MS, parseTime } from '../../model/beijing.ts';
import { Cems } from '../cems/cems.ts';
import { noFaults } from '../cems/faults.ts';
import { READINGS } from '../cems/minute.ts';
import { NORMAL } from '../plant/flue.ts';
import { Furnace } from '../plant/furnace.ts';
import { Random } from '../random.ts';
import { correlation, type Profile, profileOf } from './profile.ts';

/** What a real furnace looks like: published statistics, no raw rows. */
export interface Real {
  about: string;
  channels: Record<string, Profile & { hourMeanP99: number }>;
  correlation: Record<string, Record<string, number>>;
}

export const real: Real = JSON.parse(readFileSync(new URL('real-furnace.json', import.meta.url), 'utf8'));

/**
 * Channel of the profile → factor of the simulator, with the unit of the profile per ours (its lime is not in kg/h).
 * Ammonia is simulated but not reported; `flow` of the profile is a velocity by its size.
 */
const CHANNELS: Record<string, { factor: string; scale: number }> = {
  t_up: { factor: 'i33312', scale: 1 },
  t_mid: { factor: 'i33322', scale: 1 },
  o2: { factor: 'a19001', scale: 1 },
  dust: { factor: 'a34013', scale: 1 },
  so2: { factor: 'a21026', scale: 1 },
  nox: { factor: 'a21002', scale: 1 },
  co: { factor: 'a21005', scale: 1 },
  hcl: { factor: 'a21024', scale: 1 },
  flow: { factor: 'a01011', scale: 1 },
  temp: { factor: 'a01012', scale: 1 },
  press: { factor: 'a01013', scale: 1 },
  hum: { factor: 'a01014', scale: 1 },
  bag_dp: { factor: 'g60101', scale: 1 },
  lime: { factor: 'g20101', scale: 0.01 },
  sncr: { factor: 'g40101', scale: 1 },
};

export interface Simulated {
  channels: Record<string, Profile>;
  correlation: Record<string, Record<string, number>>;
}

/** Runs the reference furnace undisturbed and describes it as the real one is described. */
export function simulate(days: number, seed: number): Simulated {
  const series = sample(days, seed);
  const channels: Record<string, Profile> = {};
  const correlations: Record<string, Record<string, number>> = {};
  for (const [name, values] of series) {
    const like = real.channels[name]!;
    channels[name] = profileOf(values, Object.keys(like.quantiles), Object.keys(like.autocorrelation));
    const partners = Object.keys(real.correlation[name] ?? {}).filter((other) => series.has(other));
    if (partners.length > 0) {
      correlations[name] = Object.fromEntries(partners.map((p) => [p, correlation(values, series.get(p)!)]));
    }
  }
  return { channels, correlation: correlations };
}

/** One reading every second minute, as the real data have it; only what bears the mark N. */
function sample(days: number, seed: number): Map<string, number[]> {
  const random = new Random(seed);
  const furnace = new Furnace(random.fork('furnace'));
  furnace.settle(NORMAL);
  const cems = new Cems('reference', furnace, random.fork('cems'));
  const series = new Map(Object.keys(CHANNELS).map((name) => [name, [] as number[]]));
  const start = parseTime('2026-03-01');
  for (let m = 0; m < days * 1440; m++) {
    const minute = cems.measure(start + m * MINUTE_MS, NORMAL, noFaults());
    if (m % 2 === 1) continue;
    for (const [name, { factor, scale }] of Object.entries(CHANNELS)) {
      const i = minute.index(factor);
      series.get(name)!.push(minute.flags[i] === 'N' ? minute.readings[i * READINGS]! * scale : Number.NaN);
    }
  }
  return series;
}
