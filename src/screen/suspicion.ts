import type { Text } from '../model/text.ts';

/** The ways of falsifying a series that are told apart. */
export const KINDS = [
  'constant',
  'clip',
  'scale',
  'replay',
  'replay_noise',
  'gap_peak',
  'shrink',
  'despike',
  'offset_peak',
  'rounding',
  'smooth',
  'random_band',
  'cross_copy',
  'decorrelate',
  'mean_mismatch',
  'extra_digits',
  'between_steps',
] as const;
export type Kind = (typeof KINDS)[number];

/** A stretch of one signal that is inconsistent with its own past, its companions or itself. */
export interface Suspicion {
  kind: Kind;
  /** slots [from, to) of the table */
  from: number;
  to: number;
  /** slot whose sample made it known: nothing after it was looked at */
  at: number;
  /** 0 to 1; 0.5 = worth a look, and the same number means the same doubt for every kind */
  score: number;
  facts: Record<string, number | string>;
  says: Text;
}
