import type { Rulebook } from '../src/rulebook/rulebook.ts';

/** A rulebook whose detectors are timed by family (legal, falsification …), in ms of this thread. */
export function timed(rulebook: Rulebook): { rulebook: Rulebook; ms: Record<string, number> } {
  const ms: Record<string, number> = {};
  const rules = rulebook.rules.map((rule) => {
    const family = rule.detectorName.split('/')[0]!;
    ms[family] = 0;
    const { detector } = rule;
    return {
      ...rule,
      detector: {
        ...detector,
        evaluate(...terms: Parameters<typeof detector.evaluate>) {
          const began = performance.now();
          const claims = detector.evaluate(...terms);
          ms[family]! += performance.now() - began;
          return claims;
        },
      },
    };
  });
  return { rulebook: { ...rulebook, rules }, ms };
}

/** How much all detectors of suspicion cost beside those of the clauses: the former are `falsification`, the latter all that judge by law or by quality of data. */
export function familyFigures(ms: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(ms).map(([family, spent]) => [family, Math.round(spent)]));
}
export const suspicionToRules = (ms: Record<string, number>): number =>
  (ms.falsification ?? 0) / ((ms.legal ?? 0) + (ms.quality ?? 0));
