import type { z } from 'zod';
import type { WindowView } from '../ledger/view.ts';
import type { Facts } from '../model/alert.ts';
import type { LimitBasis } from '../model/outlet.ts';
import type { Text } from '../model/text.ts';

/**
 * How often a detector judges and how much it looks at: `hour` = the day so far, each time an hour has ended; `day` =
 * a natural day that is over; `month`, `quarter`, `year` = the natural period so far, each time one of its days was
 * judged or its marks changed.
 */
export const WINDOWS = ['hour', 'day', 'month', 'quarter', 'year'] as const;
export type WindowKind = (typeof WINDOWS)[number];

/** One step of a computation, as data: anyone can do it again. */
export type Step = {
  zh: string;
  en: string;
  formula: string;
  inputs: Facts;
  output: number | string | null;
  unit: string | null;
};

/** What a detector says about its window. The rule adds who it is, what it covers and how grave it is. */
export interface Claim {
  /** null: about the outlet as a whole */
  factor: string | null;
  /** the span it speaks of, epoch ms, half-open; default: the window */
  start?: number;
  end?: number;
  /** instant from which its settle time counts, epoch ms; default: the end of the window */
  asOf?: number;
  value: number | null;
  limit: number | null;
  unit: string | null;
  facts: Facts;
  /** true: worth knowing, but nothing is asserted to be broken; shown as `info` and covering nothing */
  informational?: boolean;
}

export interface Detector<P = unknown> {
  title: Text;
  window: WindowKind;
  /** days before the window that it may look at: a change there judges this window again */
  lookbackDays?: number;
  /**
   * What it sees beside its outlet: `meters` = the meters of the site that measure for it; `siblings` = the other
   * outlets of the site with the same medium; `site` = both.
   */
  sees?: 'meters' | 'siblings' | 'site';
  /** averaging period of the catalogue's limits that it judges against; absent = a parameter `against` says it, or none */
  limit?: LimitBasis;
  params: z.ZodType<P>;
  /** Pure: no state, clock or I/O. The same view and parameters give the same claims. */
  evaluate(view: WindowView, params: P): Claim[];
}

/** Gives the parameters' type to `evaluate` without writing it down twice. */
export function defineDetector<S extends z.ZodType>(
  detector: Omit<Detector, 'params' | 'evaluate'> & {
    params: S;
    evaluate(view: WindowView, params: z.output<S>): Claim[];
  },
): Detector {
  return detector as Detector;
}
