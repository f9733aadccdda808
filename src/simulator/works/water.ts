/** What is true of the water of a sewage works at one moment, before any instrument looks at it. Concentrations in mg/L. */
export interface Water {
  /** L/s that comes in, and that leaves by the outlet */
  influent: number;
  flow: number;
  cod: number;
  toc: number;
  ammonia: number;
  nitrogen: number;
  phosphorus: number;
  ph: number;
  /** ℃ */
  temperature: number;
  /** µS/cm */
  conductivity: number;
  /** kW of the blowers, and of the pumps that lift what comes in */
  aerationKw: number;
  pumpsKw: number;
}

/** What weather, operators and the town do to a works; set anew every minute by the script. */
export interface WaterLevers {
  /** times the usual inflow; rain also thins what comes in */
  inflow: number;
  rain: boolean;
  /** times the usual concentration of what comes in */
  strength: number;
  /** share of the air that the basin needs */
  aeration: number;
  /** share of the cleaned water that leaves by another way */
  bypass: number;
}

export const CALM: Readonly<WaterLevers> = { inflow: 1, rain: false, strength: 1, aeration: 1, bypass: 0 };
