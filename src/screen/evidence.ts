/** How accidents are weighed. */
export interface Coincidence {
  /** accidents a month that are worth a look (score 0.5) */
  perMonth: number;
  /** power that tempers the odds: the model of chance is never quite right */
  root: number;
}

/**
 * Turns the improbability of a coincidence into a score. `bits` is minus the binary logarithm of its chance at one place,
 * `places` the number of places in a month where it could have happened, so `places * 2^-bits` is how often a month it
 * would be met by accident. A claim about many `days` costs more to check and must be that much surer.
 */
export function scoreOf(bits: number, places: number, days: number, { perMonth, root }: Coincidence): number {
  const logExpected = Math.log(places) + Math.log(Math.max(1, days)) - bits * Math.LN2;
  return 1 / (1 + Math.exp(root * (logExpected - Math.log(perMonth))));
}
