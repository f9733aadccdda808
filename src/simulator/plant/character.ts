import type { Random } from '../random.ts';

/** What makes one furnace differ from the next for good; the values of {@link REFERENCE} are those of the calibration. */
export interface Character {
  /** mg/m³ that operators aim at */
  noxSetPoint: number;
  so2SetPoint: number;
  /** levels against the reference furnace */
  co: number;
  pm: number;
  hcl: number;
  /** ℃ against the reference furnace */
  chamber: number;
}

export const REFERENCE: Character = { noxSetPoint: 64, so2SetPoint: 28, co: 1, pm: 1, hcl: 1, chamber: 0 };

export function characterOf(random: Random): Character {
  return {
    noxSetPoint: random.between(56, 92),
    so2SetPoint: random.between(20, 34),
    co: random.between(0.6, 1.2),
    pm: random.between(0.8, 1.5),
    hcl: random.between(0.7, 1.4),
    chamber: random.between(-15, 10),
  };
}
