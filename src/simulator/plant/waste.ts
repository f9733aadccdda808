import type { Random } from '../random.ts';
import { DAY_S, HOUR_S, Lag, Wander } from './wander.ts';

/**
 * Household waste is never the same twice: over a day the bunker turns from wet to dry, within the hour a crane grab
 * differs from the next, within minutes the layer on the grate breaks up. All parts of a furnace share these.
 */
export class Waste {
  /** heating value, unit variance, over a day and over an hour */
  slow = 0;
  mid = 0;
  /** the stroke of the grate, a quarter of an hour */
  stroke = 0;
  /** break-up of the layer; a gap in the feed is deeper than a surge is high */
  flutter = 0;
  /** how agitated the fire is: multiplies all that is fast, median 1 */
  agitation = 1;
  #slow: Wander;
  #mid: Wander;
  #stroke: Wander;
  #fast: Wander;
  #damped: Lag;
  #agitation: Wander;

  constructor(random: Random) {
    this.#slow = new Wander(random.fork('slow'), 1.2 * DAY_S);
    this.#mid = new Wander(random.fork('mid'), 1.2 * HOUR_S);
    this.#stroke = new Wander(random.fork('stroke'), 900);
    this.#fast = new Wander(random.fork('fast'), 170);
    this.#damped = new Lag(55, 0);
    this.#agitation = new Wander(random.fork('agitation'), 0.7 * HOUR_S);
  }

  step(): void {
    this.slow = this.#slow.step();
    this.mid = this.#mid.step();
    this.stroke = this.#stroke.step();
    this.agitation = Math.exp(0.34 * this.#agitation.step());
    const g = this.#damped.step(this.#fast.step()) * this.agitation;
    this.flutter = skewed(g, 0.28);
  }
}

/** Bends a symmetric quantity so that its low side reaches further out than its high side. */
export function skewed(g: number, bend: number): number {
  const limited = Math.max(g, -6);
  return (1 - Math.exp(-bend * limited)) / bend;
}
