import { clamp, HOUR_S, STEP_S } from './wander.ts';

/** States of a furnace; apart from `running` they bear the names of the operator's marks for them (model/mark.ts). */
export type FurnaceState = 'out-of-service' | 'heating-up' | 'start-up' | 'running' | 'shut-down' | 'cooling';

/** ℃ that burners hold while waste burns in start-up and shut-down (GB 18485-2014 §7.1: not below 850). */
const HOLD_C = 885;
const COLD_C = 120;
const START_UP_H = 3;
const SHUT_DOWN_H = 2;

/**
 * The furnace as a sequence: out of service → heating-up by burners without waste → start-up with waste from 850 ℃
 * on → running → shut-down (burn-out) → cooling → out of service.
 */
export class FurnaceSequence {
  state: FurnaceState;
  /** share of the rated waste that burns */
  feed: number;
  /** ℃ that the burners hold, 0 = burners off */
  burnersHold = 0;
  /** share of the rated air that the fans move */
  fans: number;
  #elapsedS = 0;
  #heatingS = 10 * HOUR_S;

  constructor(state: FurnaceState) {
    this.state = state;
    this.feed = state === 'running' ? 1 : 0;
    this.fans = state === 'running' ? 1 : 0;
  }

  start(heatingHours: number): void {
    if (this.state !== 'out-of-service' && this.state !== 'cooling') return;
    this.#heatingS = heatingHours * HOUR_S;
    this.#enter('heating-up');
  }

  stop(): void {
    if (this.state === 'running' || this.state === 'start-up') this.#enter('shut-down');
    else if (this.state === 'heating-up') this.#enter('cooling');
  }

  step(load: number, chamberC: number): void {
    this.#elapsedS += STEP_S;
    const hours = this.#elapsedS / HOUR_S;
    switch (this.state) {
      case 'out-of-service':
        this.#set(0, 0, 0.015);
        break;
      case 'heating-up': {
        const risen = clamp(this.#elapsedS / this.#heatingS, 0, 1);
        this.#set(0, 60 + (HOLD_C - 60) * risen, 0.4);
        if (risen === 1 && chamberC >= 860) this.#enter('start-up');
        break;
      }
      case 'start-up': {
        const fed = clamp(0.2 + (0.8 * hours) / START_UP_H, 0, 1) * load;
        this.#set(fed, HOLD_C, 0.4 + 0.6 * fed);
        if (hours >= START_UP_H) this.#enter('running');
        break;
      }
      case 'running':
        this.#set(load, 0, 0.25 + 0.75 * load);
        break;
      case 'shut-down':
        this.#set(load * Math.exp(-hours / 0.4), HOLD_C, 0.45 + 0.4 * Math.exp(-hours / 0.8));
        if (hours >= SHUT_DOWN_H) this.#enter('cooling');
        break;
      case 'cooling':
        this.#set(0, 0, 0.3);
        if (chamberC < COLD_C) this.#enter('out-of-service');
        break;
    }
  }

  #set(feed: number, burnersHold: number, fans: number): void {
    this.feed = feed;
    this.burnersHold = burnersHold;
    this.fans = fans;
  }

  #enter(state: FurnaceState): void {
    this.state = state;
    this.#elapsedS = 0;
  }
}
