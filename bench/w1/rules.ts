import { z } from 'zod';
import { loadRuleFiles, readRuleFolder } from '../../src/app/rule-folder.ts';
import { type Claim, type Detector, defineDetector } from '../../src/detectors/detector.ts';
import type { WindowView } from '../../src/ledger/view.ts';
import { MINUTE_MS } from '../../src/model/beijing.ts';
import { Flag, isUsable } from '../../src/model/flag.ts';
import type { Rulebook } from '../../src/rulebook/rulebook.ts';
import { FACTORS } from './workload.ts';

const factors = z.array(z.string());

/** Minute values of the day, NaN where none is usable; the ledger's own array where all are. */
function minutesOf(view: WindowView, factor: string, from: number, to: number): Float64Array {
  const column = view.day(view.days.from).reported(factor, 'minute', 'avg');
  if (!column) return new Float64Array(1440).fill(Number.NaN);
  const { values, flags } = column;
  // most often every reading is plain
  for (let m = from; m < to; m++) {
    if (flags[m] !== Flag.NORMAL) return values.map((v, k) => (isUsable(flags[k]!) ? v : Number.NaN));
  }
  return values;
}

const claim = (view: WindowView, factor: string, minute: number, minutes: number, value: number): Claim => ({
  factor,
  start: view.start + minute * MINUTE_MS,
  end: view.start + (minute + minutes) * MINUTE_MS,
  value,
  limit: null,
  unit: null,
  facts: {},
});

/** R1: the mean of a clock hour exceeds a figure. */
const hourMean = defineDetector({
  title: { zh: '小时均值', en: 'Hour mean' },
  window: 'hour',
  params: z.strictObject({ factors, above: z.number() }),
  evaluate(view, { factors: codes, above }) {
    return codes.flatMap((factor) =>
      view.follow(
        `hour-mean/${factor}/${above}`,
        (): Claim[] => [],
        (claims, from, to) => {
          const values = minutesOf(view, factor, from, to);
          for (let h = from; h < to; h += 60) {
            let sum = 0;
            for (let m = h; m < h + 60; m++) sum += values[m]!;
            if (sum / 60 > above) claims.push(claim(view, factor, h, 60, sum / 60));
          }
        },
      ),
    );
  },
});

/** R2: so many equal readings in a row; a run is said once, when it has become long enough. */
const equalRun = defineDetector({
  title: { zh: '连续相同', en: 'Equal readings in a row' },
  window: 'hour',
  params: z.strictObject({ factors, readings: z.number().int() }),
  evaluate(view, { factors: codes, readings }) {
    return codes.flatMap((factor) => {
      const { claims } = view.follow(
        `equal-run/${factor}/${readings}`,
        () => ({ claims: [] as Claim[], run: 0 }),
        (state, from, to) => {
          const values = minutesOf(view, factor, from, to);
          let { run } = state;
          for (let m = from; m < to; m++) {
            run = m > 0 && values[m] === values[m - 1] ? run + 1 : 1;
            if (run === readings) state.claims.push(claim(view, factor, m + 1 - readings, readings, values[m]!));
          }
          state.run = run;
        },
      );
      return claims;
    });
  },
});

/**
 * R3: a reading more than so many sample standard deviations above the mean of the last 60, itself included. Sums that run along
 * only say where it may be; there it is worked out anew, so that nothing drifts.
 */
const outlier = defineDetector({
  title: { zh: '离群值', en: 'Outlier' },
  window: 'hour',
  params: z.strictObject({ factors, readings: z.number().int(), sigmas: z.number() }),
  evaluate(view, { factors: codes, readings, sigmas }) {
    return codes.flatMap((factor) =>
      view.follow(
        `outlier/${factor}/${readings}/${sigmas}`,
        (): Claim[] => [],
        (claims, from, to) => {
          const begun = Math.max(0, from + 1 - readings);
          const values = minutesOf(view, factor, begun, to);
          // (v - mean)² > (0.99 sigmas)² × variance, times readings², without a division
          const bound = ((0.99 * sigmas) ** 2 * readings) / (readings - 1);
          const first = Math.max(from, readings - 1);
          let sum = 0;
          let squares = 0;
          for (let m = begun; m < first; m++) {
            const v = values[m]!;
            sum += v;
            squares += v * v;
          }
          for (let m = first; m < to; m++) {
            const v = values[m]!;
            sum += v;
            squares += v * v;
            const off = readings * v - sum;
            if (off > 0 && off * off > bound * (readings * squares - sum * sum) && exceeds(values, m, readings, sigmas))
              claims.push(claim(view, factor, m, 1, v));
            const gone = values[m + 1 - readings]!;
            sum -= gone;
            squares -= gone * gone;
          }
        },
      ),
    );
  },
});

function exceeds(values: Float64Array, m: number, readings: number, sigmas: number): boolean {
  let mean = 0;
  for (let k = m - readings + 1; k <= m; k++) mean += values[k]! / readings;
  let squares = 0;
  for (let k = m - readings + 1; k <= m; k++) squares += (values[k]! - mean) ** 2;
  const sd = Math.sqrt(squares / (readings - 1));
  return sd > 0 && (values[m]! - mean) / sd > sigmas;
}

const DETECTORS: [string, Detector][] = [
  ['bench/hour-mean', hourMean],
  ['bench/equal-run', equalRun],
  ['bench/outlier', outlier],
];

const rule = (id: string, detector: string, terms: string) => ({
  name: `${id}.yaml`,
  text: `id: ${id}
title: { zh: ${id}, en: ${id} }
detector: ${detector}
kind: statistics
severity: info
with: { factors: [${FACTORS.join(', ')}], ${terms} }
settle: 1h
says: { zh: "{value}", en: "{value}" }
`,
});

/** R1, R2 and R3 of workload W1 as rule files over the engine. */
export function w1Rulebook(): Rulebook {
  const rules = [
    rule('w1-r1', 'bench/hour-mean', 'above: 50'),
    rule('w1-r2', 'bench/equal-run', 'readings: 60'),
    rule('w1-r3', 'bench/outlier', 'readings: 60, sigmas: 5'),
  ];
  return loadRuleFiles({ ...readRuleFolder(), rules }, new Map(DETECTORS)).rulebook;
}
