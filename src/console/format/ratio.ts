/**
 * How far a value lies above its limit, as a multiple: 超标倍数 = value / limit − 1, the figure penalty decisions use.
 * Defined here once and used wherever the console says `超 … 倍`. `null` where it has no meaning.
 */
export function exceedanceRatio(value: number | null, limit: number | null): number | null {
  if (value === null || limit === null || !(limit > 0)) return null;
  return value / limit - 1;
}

/** Two decimals; more where two would say `0`, so that a small exceedance never reads as none. */
export function ratioText(ratio: number): string {
  for (let places = 2; places <= 4; places++) {
    const text = ratio.toFixed(places);
    if (Number(text) !== 0) return text;
  }
  return ratio === 0 ? '0' : ratio.toExponential(1);
}
