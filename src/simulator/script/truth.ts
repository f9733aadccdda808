import { rfc3339, type Span } from '../../model/beijing.ts';

/**
 * What really happened, for scoring detectors: one JSON line each.
 *
 * - `process` what was done to the plant; `benign` what looks odd and is not
 * - `exceedance` `temperature` `duty` a rule of Order 10 broken by the data as reported
 * - `mark` `falsification` `power` the operator's own doing
 */
export interface Truth {
  kind: 'process' | 'benign' | 'exceedance' | 'temperature' | 'duty' | 'mark' | 'falsification' | 'power';
  site: string;
  outlet: string;
  factor?: string;
  start: number;
  end: number;
  /** id of domain rule or falsification mode (`WTE-01`, `F27`), or a word where there is none */
  mode: string;
  note: string;
}

export const truthLine = ({ start, end, ...rest }: Truth): string =>
  JSON.stringify({ ...rest, start: rfc3339(start), end: rfc3339(end) });

/** What the truth says of one event, before site and span are known. */
export interface Says {
  kind: Truth['kind'];
  mode: string;
  factors?: readonly string[] | undefined;
  note?: string | undefined;
}

export function truthOf(says: Says, site: string, outlet: string, span: Span): Truth[] {
  const base = { kind: says.kind, site, outlet, ...span, mode: says.mode, note: says.note ?? '' };
  if (says.factors === undefined) return [base];
  return says.factors.map((factor) => ({ ...base, factor }));
}
