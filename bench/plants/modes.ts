import type { Random } from '../../src/simulator/random.ts';
import { type Happens, lasting, moment } from './honest.ts';

/** One way to falsify, as a furnace of the bench does it from one day on to the end. */
export interface Mode {
  /** of domain catalogue, with a word where a mode is done in several ways */
  id: string;
  /** events on furnace `where`, whose honest sibling is `sibling`; days count from 0 */
  events(random: Random, where: string, sibling: string, first: number, days: number): Happens[];
}

const [PM, SO2, NOX, CO, HCL] = ['a34013', 'a21026', 'a21002', 'a21005', 'a21024'] as const;
const GASES = [SO2, NOX, CO, HCL];

export const startOf = (day: number, hour = 0) => moment(day * 1440 + hour * 60);
const from = startOf;

/** The whole act, without an end. */
const always =
  (what: string, rest: Record<string, unknown>): Mode['events'] =>
  (random, where, _, first, days) => [
    { what, where, from: from(first, random.between(0, 20)), for: `${days - first}d`, ...rest },
  ];

/** Most days of the act, some hours of the day. */
export function often(
  random: Random,
  first: number,
  days: number,
  hours: readonly [number, number],
  of: (from: string, length: string) => Happens[],
): Happens[] {
  const all: Happens[] = [];
  for (let day = first; day < days; day++) {
    if (random.uniform() > 0.7) continue;
    const length = random.between(...hours);
    all.push(...of(from(day, random.between(0, 23.9 - length)), lasting(length)));
  }
  return all;
}

/** A plant that saves lime most days, so that SO2 comes near its limit of 80 and 100: what there is to hide. */
const savesLime = (random: Random, where: string, first: number, days: number): Happens[] =>
  often(random.fork('lime'), first, days, [2, 7], (from, length) => [
    { what: 'lime-short', where, from, for: length, share: random.between(0.52, 0.68) },
  ]);

const hidesLime =
  (what: string, rest: Record<string, unknown>): Mode['events'] =>
  (random, where, sibling, first, days) => [
    ...savesLime(random, where, first, days),
    ...always(what, rest)(random, where, sibling, first, days),
  ];

const sometimes =
  (hours: readonly [number, number], ...acts: { what: string; [parameter: string]: unknown }[]): Mode['events'] =>
  (random, where, _, first, days) =>
    often(random, first, days, hours, (from, length) => acts.map((act) => ({ ...act, where, from, for: length })));

/**
 * Most days wet waste lets the chamber cool down for some hours, by and by, until both sections are below 850 ℃: where one
 * alone is, nothing is gained by taking its coldest thermocouple out.
 */
const cooling = (random: Random, where: string, first: number, days: number): Happens[] =>
  Array.from({ length: days - first }, (_, i) => (first + i) * 1440 + random.between(0, 1000)).flatMap((at) =>
    [60, 120, 180, 230, 265, 295, 250, 170].map((by, step) => ({
      what: 'cold-furnace',
      where,
      from: moment(at + 40 * step),
      for: '40m',
      by,
    })),
  );

/**
 * Modes that leave a trace in the data of a furnace and may make a lead, one after the other. Not here: F01, F02, F06–F09
 * (waste water, in `water.ts`), F15, F17, F37, F39, F40 (nothing of them is reported), F29–F31 (signals that the
 * catalogue never lets make a case), F35's quota over quarters, and thermocouples lifted by an offset (F36), which look like a warmer furnace.
 */
export const MODES: readonly Mode[] = [
  { id: 'F03 nitrogen', events: always('dilute', { share: 0.3 }) },
  { id: 'F04 probe', events: sometimes([1.5, 5], { what: 'withdraw-probe' }) },
  { id: 'F05 scrubbed', events: always('scrub-sample', { factors: [SO2, HCL], keeps: 0.35 }) },
  { id: 'F10 NOx × 0.7', events: always('scale', { factors: [NOX], by: 0.7 }) },
  { id: 'F10 SO2 × 0.5', events: hidesLime('scale', { factors: [SO2], by: 0.5 }) },
  { id: 'F10 at times', events: sometimes([3, 9], { what: 'scale', factors: [NOX, SO2], by: 0.6 }) },
  { id: 'F10 intercept', events: sometimes([4, 10], { what: 'offset', factors: [NOX], by: -25 }) },
  { id: 'F11 clipped', events: hidesLime('cap', { factors: [SO2], level: 72, jitter: 0, range: true }) },
  { id: 'F12 oxygen', events: always('constant-oxygen', { o2: 8 }) },
  { id: 'F13 velocity', events: always('scale', { factors: ['a01011', 'a00000'], by: 0.7 }) },
  { id: 'F14 moisture', events: always('constant', { factors: ['a01014'], value: 24 }) },
  { id: 'F16 held', events: sometimes([3, 9], { what: 'constant', factors: [NOX] }) },
  { id: 'F18 injected', events: sometimes([8, 16], { what: 'inject-signal', factors: [NOX, SO2] }) },
  {
    id: 'F19 remapped',
    events: sometimes([8, 16], { what: 'remap', of: 'a01012', factors: [PM, 'a01011'], times: 0.08 }),
  },
  { id: 'F20 generated', events: sometimes([8, 16], { what: 'generate', factors: [SO2, NOX], between: [30, 45] }) },
  { id: 'F21 capped', events: hidesLime('cap', { factors: [SO2], level: 72 }) },
  { id: 'F21 squeezed', events: hidesLime('squeeze', { factors: [SO2], level: 65, keeps: 0.15 }) },
  {
    id: 'F22 hours',
    events: sometimes([6, 14], { what: 'edit-hours', factors: [SO2, NOX], by: 0.8 }),
  },
  { id: 'F23 rewritten', events: hidesLime('rewrite', { factors: [SO2], above: 80, by: 0.6 }) },
  { id: 'F24 gaps', events: hidesLime('gap-at-peak', { factor: SO2, above: 82 }) },
  { id: 'F25 hours', events: hidesLime('spoil-hours', { factor: SO2, above: 75 }) },
  { id: 'F26 clock', events: sometimes([5, 10], { what: 'set-clock', hours: 1 }) },
  { id: 'F27 replay', events: sometimes([8, 20], { what: 'replay', days: 1 }) },
  {
    id: 'F27 with noise',
    events: sometimes([8, 20], { what: 'replay', days: 2, noise: 0.01, factors: [...GASES, PM] }),
  },
  {
    id: 'F28 copy',
    events: (random, where, sibling, first, days) =>
      sometimes([8, 20], { what: 'copy', of: sibling })(random, where, sibling, first, days),
  },
  {
    id: 'F32 false mark',
    events: (random, where, _, first, days) =>
      [first + 1, first + 4, first + 7, first + 10]
        .filter((day) => day + 1 < days)
        .flatMap((day) => {
          const at = { where, from: from(day, 6 + random.between(0, 8)), for: lasting(5) };
          return [
            // Enough to bring the mean of the day over its limit: a mark that hides nothing is not made.
            { what: 'poor-burnout', ...at, adds: random.between(550, 900) },
            { what: 'mark', ...at, mark: '故障', entered: from(day, 23.5), truthful: false },
          ];
        }),
  },
  {
    id: 'F33 burning under 烘炉',
    events: (random, where, _, first, days) =>
      [first + 1, first + 5, first + 9]
        .filter((day) => day + 1 < days)
        .flatMap((day) => {
          const at = { where, from: from(day, random.between(1, 9)), for: lasting(12) };
          return [
            { what: 'poor-burnout', ...at, adds: random.between(120, 300) },
            { what: 'mark', ...at, mark: '烘炉', entered: from(day, 23.5), truthful: false },
          ];
        }),
  },
  {
    id: 'F34 running under 停运',
    events: (random, where, _, first, days) =>
      [first + 1, first + 6]
        .filter((day) => day + 2 < days)
        .flatMap((day) => {
          const at = { where, from: from(day, random.between(1, 9)), for: lasting(26) };
          return [{ what: 'mark', ...at, mark: '停运', entered: from(day + 1, 20), truthful: false }];
        }),
  },
  { id: 'F35 maintenance', events: hidesLime('maintenance-abuse', { factors: GASES, watch: SO2, above: 82 }) },
  {
    id: 'F36 pinned',
    events: (random, where, _, first, days) => [
      ...often(random, first, days, [3, 9], (at, length) => [
        { what: 'cold-furnace', where, from: at, for: length, by: random.between(230, 300) },
      ]),
      { what: 'pin-temperature', where, from: from(first), for: `${days - first}d` },
    ],
  },
  {
    id: 'F36 one signal',
    events: always('remap', { of: 'i33322', factors: ['i33311', 'i33312', 'i33313'] }),
  },
  {
    id: 'F36 coldest out',
    events: (random, where, _, first, days) => [
      ...cooling(random, where, first, days),
      { what: 'coldest-out', where, from: from(first), for: `${days - first}d`, below: 865 },
    ],
  },
  { id: 'F38 treatment off', events: sometimes([2, 6], { what: 'treatment-off', hidden: true }) },
  { id: 'F41 by hand', events: hidesLime('set-by-hand', { factors: [SO2], watch: SO2, above: 82, value: 38 }) },
];
