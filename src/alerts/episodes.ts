import { type Finding, SEVERITIES, type Severity } from '../model/alert.ts';

/** Findings of one rule and subject that touch each other, in order of time. */
export type Episode = readonly Finding[];

/** Splits findings into episodes: two belong together when the later begins no later than the earlier ends. */
export function episodes(findings: readonly Finding[]): Episode[] {
  const sorted = [...findings].sort((a, b) => a.start - b.start || a.end - b.end);
  const found: Finding[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const finding of sorted) {
    if (finding.start <= end) found.at(-1)!.push(finding);
    else found.push([finding]);
    end = Math.max(end, finding.end);
  }
  return found;
}

/**
 * The worst window: of suspicions the one that weighs most (what many events say, the first few could not), else and
 * among equals the one furthest beyond its limit; the earlier one on a tie.
 */
export function worst(episode: Episode): Finding {
  return episode.reduce((a, b) => ((weightOf(b) - weightOf(a) || badness(b) - badness(a)) > 0 ? b : a));
}

const weightOf = ({ facts }: Finding): number => (typeof facts.score === 'number' ? facts.score : 0);

/** To a millionth: 4 of 6.666667 hours is as short as 5 of 8.333333, whatever the digits that were cut. */
function badness({ value, limit }: Finding): number {
  if (value === null) return 0;
  return Math.round((limit ? Math.abs(value / limit - 1) : Math.abs(value)) * 1e6);
}

export function gravest(episode: Episode): Severity {
  return episode.reduce<Severity>(
    (a, { severity: b }) => (SEVERITIES.indexOf(b) > SEVERITIES.indexOf(a) ? b : a),
    episode[0]!.severity,
  );
}
