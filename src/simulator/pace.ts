/** How fast simulated time runs: as fast as answers come, so many times real time, or as the wall clock itself. */
export type Speed = number | 'max' | 'live';

/** A speed and when the next stage takes over. */
export interface Stage {
  speed: Speed;
  /** simulated time at which the stage ends; `present` = when simulated time has caught up */
  until: number | 'present' | 'never';
}

/** Where the wall clock comes from; replaced in tests. */
export interface Wall {
  now(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const realWall: Wall = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
    }),
};

/**
 * Holds simulated time to its stages, e.g. history as fast as acknowledged, then × 120 until the present, then live.
 */
export class Pace {
  #stages: Stage[];
  #wall: Wall;
  /** wall and simulated time at which the present stage began */
  #anchor: { wall: number; simulated: number } | undefined;

  constructor(stages: readonly Stage[], wall: Wall = realWall) {
    this.#stages = [...stages];
    this.#wall = wall;
  }

  /** Waits until `simulated` time has come; returns the speed it came at. */
  async reach(simulated: number, signal: AbortSignal): Promise<Speed> {
    let stage = this.#stages[0]!;
    while (this.#stages.length > 1 && this.#over(stage, simulated)) {
      this.#stages.shift();
      this.#anchor = undefined;
      stage = this.#stages[0]!;
    }
    if (stage.speed === 'max') return 'max';
    this.#anchor ??= { wall: this.#wall.now(), simulated };
    const { wall, simulated: began } = this.#anchor;
    const due = stage.speed === 'live' ? simulated : wall + (simulated - began) / stage.speed;
    const wait = due - this.#wall.now();
    if (wait > 0) await this.#wall.sleep(wait, signal);
    return stage.speed;
  }

  #over({ until }: Stage, simulated: number): boolean {
    if (until === 'never') return false;
    return simulated >= (until === 'present' ? this.#wall.now() : until);
  }
}
