import { at, type Profile, probation, type Run, type Verdict } from './score.ts';

/** Samples for which an event that was told is not told again. */
const QUIET = 150;

/** Thresholds tried: surprise of 0.3 to 6 decimal orders. */
const THRESHOLDS = Array.from({ length: 115 }, (_, k) => Math.round(100 * (0.3 + 0.05 * k)) / 100);

export type Scored = Run;

/** 1 where the detector speaks: at the threshold or above, and not within {@link QUIET} samples of what it said before. */
export function detected({ scores, windows }: Scored, threshold: number): Run {
  const told = new Float64Array(scores.length);
  let quietUntil = probation(scores.length);
  for (let i = 0; i < scores.length; i++) {
    if (i < quietUntil || scores[i]! < threshold) continue;
    told[i] = 1;
    quietUntil = i + QUIET + 1;
  }
  return { scores: told, windows };
}

/** The one threshold for all files that scores best. */
export function best(runs: readonly Scored[], profile: Profile): Verdict {
  return THRESHOLDS.map((threshold) => {
    const told = runs.map((run) => detected(run, threshold));
    return { ...at(told, profile, 1), threshold };
  }).reduce((a, b) => (b.score > a.score ? b : a));
}
