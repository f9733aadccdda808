import { Arrivals } from '../ingest/arrivals.ts';
import { HOUR_MS } from '../model/beijing.ts';

/** A small seeded generator (splitmix32): numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    z ^= z >>> 15;
    return (z >>> 0) / 4_294_967_296;
  };
}

/** Seeds of a property test: few on an ordinary day, as many as `FLUEWATCH_SEEDS` says where there is time (`.ci/run`). */
export function seeds(usual: number): number[] {
  const many = Number(process.env.FLUEWATCH_SEEDS ?? usual);
  return Array.from({ length: many }, (_, i) => i + 1);
}

/**
 * The same readings as a bad network brings them: a third on time, a third minutes late, a third up to 30 h late, one
 * in twenty twice. Readings of one frame (same sender and time of sending) stay together.
 */
export function storm(calm: Arrivals, seed: number): Arrivals {
  const random = seeded(seed);
  const { source, channel, at, sentAt, value, flag, length } = calm.batch;
  const stormy = new Arrivals();
  let i = 0;
  while (i < length) {
    let end = i + 1;
    while (end < length && source[end] === source[i] && sentAt[end] === sentAt[i]) end++;
    const copies = random() < 0.05 ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const luck = random();
      const delay = luck < 1 / 3 ? 0 : luck < 2 / 3 ? random() * 600_000 : random() * 30 * HOUR_MS;
      for (let k = i; k < end; k++) {
        const arrival = calm.arrivedAt[k]! + delay;
        stormy.push(source[k]!, channel[k]!, at[k]!, sentAt[k]!, value[k]!, flag[k]!, arrival);
      }
    }
    i = end;
  }
  return stormy;
}
