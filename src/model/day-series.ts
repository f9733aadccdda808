/** One outlet's natural day (Beijing time), minute by minute: 1440 values each, NaN where there is none. */
export interface DaySeries {
  site: string;
  outlet: string;
  /** start of the day, epoch ms */
  start: number;
  factors: FactorSeries[];
  /** 1 for each minute in which anything was received */
  received: Uint8Array;
  /** 1 for each minute under a mark that takes it out of the denominator (停运) */
  stopped: Uint8Array;
  /** 1 for each minute under a mark that makes its data invalid */
  invalid: Uint8Array;
}

/** Usable values only: flag `N` or none. */
export interface FactorSeries {
  factor: string;
  measured: Float64Array;
  /** at the outlet's reference oxygen; as measured where it has none */
  converted: Float64Array;
}
