import type { Figures } from './run.ts';
import { counts, feed, newEngine, told } from './w1/feed.ts';
import { MINUTES, SERIES, values } from './w1/workload.ts';

/**
 * Workload W1 as it arrives in practice: up to ten minutes late in any order, 1 % sent twice, an hour of each hundredth series
 * sent again six hours later. The alerts at the end must be those of the calm run.
 */
export async function run(): Promise<Figures> {
  const all = values();
  const calm = feed(newEngine(), all);
  globalThis.gc?.();
  const shuffled = feed(newEngine(), all, arrivals());
  return {
    readingsPerSecond: shuffled.readings / shuffled.seconds,
    shareOfW1: shuffled.readings / shuffled.seconds / (calm.readings / calm.seconds),
    perCpuSecond: shuffled.readings / shuffled.cpuSeconds,
    shareOfW1PerCpuSecond: shuffled.readings / shuffled.cpuSeconds / (calm.readings / calm.cpuSeconds),
    readings: shuffled.readings,
    p50Ms: shuffled.minuteMs[shuffled.minuteMs.length >> 1]!,
    p99Ms: shuffled.minuteMs[Math.floor(0.99 * shuffled.minuteMs.length)]!,
    counts: counts(shuffled.alerts),
    sameAlerts: told(shuffled.alerts) === told(calm.alerts) ? 'yes' : 'NO',
  };
}

/** Positions of the readings that arrive in each minute, the same every time. */
function arrivals(): Int32Array[] {
  const minutes = MINUTES + 370;
  const late = (i: number, salt: number) => {
    const h = Math.imul(i + salt, 0x9e3779b1);
    return (h ^ (h >>> 15)) >>> 0;
  };
  const visit = (put: (minute: number, i: number) => void) => {
    for (let i = 0; i < SERIES * MINUTES; i++) {
      const minute = Math.floor(i / SERIES);
      put(minute + (late(i, 1) % 10), i);
      if (late(i, 7) % 100 === 0) put(minute + (late(i, 3) % 10), i);
      if ((i % SERIES) % 100 === 5 && minute >= 300 && minute < 360) put(minute + 360, i);
    }
  };
  const sizes = new Int32Array(minutes);
  visit((minute) => {
    sizes[minute]!++;
  });
  const lists = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(minutes);
  visit((minute, i) => {
    lists[minute]![filled[minute]!++] = i;
  });
  // within a minute in no order of time or outlet
  for (const list of lists) {
    for (let k = list.length - 1; k > 0; k--) {
      const j = late(k, 11) % (k + 1);
      [list[k], list[j]] = [list[j]!, list[k]!];
    }
  }
  return lists.slice(0, MINUTES + 370);
}
