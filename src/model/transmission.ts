import type { DaySpan } from './beijing.ts';

/** Hours of a factor, as rates count them (HJ 75-2017; regulations VAL-01, VAL-03). */
export interface HourTally {
  /** hours since the outlet's first data, without those out of service */
  due: number;
  /** hours that 停运 takes out: too few of their minutes are left for a valid hour */
  filedStop: number;
  /** due hours for which a value arrived, whatever its flag: the hour record, or the minutes of a valid hour */
  received: number;
  /** due hours with a valid mean */
  valid: number;
  /** due hours that are not valid because of a device mark (CEMS维护): too few of their minutes are left */
  marked: number;
}

/** Shares in percent; null where nothing was due. */
export interface TransmissionRates {
  /** received / due */
  transmission: number | null;
  /** valid / received */
  validity: number | null;
  /** transmission × validity, the national definition (VAL-03) */
  national: number | null;
  /** valid / due, the definition of Zibo (2022, Art. 38(2)) */
  zibo: number | null;
}

export const TRANSMISSION_PERIODS = ['day', 'month', 'quarter'] as const;
export type TransmissionPeriod = (typeof TRANSMISSION_PERIODS)[number];

/** What a rule about effective transmission (有效传输率) counts of an outlet in a period. */
export interface TransmissionRow extends HourTally, TransmissionRates {
  site: string;
  outlet: string;
  rule: string;
  ruleVersion: string;
  /** the natural period, whole */
  period: DaySpan;
  /** days of it that are over and for which data could be owed: what was counted */
  counted: DaySpan;
  /** null: all factors of the rule together, which is what the rule judges */
  factor: string | null;
  /** percent */
  target: number;
}
