/** What the script does to the instruments of one outlet; set anew every minute. */
export interface Faults {
  /** nothing is measured or stored at all */
  off: boolean;
  /** the logger repeats its last readings of everything */
  stalled: boolean;
  /** by factor: what the broken instrument shows, and whether it says so (mark D) */
  broken: Map<string, { shows: Shows; flagged: boolean }>;
  /** by factor: a known error of the instrument, `truth · gain + offset` */
  bias: Map<string, { gain: number; offset: number }>;
  /** of what the analysers draw in, this share is not flue gas; it has so much oxygen, % */
  dilution: { share: number; o2: number } | undefined;
  /** analysers are serviced: they see test gases, and say so (mark M) */
  service: boolean;
  /** by factor: what somebody has set an instrument to; what is not named is as it should be */
  set: Map<string, Partial<InstrumentSettings>>;
}

/** What an instrument tells of itself (HJ 212-2017 table B.10). */
export interface InstrumentSettings {
  /** 0 running, 1 maintenance or hold, 2 fault, 3 calibration, 5 blow-back */
  state: number;
  range: number;
  intercept: number;
  slope: number;
}

export const SHOWS = ['zero', 'stuck', 'high', 'nothing'] as const;
export type Shows = (typeof SHOWS)[number];

export const noFaults = (): Faults => ({
  off: false,
  stalled: false,
  broken: new Map(),
  bias: new Map(),
  dilution: undefined,
  service: false,
  set: new Map(),
});
