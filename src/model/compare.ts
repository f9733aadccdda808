/**
 * Strictly greater, as exceedance is (regulations §0.2): on the unrounded value, with a billionth of slack so that the
 * mean of 1 440 readings of exactly the limit is not above it by a bit of floating-point dust.
 */
export function exceeds(value: number, limit: number): boolean {
  return value - limit > 1e-9 * Math.max(1, Math.abs(limit));
}

export function below(value: number, limit: number): boolean {
  return exceeds(limit, value);
}

/** A computed number as it is shown and stored: floating-point dust removed, nothing a rule could see. */
export function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
