import type { Figures } from './run.ts';
import { counts, feed, newEngine } from './w1/feed.ts';
import { values } from './w1/workload.ts';

const RUNS = 3;

/**
 * Workload W1 through ledger, windows and three rules, in memory, one core: 14.4 million readings of 10 000 series. The values
 * are made beforehand; `withMaking` counts that as well. Median of three runs.
 */
export async function run(): Promise<Figures> {
  const began = performance.now();
  const all = values();
  const making = (performance.now() - began) / 1000;
  const runs = Array.from({ length: RUNS }, () => {
    globalThis.gc?.();
    const before = held();
    const engine = newEngine();
    const fed = feed(engine, all);
    globalThis.gc?.();
    return { ...fed, bytes: held() - before, engine };
  });
  runs.sort((a, b) => a.seconds - b.seconds);
  const { seconds, cpuSeconds, minuteMs, alerts, readings, bytes } = runs[RUNS >> 1]!;
  return {
    readingsPerSecond: readings / seconds,
    perCpuSecond: readings / cpuSeconds,
    withMaking: readings / (seconds + making),
    bytesPerReading: bytes / readings,
    p50Ms: minuteMs[minuteMs.length >> 1]!,
    p99Ms: minuteMs[Math.floor(0.99 * minuteMs.length)]!,
    counts: counts(alerts),
  };
}

function held(): number {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + Math.max(external, arrayBuffers);
}
