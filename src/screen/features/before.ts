import { at, type Family, log } from './window.ts';

/**
 * The stretch against the one just before it: its level, its swing, the shape of its top, and whether its steps changed with its
 * level. A factor on the signal moves level and steps alike; a plant that really falls mostly keeps the noise of its analyser.
 */
export const before: Family = {
  names: ['ratioStep', 'swingStep', 'topStep', 'gainGap'],
  of(w) {
    const b = w.valuesBefore.filter((v) => !Number.isNaN(v)).sort();
    if (b.length < 6) return [0, 0, 0, 0];
    const tiny = w.resolution + 0.002 * w.spread;
    const s = w.sorted;
    const swing = (sorted: Float64Array) => at(sorted, 0.9) - at(sorted, 0.1) + tiny;
    const top = (sorted: Float64Array) =>
      log((at(sorted, 0.95) - at(sorted, 0.5) + tiny) / (at(sorted, 0.5) - at(sorted, 0.05) + tiny));
    const ratio = log((Math.abs(at(s, 0.5)) + tiny) / (Math.abs(at(b, 0.5)) + tiny));
    const gain = log((stepOf(w.values) + tiny) / (stepOf(w.valuesBefore) + tiny));
    return [ratio, log(swing(s) / swing(b)), top(s) - top(b), gain - ratio];
  },
};

/** Mean step from sample to sample. */
function stepOf(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let i = 1; i < values.length; i++) {
    const d = Math.abs(values[i]! - values[i - 1]!);
    if (Number.isNaN(d)) continue;
    sum += d;
    count++;
  }
  return count > 0 ? sum / count : 0;
}
