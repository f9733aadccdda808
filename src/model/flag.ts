/**
 * Data marks of a reading (数据标记, HJ 212-2017 table 8, HJ/T 212-2005 §6.3.3.2.3) as one byte per slot.
 * The low nibble names the letter; `EMPTY` means that nothing was received for the slot.
 */
export const Flag = {
  EMPTY: 0,
  /** N: instrument normal */
  NORMAL: 1,
  /** no flag was sent; unmarked data are deemed valid (MEE Order 10, Art. 4) */
  UNMARKED: 2,
  /** F: out of service (2005: source stopped) */
  STOPPED: 3,
  /** M: maintenance */
  MAINTENANCE: 4,
  /** S: value set by hand */
  SET: 5,
  /** D: instrument fault */
  FAULT: 6,
  /** C: calibration */
  CALIBRATION: 7,
  /** T: above the measuring range */
  OVER_RANGE: 8,
  /** B: instrument–logger communication fault */
  COMMUNICATION: 9,
  /** P: power fault (2005) */
  POWER: 10,
  /** any other token: not normal, reason unknown */
  OTHER: 11,
} as const;

export const LETTER_MASK = 0x0f;
/** the slot was claimed again with another value: both are kept, see the ledger's rewrites */
export const REWRITTEN = 0x10;
/** the record carried the factor but no number (`-`, empty, NaN) */
export const NO_VALUE = 0x20;
/** the record arrived as backfill (补传): RF=1, or much later than its period */
export const BACKFILL = 0x40;

const LETTERS = ['', 'N', '', 'F', 'M', 'S', 'D', 'C', 'T', 'B', 'P', '?'];

/** Only `N` and unmarked values are used as data (regulations §0.2; contract §2 "Grain"). */
export function isUsable(flag: number): boolean {
  const letter = flag & LETTER_MASK;
  return (letter === Flag.NORMAL || letter === Flag.UNMARKED) && (flag & NO_VALUE) === 0;
}

/** `N`, `D` …; empty for unmarked and empty slots. */
export function flagLetter(flag: number): string {
  return LETTERS[flag & LETTER_MASK] ?? '?';
}

/** Flag of a token as sent; tokens of more than one letter are not normal, reason unknown. */
export function flagOf(token: string): number {
  if (token === '') return Flag.UNMARKED;
  const at = LETTERS.indexOf(token.toUpperCase());
  return at > 0 ? at : Flag.OTHER;
}
