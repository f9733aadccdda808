import type { Random } from '../../src/simulator/random.ts';
import { arrivals, type Happens, lasting, moment } from './honest.ts';
import { type Mode, often, startOf } from './modes.ts';

/** Hours of the day in which the works that discharge in batches do so. */
export const BATCH = [18, 6] as const;

/** What befalls an honest sewage works. Frequencies are guesses of practice, on the side of too much trouble [E]. */
const TROUBLES: readonly {
  everyDays: number;
  hours: readonly [number, number];
  draw(r: Random): Record<string, unknown>;
}[] = [
  { everyDays: 7, hours: [3, 30], draw: (r) => ({ what: 'storm', times: r.between(1.4, 3) }) },
  { everyDays: 20, hours: [2, 20], draw: (r) => ({ what: 'little-inflow', share: r.between(0.1, 0.7) }) },
  { everyDays: 15, hours: [2, 14], draw: (r) => ({ what: 'overload', times: r.between(1.2, 2.2) }) },
  { everyDays: 25, hours: [1, 10], draw: (r) => ({ what: 'little-air', share: r.between(0.5, 0.9) }) },
  { everyDays: 15, hours: [0.5, 3], draw: () => ({ what: 'flush' }) },
  // A probe or an analyser that stands still, unmarked.
  { everyDays: 40, hours: [4, 30], draw: (r) => ({ what: 'constant', factors: [pick(r, PROBES)] }) },
  { everyDays: 15, hours: [0.3, 8], draw: (r) => ({ what: 'outage', lost: r.uniform() < 0.15 }) },
];
const PROBES = ['w01001', 'w01010', 'w01018', 'w21003', 'w00000'];
const pick = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random.uniform() * of.length)]!;

/** The honest life of one works. */
export function honestWater(random: Random, where: string, days: number): Happens[] {
  return TROUBLES.flatMap((trouble, i) => {
    const own = random.fork(`trouble ${i}`);
    return arrivals(own, trouble.everyDays, days).map((at): Happens => {
      const { what, ...rest } = trouble.draw(own);
      return { what: String(what), where, from: moment(at), for: lasting(own.between(...trouble.hours)), ...rest };
    });
  });
}

/** Most days the town sends strong water and blowers are saved, so that COD and ammonia come near their limits. */
const strains = (random: Random, where: string, first: number, days: number): Happens[] =>
  often(random.fork('strain'), first, days, [5, 12], (from, length) => [
    { what: 'overload', where, from, for: length, times: random.between(1.5, 2.4) },
    { what: 'little-air', where, from, for: length, share: random.between(0.4, 0.7) },
  ]);

const hiding =
  (hours: readonly [number, number], what: string, rest: Record<string, unknown> = {}): Mode['events'] =>
  (random, where, _, first, days) => [
    ...strains(random, where, first, days),
    ...often(random, first, days, hours, (from, length) => [{ what, where, from, for: length, ...rest }]),
  ];

const always =
  (what: string, rest: Record<string, unknown> = {}): Mode['events'] =>
  (random, where, _, first, days) => [
    ...strains(random, where, first, days),
    { what, where, from: startOf(first, random.between(0, 20)), for: `${days - first}d`, ...rest },
  ];

/** Modes of waste water that leave a trace in the data of an outlet. */
export const WATER_MODES: readonly Mode[] = [
  { id: 'F01 bucket', events: hiding([8, 16], 'swap-sample') },
  { id: 'F02 tap water', events: hiding([8, 18], 'dilute-water', { share: 0.5 }) },
  { id: 'F06 COD masked', events: always('mask-cod', { keeps: 0.2 }) },
  { id: 'F07 bypass', events: always('bypass', { share: 0.55 }) },
  { id: 'F08 at rest', events: always('sample-at-rest') },
  { id: 'F09 again', events: always('sample-again', { above: 50 }) },
];
