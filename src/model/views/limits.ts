import type { LimitBasis } from '../outlet.ts';
import type { Text } from '../text.ts';

export interface LimitView {
  factor: string;
  basis: 'hour' | 'day' | 'month';
  value: number;
  unit: string;
  source: string;
  from: string | null;
  to: string | null;
  /** true for the one that binds today */
  binds: boolean;
  why: Text;
}

/** A limit that was in force on a day. */
export interface CandidateView {
  value: number;
  /** lower end of a range; `value` is the upper one */
  min: number | null;
  unit: string;
  source: string;
  clause: string | null;
  /** false: recalled, to be checked against the text; null: not from a published table */
  verified: boolean | null;
  /** it holds on days on which the mean of a factor is at most this much */
  when: { factor: string; atMost: number } | null;
  from: string | null;
  to: string | null;
}

/** `GET /outlets/{id}/limits`: what bound an outlet on a day, and why it and not another. */
export interface OutletLimits {
  outlet: string;
  name: Text;
  date: string;
  standard: string | null;
  /** % */
  o2Reference: number | null;
  limits: {
    factor: string;
    name: Text;
    basis: LimitBasis;
    binding: CandidateView;
    why: Text;
    /** every limit in force that day, the strictest of each source, the binding one first */
    candidates: CandidateView[];
    /** the row that would bind if its condition held, where that factor was not measured */
    unless: CandidateView | null;
  }[];
}
