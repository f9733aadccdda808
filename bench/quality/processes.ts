import { PythonRandom } from './python-random.ts';
import { type Spec, stampOf, type Trial, trialsOf } from './trials.ts';

/** What a made process may draw from: its step, and noise. */
interface Nature {
  /** samples */
  length: number;
  /** seconds */
  step: number;
  /** normal, mean 0 and deviation 1 */
  noise: () => number;
  /** even in [0, 1) */
  draw: () => number;
}

type Process = (nature: Nature) => number[];

/** Noise that forgets: an Ornstein-Uhlenbeck process of deviation 1 whose memory fades in `memory` seconds. */
function fading({ length, step, noise }: Nature, memory: number): number[] {
  const kept = Math.exp(-step / memory);
  let x = noise();
  return Array.from({ length }, () => {
    x = kept * x + Math.sqrt(1 - kept * kept) * noise();
    return x;
  });
}

/**
 * Honest processes of kinds that real series at hand have too few of. Whoever learned from some plants only takes what is
 * usual in another for falsification: bursts for random numbers, a level that load changes for a factor.
 */
export const PROCESSES: Record<string, Process> = {
  /** held at its set point by a controller that leaves nothing but noise */
  held: ({ length, noise }) => Array.from({ length }, () => 50 + 10 * noise()),
  /** wanders about a level within hours */
  wandering: (nature) => fading(nature, 7200).map((x) => 50 + 10 * x),
  /** follows the day */
  daily: (nature) =>
    fading(nature, 3600).map((x, i) => 50 + 15 * Math.sin((2 * Math.PI * i * nature.step) / 86_400) + 6 * x),
  /** bursts: many low values and few high ones, as CO has */
  bursts: (nature) => fading(nature, 3600).map((x) => Math.exp(2 + 0.8 * x)),
  /** noise about a load that is changed every eight hours or so */
  loads: ({ length, step, noise, draw }) => {
    const width = 1 + 5 * draw();
    let load = 40;
    return Array.from({ length }, () => {
      if (draw() < step / 28_800) load = 20 + 60 * draw();
      return load + width * noise();
    });
  },
  /** low noise with single peaks */
  peaks: ({ length, noise, draw }) => Array.from({ length }, () => 5 + noise() + (draw() < 0.01 ? 40 * draw() : 0)),
  /** often below what the instrument can tell */
  detectionLimit: (nature) => fading(nature, 3600).map((x) => Math.max(1, 1.2 + 2 * x)),
  /** drifts for days */
  drifting: ({ length, noise }) => {
    let x = 100;
    return Array.from({ length }, () => {
      x += 0.5 * noise() + 0.0005 * (100 - x);
      return x;
    });
  },
};

/** Steps in seconds, and days that each lasts. */
const STEPS = [
  [60, 8],
  [300, 25],
  [900, 60],
  [3600, 200],
] as const;
/** How much of the companion follows the signal: not at all, loosely, closely. */
const FOLLOWS = [0, 0.3, 0.8];
const BEGIN = Date.UTC(2026, 0, 1) / 1000;

/** Each process at each step, untouched and falsified once; decimals and companions by turns. */
export function* processTrials(seed: number): Generator<Trial> {
  let turn = 0;
  for (const name of Object.keys(PROCESSES)) {
    for (const [step, days] of STEPS) {
      turn++;
      const text = processCsv(name, step, days, turn % 3, FOLLOWS[(turn >> 2) % FOLLOWS.length]!, seed + turn);
      const spec: Spec['series'][number] = {
        name: `${name}.${step}`,
        file: name,
        channel: 'value',
        companions: ['other'],
      };
      yield* trialsOf({ seed, replicas: 1, benign: 1, series: [] }, spec, text);
    }
  }
}

/** A process as a table of two columns. @param follows share of the companion that is the signal's */
export function processCsv(name: string, step: number, days: number, decimals: number, follows: number, seed: number) {
  const length = Math.round((days * 86_400) / step);
  const natureOf = (own: number): Nature => {
    const random = new PythonRandom(own);
    return { length, step, noise: () => random.gauss(0, 1), draw: () => random.random() };
  };
  const process = PROCESSES[name]!;
  const value = process(natureOf(1000 + seed));
  const another = process(natureOf(2000 + seed));
  const fast = fading(natureOf(3000 + seed), 1800);
  const rows = value.map((v, i) => {
    const other = follows * v + (1 - follows) * another[i]! + 0.5 * fast[i]!;
    return `${stampOf(BEGIN + i * step)},${v.toFixed(decimals)},${other.toFixed(2)}`;
  });
  return `timestamp,value,other\n${rows.join('\n')}\n`;
}
