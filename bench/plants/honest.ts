import type { Random } from '../../src/simulator/random.ts';

/** An event as a scenario writes it. */
export interface Happens {
  what: string;
  where: string;
  from: string;
  for: string;
  [parameter: string]: unknown;
}

/** How a trouble is drawn: one in so many days on average, so many hours long. */
interface Trouble {
  everyDays: number;
  hours: readonly [number, number];
  draw(random: Random): Record<string, unknown>;
}

const ANALYSERS = ['a21026', 'a21002', 'a21005', 'a21024', 'a34013', 'a19001'];
const pick = <T>(random: Random, of: readonly T[]): T => of[Math.floor(random.uniform() * of.length)]!;

/** What befalls an honest plant. Frequencies are guesses of practice, on the side of too much trouble [E]. */
const TROUBLES: readonly Trouble[] = [
  { everyDays: 4, hours: [3, 16], draw: (r) => ({ what: 'load', level: r.between(0.72, 1.06) }) },
  { everyDays: 9, hours: [0.3, 3], draw: (r) => ({ what: 'poor-burnout', adds: r.between(30, 250) }) },
  { everyDays: 12, hours: [0.5, 6], draw: (r) => ({ what: 'lime-short', share: r.between(0.5, 0.85) }) },
  { everyDays: 12, hours: [0.5, 5], draw: (r) => ({ what: 'urea-short', share: r.between(0.3, 0.8) }) },
  { everyDays: 15, hours: [30, 200], draw: (r) => ({ what: 'set-point', nox: r.between(-18, 25), so2: 0 }) },
  { everyDays: 15, hours: [30, 200], draw: (r) => ({ what: 'set-point', nox: 0, so2: r.between(-12, 20) }) },
  { everyDays: 60, hours: [2, 30], draw: (r) => ({ what: 'bag-leak', share: r.between(0.001, 0.006) }) },
  { everyDays: 25, hours: [0.3, 2], draw: (r) => ({ what: 'cold-furnace', by: r.between(40, 230) }) },
  {
    everyDays: 25,
    hours: [1, 10],
    draw: (r) => ({
      what: 'analyser-fault',
      factors: [pick(r, ANALYSERS)],
      shows: pick(r, ['zero', 'stuck', 'high', 'nothing']),
    }),
  },
  {
    everyDays: 60,
    hours: [0.2, 0.7],
    draw: (r) => ({
      what: 'analyser-fault',
      factors: [pick(r, ANALYSERS)],
      shows: pick(r, ['zero', 'stuck', 'high', 'nothing']),
      flagged: false,
    }),
  },
  {
    everyDays: 25,
    hours: [1, 24],
    draw: (r) => ({
      what: 'analyser-fault',
      factors: [pick(r, ['i33311', 'i33312', 'i33313', 'i33321', 'i33322', 'i33323'])],
      shows: pick(r, ['stuck', 'zero', 'nothing']),
    }),
  },
  { everyDays: 20, hours: [0.1, 0.7], draw: () => ({ what: 'stall' }) },
  { everyDays: 15, hours: [0.3, 8], draw: (r) => ({ what: 'outage', lost: r.uniform() < 0.15 }) },
  // What looks like falsification and is a fault that nobody noticed: a line that leaks or is wet, a plugged pitot tube,
  // a moisture probe or a weigher that stands still.
  { everyDays: 45, hours: [2, 30], draw: (r) => ({ what: 'sample-leak', share: r.between(0.05, 0.3) }) },
  { everyDays: 45, hours: [5, 24], draw: (r) => drifting(['a21026', 'a21024'], r.between(0.4, 0.8)) },
  { everyDays: 60, hours: [60, 200], draw: (r) => drifting(['a01011'], r.between(0.7, 0.9)) },
  { everyDays: 60, hours: [8, 60], draw: () => standing('a01014') },
  { everyDays: 60, hours: [2, 30], draw: (r) => standing(pick(r, ['g20101', 'g40101'])) },
];

function drifting(factors: string[], gain: number) {
  return { what: 'drift', factors, gain };
}

function standing(factor: string) {
  return { what: 'analyser-fault', factors: [factor], shows: 'stuck', flagged: false };
}

/** A drift that grows for days, and the service that ends it. */
const SERVICE_EVERY_DAYS = 14;
const STOP_EVERY_DAYS = 60;
const FAULT_EVERY_DAYS = 40;

/** `day 3 08:15` of a moment in minutes from the beginning. */
export const moment = (minutes: number) => {
  const m = Math.floor(minutes);
  const two = (n: number) => String(n).padStart(2, '0');
  return `day ${Math.floor(m / 1440) + 1} ${two(Math.floor(m / 60) % 24)}:${two(m % 60)}`;
};
export const lasting = (hours: number) => `${Math.max(1, Math.round(hours * 60))}m`;

/** The honest life of one furnace. */
export function honest(random: Random, where: string, days: number): Happens[] {
  const all: Happens[] = [];
  TROUBLES.forEach((trouble, i) => {
    const own = random.fork(`trouble ${i}`);
    for (const at of arrivals(own, trouble.everyDays, days)) {
      const { what, ...rest } = trouble.draw(own);
      all.push({ what: String(what), where, from: moment(at), for: lasting(own.between(...trouble.hours)), ...rest });
    }
  });
  all.push(...services(random.fork('service'), where, days), ...stops(random.fork('stop'), where, days));
  all.push(...markedFaults(random.fork('marked fault'), where, days));
  return all;
}

/** Minutes at which something comes by chance. */
export function arrivals(random: Random, everyDays: number, days: number): number[] {
  const found: number[] = [];
  for (let day = 0; ; ) {
    day += -Math.log(1 - random.uniform()) * everyDays;
    if (day >= days) return found;
    found.push(day * 1440);
  }
}

/** Every fortnight on the same weekday and at about the same hour analysers are serviced; before it they drifted. */
function services(random: Random, where: string, days: number): Happens[] {
  const all: Happens[] = [];
  const hour = 9 + Math.floor(random.between(0, 6));
  for (let day = 1 + Math.floor(random.between(0, SERVICE_EVERY_DAYS)); day < days; day += SERVICE_EVERY_DAYS) {
    const at = day * 1440 + hour * 60 + Math.floor(random.between(0, 40));
    all.push({ what: 'service', where, from: moment(at), for: lasting(random.between(0.6, 2.5)) });
    const from = Math.max(0, at - random.between(3, 12) * 1440);
    const factors = [pick(random, ANALYSERS)];
    all.push({
      what: 'drift',
      where,
      from: moment(from),
      for: lasting((at - from) / 60),
      factors,
      gain: random.between(0.93, 1.08),
    });
  }
  return all;
}

/** A feeder or a pump fails, the emission rises, and the operator marks the fault as he has to, some hours later. */
function markedFaults(random: Random, where: string, days: number): Happens[] {
  return arrivals(random, FAULT_EVERY_DAYS, days).flatMap((at): Happens[] => {
    const hours = random.between(1, 6);
    const ends = at + hours * 60;
    if (ends + 600 > days * 1440) return [];
    const fails = random.uniform() < 0.5 ? 'lime-short' : 'urea-short';
    const begins = at + random.between(5, 30);
    return [
      { what: fails, where, from: moment(at), for: lasting(hours), share: random.between(0.2, 0.6) },
      {
        what: 'mark',
        where,
        mark: '故障',
        from: moment(begins),
        for: lasting((ends - begins) / 60),
        entered: moment(ends + random.between(10, 500)),
      },
    ];
  });
}

function stops(random: Random, where: string, days: number): Happens[] {
  return arrivals(random, STOP_EVERY_DAYS, days).flatMap((at): Happens[] => {
    const heating = random.between(8, 24);
    const again = at + random.between(1, 5) * 1440;
    if (again > (days - 3) * 1440) return [];
    return [
      { what: 'shut-down', where, from: moment(at), for: '1m' },
      { what: 'start-up', where, from: moment(again), for: '1m', heating },
    ];
  });
}
