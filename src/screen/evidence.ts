/**
 * Turns the improbability of a coincidence into a score. `bits` is minus the binary logarithm of its chance at one place,
 * `places` the number of places in a month where it could have happened, so `places * 2^-bits` is how often a month it
 * would be met by accident. The chance comes from a model of the past that is never quite right, hence the root.
 */
export function scoreOf(bits: number, places: number, { perMonth, root }: { perMonth: number; root: number }): number {
  const logExpected = Math.log(places) - bits * Math.LN2;
  return 1 / (1 + Math.exp(root * (logExpected - Math.log(perMonth))));
}
