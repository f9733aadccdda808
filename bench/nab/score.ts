/**
 * Scoring of the Numenta Anomaly Benchmark, version 1.1 (Lavin & Ahmad 2015, "Evaluating Real-time Anomaly Detection
 * Algorithms: the Numenta Anomaly Benchmark", ICMLA): the earliest detection within a window earns most, later ones in the
 * same window nothing, detections outside cost the more the farther they lie behind a window, a window without one costs whole.
 */

/** One file of the benchmark as it is scored: an anomaly score for each row, and the labelled windows. */
export interface Run {
  scores: Float64Array;
  /** rows of the first and the last sample of each window, in order */
  windows: readonly (readonly [number, number])[];
}

/** What a detection and a miss weigh; a true positive weighs 1 in each profile. */
export interface Profile {
  falsePositive: number;
  falseNegative: number;
}

export const PROFILES = {
  standard: { falsePositive: 0.11, falseNegative: 1 },
  rewardLowFp: { falsePositive: 0.22, falseNegative: 1 },
  rewardLowFn: { falsePositive: 0.11, falseNegative: 2 },
} satisfies Record<string, Profile>;

/** Rows at the beginning of a file that are not scored: 15 % of it, at most 750. */
export const probation = (rows: number): number => Math.min(Math.floor(0.15 * rows), 750);

/** 1 at the far left of a window, 0 at its right edge, towards -1 behind it; position in window lengths, negative within. */
export function sigmoid(position: number): number {
  return position >= 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}

interface Row {
  score: number;
  /** what a detection here earns or, times the profile's weight, costs */
  earns: number;
  /** -1: outside of windows */
  window: number;
}

/** The scored rows of a file. @param firstWindow number of its first window in the whole corpus */
function rowsOf({ scores, windows }: Run, firstWindow: number): Row[] {
  const rows: Row[] = [];
  const full = sigmoid(-1);
  let next = 0;
  for (let i = 0; i < scores.length; i++) {
    while (next < windows.length && i > windows[next]![1]) next++;
    const inside = next < windows.length && i >= windows[next]![0];
    if (i < probation(scores.length)) continue;
    if (inside) {
      const [from, to] = windows[next]!;
      const earns = sigmoid(-(to - i + 1) / (to - from + 1)) / full;
      rows.push({ score: scores[i]!, earns, window: firstWindow + next });
    } else {
      const before = windows[next - 1];
      const behind = before ? (i - before[1]) / (before[1] - before[0]) : Number.POSITIVE_INFINITY;
      rows.push({ score: scores[i]!, earns: sigmoid(behind), window: -1 });
    }
  }
  return rows;
}

export interface Verdict {
  /** 0 = nothing detected, 100 = each window at its first row and nothing else */
  score: number;
  /** rows that score this or more are detections */
  threshold: number;
  windows: number;
  found: number;
  falsePositives: number;
}

/** The score at each threshold that tells rows apart, from the highest on; the first detects nothing. */
export function sweep(runs: readonly Run[], profile: Profile): Verdict[] {
  const rows: Row[] = [];
  let windows = 0;
  for (const run of runs) {
    for (const row of rowsOf(run, windows)) rows.push(row);
    windows += run.windows.length;
  }
  rows.sort((a, b) => b.score - a.score);
  const none = -profile.falseNegative * windows;
  const best = new Float64Array(windows).fill(-profile.falseNegative);
  let total = none;
  let found = 0;
  let falsePositives = 0;
  const verdicts: Verdict[] = [];
  const keep = (threshold: number) => {
    const score = windows === 0 ? total : (100 * (total - none)) / (windows - none);
    verdicts.push({ score, threshold, windows, found, falsePositives });
  };
  keep(Number.POSITIVE_INFINITY);
  rows.forEach(({ score, earns, window }, i) => {
    if (window < 0) {
      total += earns * profile.falsePositive;
      falsePositives++;
    } else {
      if (best[window] === -profile.falseNegative) found++;
      const now = Math.max(best[window]!, earns);
      total += now - best[window]!;
      best[window] = now;
    }
    if (rows[i + 1]?.score !== score) keep(score);
  });
  return verdicts;
}

/** The best of all thresholds: NAB finds one for all files and each profile. */
export function optimum(runs: readonly Run[], profile: Profile): Verdict {
  return sweep(runs, profile).reduce((best, one) => (one.score > best.score ? one : best));
}

/** The score at a threshold that was found elsewhere. */
export function at(runs: readonly Run[], profile: Profile, threshold: number): Verdict {
  return sweep(runs, profile).findLast((verdict) => verdict.threshold >= threshold)!;
}
