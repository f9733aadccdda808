import { z } from 'zod';
import type { OutletDays } from '../../ledger/view.ts';
import { waterHours } from '../../ledger/water.ts';
import { HOUR_MS, minuteText } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { factors, waterReading } from '../params.ts';

/**
 * The same reading hour after hour while water is discharged: perhaps no new sample was taken, so the readings are
 * suspect (HJ 356-2019; VAL-04). Told, and not taken out of the mean: a steady discharge may read the same. Silent at
 * and below the detection limit, and where no flow is measured. For values that move while nothing flows see F08.
 */
export default defineDetector({
  title: { zh: '排水时读数不更新', en: 'Reading held while discharging' },
  window: 'hour',
  lookbackDays: 1,
  params: z.strictObject({
    factors,
    ...waterReading,
    hours: z
      .number()
      .int()
      .min(2)
      .max(24)
      .describe('连续相同的读数达到此数即提示 / this many equal readings in a row or more are told'),
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    const closed = Math.floor((view.until - day.start) / HOUR_MS);
    return params.factors.flatMap((factor) => {
      const lowest = view.outlet.channels[factor]?.detectionLimit ?? 0;
      const read = (date: number) => readings(view, date, factor, params.minMinutes);
      const values = [...read(view.days.from - 1), ...read(view.days.from).slice(0, closed)];
      return runs(values).flatMap(({ from, to }) => {
        if (to <= 24 || to - from < params.hours || !exceeds(values[from]!, lowest)) return [];
        const [start, end] = [day.start + (from - 24) * HOUR_MS, day.start + (to - 24) * HOUR_MS];
        return [
          {
            factor,
            start,
            end,
            value: tidy(values[from]!),
            limit: null,
            unit: null,
            informational: true,
            facts: { hours: to - from, from: minuteText(start), to: minuteText(end) },
          },
        ];
      });
    });
  },
});

/** Readings of the hours with discharge, NaN where there is none or no flow is measured. */
function readings(view: OutletDays, day: number, factor: string, minMinutes: number): number[] {
  return view.profile(day, `water-readings/${factor}/${minMinutes}`, (shown) => {
    const { hours, load } = waterHours(shown, factor, minMinutes);
    return [...hours].map((value) => (load ? value : Number.NaN));
  });
}

/** Spans of equal values that follow each other, `[from, to)`; NaN belongs to none. */
function runs(values: readonly number[]): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  values.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    const last = found.at(-1);
    if (last?.to === i && tidy(values[i - 1]!) === tidy(value)) last.to++;
    else found.push({ from: i, to: i + 1 });
  });
  return found;
}
