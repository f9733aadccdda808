import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import { atReferenceOxygen } from '../../ledger/means.ts';
import { type DayView, OXYGEN } from '../../ledger/view.ts';
import { HOUR_MS, minuteText } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import { Flag, isUsable } from '../../model/flag.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { factors } from '../params.ts';

/**
 * The converted value that was reported is not what the formula makes of the measured value and O2 (GB 13271-2014 5.2;
 * LIM-02). Worked out both ways, as the mean of converted minutes and as the conversion of the means: they differ where
 * O2 varies, and whatever lies between them is accepted. Hours with O2 near that of air are left alone, since there the
 * smallest error of O2 is large in the result. Where O2 is known by the hour only, what went on within the hour is not:
 * then for information. A constant O2 in the device's formula is F12's, edited means are F22's.
 */
export default defineDetector({
  title: { zh: '折算值与实测值、含氧量不符', en: 'Converted value inconsistent with measured value and O2' },
  window: 'hour',
  params: z.strictObject({
    factors,
    minMinutes: z
      .number()
      .int()
      .min(1)
      .max(60)
      .describe(
        '一小时内实测值、含氧量、折算值俱全的分钟数 / minutes with measured value, O2 and converted value that an hour needs',
      ),
    tolerance: z.number().min(0).max(1).describe('允许的相对偏差 / relative difference that is accepted'),
    lastDigit: z
      .number()
      .min(0)
      .describe(
        '名录未给分辨率时另允许的绝对偏差，mg/m3 / mg/m3 accepted beside it, where the catalogue tells no resolution',
      ),
    highestO2: z
      .number()
      .max(21)
      .describe(
        '含氧量超过此值的小时不比对，% / % O2 above which the conversion of an hour is not held against anything',
      ),
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    const reference = day.o2Reference;
    if (reference === undefined) return [];
    const { minMinutes, highestO2, tolerance, lastDigit } = params;
    return params.factors.flatMap((factor): Claim[] => {
      const slack = view.outlet.channels[factor]?.resolution ?? lastDigit;
      const judged = (hour: Hour): Claim[] => {
        const start = day.start + hour.h * HOUR_MS;
        const [low, high] = [Math.min(...hour.expected), Math.max(...hour.expected)];
        const nearest = hour.reported < low ? low : high;
        const difference = Math.abs(hour.reported - nearest);
        const within = hour.reported >= low && hour.reported <= high;
        if (within) return [];
        if (!exceeds(difference, params.tolerance * nearest) || !exceeds(difference, slack)) return [];
        return [
          {
            factor,
            start,
            end: start + HOUR_MS,
            value: tidy((difference / nearest) * 100),
            limit: tidy(params.tolerance * 100),
            unit: '%',
            informational: hour.o2ByTheHour,
            facts: {
              hour: minuteText(start),
              minutes: hour.minutes,
              reported: tidy(hour.reported),
              meanOfConverted: tidy(hour.expected[0]),
              convertedOfMeans: tidy(hour.expected[1]),
              direction: hour.reported < nearest ? LOWER : HIGHER,
              steps: [
                {
                  zh: '逐分钟折算后求小时均值，与小时均值折算两种算法',
                  en: 'worked out both ways: mean of the converted minutes, and the means converted',
                  formula: `mean(C × (21 − ${reference}) / (21 − O2)); mean(C) × (21 − ${reference}) / (21 − mean(O2))`,
                  inputs: { C: tidy(hour.measured), O2: tidy(hour.oxygen), minutes: hour.minutes },
                  output: hour.expected.map(tidy).join(' / '),
                  unit: 'mg/m3',
                },
                {
                  zh: '上报的折算值与较近的一个之差',
                  en: 'the reported converted value against the nearer of them',
                  formula: '|R − E| / E',
                  inputs: { R: tidy(hour.reported), E: tidy(nearest), tolerance: params.tolerance, lastDigit: slack },
                  output: tidy((difference / nearest) * 100),
                  unit: '%',
                },
              ],
            },
          },
        ];
      };
      return view.follow(
        `conversion/${factor}/${minMinutes}/${highestO2}/${tolerance}/${lastDigit}`,
        (): Claim[] => [],
        (claims, from, to) => {
          for (const hour of hours(day, factor, reference, params, from / 60, to / 60)) claims.push(...judged(hour));
        },
      );
    });
  },
});

const LOWER = { zh: '偏低', en: 'lower' };
const HIGHER = { zh: '偏高', en: 'higher' };

interface Hour {
  h: number;
  minutes: number;
  /** means over the compared minutes */
  measured: number;
  oxygen: number;
  reported: number;
  /** mean of the converted, converted of the means */
  expected: readonly [number, number];
  o2ByTheHour: boolean;
}

/** Hours `[from, to)` in which enough minutes can be compared. */
function hours(
  day: DayView,
  factor: string,
  reference: number,
  { minMinutes, highestO2 }: { minMinutes: number; highestO2: number },
  from: number,
  to: number,
): Hour[] {
  const [c, o2, r] = [day.minutes(factor), day.minutes(OXYGEN), day.minutes(factor, 'converted')];
  if (c.grain === undefined || o2.grain === undefined || r.grain === undefined) return [];
  const notUsed = day.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID);
  const byTheHour = day.reported(OXYGEN, 'hour', 'avg');
  const found: Hour[] = [];
  for (let h = from; h < to; h++) {
    let [n, measured, oxygen, reported, converted, highest, lowest] = [0, 0, 0, 0, 0, 0, 21];
    for (let m = h * 60; m < h * 60 + 60; m++) {
      if (notUsed[m] || !isUsable(c.flags[m]!) || !isUsable(o2.flags[m]!) || !isUsable(r.flags[m]!)) continue;
      n++;
      measured += c.values[m]!;
      oxygen += o2.values[m]!;
      reported += r.values[m]!;
      converted += atReferenceOxygen(c.values[m]!, o2.values[m]!, reference);
      highest = Math.max(highest, o2.values[m]!);
      lowest = Math.min(lowest, o2.values[m]!);
    }
    if (n < minMinutes || highest > highestO2 || !(measured > 0)) continue;
    const expected = [converted / n, atReferenceOxygen(measured / n, oxygen / n, reference)] as const;
    const o2ByTheHour = highest === lowest && (byTheHour?.flags[h] ?? Flag.EMPTY) !== Flag.EMPTY;
    found.push({
      h,
      minutes: n,
      measured: measured / n,
      oxygen: oxygen / n,
      reported: reported / n,
      expected,
      o2ByTheHour,
    });
  }
  return found;
}
