import { Engine } from '../../src/engine/engine.ts';
import type { Alert } from '../../src/model/alert.ts';
import { MINUTE_MS } from '../../src/model/beijing.ts';
import { Flag } from '../../src/model/flag.ts';
import { w1Rulebook } from './rules.ts';
import { catalogue, channelsOf, MINUTES, SERIES, START } from './workload.ts';

const PER_OUTLET = 10;

export interface Fed {
  seconds: number;
  /** of the whole process, collection of garbage included */
  cpuSeconds: number;
  /** of each minute: from its first reading to all that it completes judged, ms, ascending */
  minuteMs: number[];
  alerts: Alert[];
  readings: number;
}

export const newEngine = () => new Engine(catalogue(), w1Rulebook(), (code) => ({ zh: code, en: code }));

/**
 * Readings to the engine as they arrive, minute by minute of arrival.
 * @param arriving positions in `values` (minute × 10 000 + series) of each minute of arrival; undefined: as they were made
 */
export function feed(engine: Engine, values: Float64Array, arriving?: readonly Int32Array[]): Fed {
  const channels = channelsOf(engine.factors);
  const minuteMs: number[] = [];
  const last = arriving?.length ?? MINUTES;
  let readings = 0;
  engine.endsAt(START + MINUTES * MINUTE_MS);
  const began = performance.now();
  const cpu = process.cpuUsage();
  for (let m = 0; m < last; m++) {
    const first = performance.now();
    const now = START + (m + 1) * MINUTE_MS;
    if (arriving) {
      for (const i of arriving[m]!) {
        const at = START + Math.floor(i / SERIES) * MINUTE_MS;
        const id = i % SERIES;
        const outlet = Math.floor(id / PER_OUTLET);
        engine.seen(outlet, now);
        engine.write(outlet, channels[id % PER_OUTLET]!, at, at + MINUTE_MS, values[i]!, Flag.NORMAL);
      }
      readings += arriving[m]!.length;
    } else {
      const at = START + m * MINUTE_MS;
      for (let outlet = 0, i = m * SERIES; outlet < SERIES / PER_OUTLET; outlet++) {
        engine.seen(outlet, now);
        for (let f = 0; f < PER_OUTLET; f++, i++) engine.write(outlet, channels[f]!, at, now, values[i]!, Flag.NORMAL);
      }
      readings += SERIES;
    }
    engine.advance(now);
    minuteMs.push(performance.now() - first);
  }
  engine.finish();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  minuteMs.sort((a, b) => a - b);
  return { seconds, cpuSeconds: (user + system) / 1e6, minuteMs, alerts: [...engine.alerts.alerts()], readings };
}

/** R1 hours, R2 onsets and R3 readings that the alerts tell of. */
export function counts(alerts: readonly Alert[]): { R1: number; R2: number; R3: number } {
  const of = (rule: string) => alerts.filter((a) => a.rule === rule).reduce((n, { count }) => n + count, 0);
  return { R1: of('w1-r1'), R2: of('w1-r2'), R3: of('w1-r3') };
}

/** What the alerts say, in an order of its own, to be compared. */
export const told = (alerts: readonly Alert[]): string =>
  alerts
    .map(({ rule, outlet, factor, start, end, count, value, state }) =>
      [rule, outlet, factor, start, end, count, value, state].join(' '),
    )
    .sort()
    .join('\n');
