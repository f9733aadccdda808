/** Samples of one value that each of the two levels of a check is held for, at least. */
const HELD = 2;

/**
 * Takes zero and span checks of an instrument out of a signal: a value at the bottom of the past held for some samples, right
 * beside one at its top, in either order and not longer than `longest` samples in all. A plant does not move like that;
 * whoever hides a peak does not show one.
 * @param bottom low quantile of the past, @param top high quantile of the past
 */
export function withoutChecks(
  values: Float64Array,
  from: number,
  to: number,
  bottom: number,
  top: number,
  longest: number,
): void {
  const heldFrom = (i: number) => {
    let end = i + 1;
    while (end < to && values[end] === values[i]) end++;
    return end;
  };
  for (let i = from; i < to; ) {
    const turn = heldFrom(i);
    const end = turn < to ? heldFrom(turn) : turn;
    const low = Math.min(values[i]!, values[turn] ?? Number.NaN);
    const high = Math.max(values[i]!, values[turn] ?? Number.NaN);
    const held = turn - i >= HELD && end - turn >= HELD && end - i <= longest;
    if (held && low <= bottom && high >= top && low < high) {
      values.fill(Number.NaN, i, end);
      i = end;
    } else i = turn;
  }
}
