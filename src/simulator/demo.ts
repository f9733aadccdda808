import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DAY_MS, dayOf, dayStart } from '../model/beijing.ts';
import type { Mark } from '../model/mark.ts';
import { Pace, realWall } from './pace.ts';
import { play } from './play.ts';
import { parseScenario, type Scenario } from './script/scenario.ts';
import { World } from './world.ts';

const FOLDER = fileURLToPath(new URL('../../fixtures/demo/', import.meta.url));
/** Simulated time runs so many times faster than real time between the first days and the present. */
const CATCHING_UP = 120;

export interface DemoOptions {
  /** the HJ 212 door of the server */
  host: string;
  port: number;
  /** the present, epoch ms */
  now(): number;
  /** hands the operator's mark to the server; `createdAt` is simulated time */
  postMark(mark: Mark): Promise<void>;
  signal: AbortSignal;
  /** days that are sent as fast as they are acknowledged; default 5 of the story's 10 */
  fastDays?: number;
}

export interface DemoHandle {
  /** simulated time: what the devices' clocks (QN) show, epoch ms. Equals the present once the demo is live */
  clock(): number;
  /** 00:00 Beijing of the story's first day */
  readonly start: number;
  /** resolves when `signal` aborts; rejects when a mark could not be handed over */
  readonly done: Promise<void>;
}

export const demoCataloguePath = `${FOLDER}catalogue.yaml`;

export function demoScenario(): Scenario {
  const file = `${FOLDER}scenario.yaml`;
  return parseScenario(readFileSync(file, 'utf8'), 'fixtures/demo/scenario.yaml');
}

/**
 * Plays the demonstration to a server: the story began ten days before today; its first days are sent as fast as they
 * are acknowledged, the others × 120 until the present, and from then on live.
 */
export function demo(options: DemoOptions): DemoHandle {
  const scenario = demoScenario();
  const start = dayStart(dayOf(options.now())) - scenario.days * DAY_MS;
  const world = new World(scenario, { start });
  const pace = new Pace(
    [
      { speed: 'max', until: start + (options.fastDays ?? 5) * DAY_MS },
      { speed: CATCHING_UP, until: 'present' },
      { speed: 'live', until: 'never' },
    ],
    { ...realWall, now: options.now },
  );
  let clock = start;
  const done = play({
    world,
    pace,
    signal: options.signal,
    host: options.host,
    port: options.port,
    onMark: (mark) => options.postMark(mark),
    onSend: (_, sentAt) => {
      clock = Math.max(clock, sentAt);
    },
  });
  return { clock: () => clock, start, done };
}
