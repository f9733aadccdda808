import { z } from 'zod';
import type { DayView } from '../../ledger/view.ts';
import { tidy } from '../../model/compare.ts';
import { factorUnit } from '../../model/factors.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';

/**
 * Values rest at the detection limit or at exactly zero for days while the plant runs (F30 parking at the detection
 * limit, F31 zero clamp; the symptom "hovering at the detection limit" of the on-site guide).
 *
 * Innocent causes: excellent treatment, natural gas, an analyser that clamps by design. So the score is small. Says
 * nothing where the catalogue knows no detection limit (`at: detection-limit`) or the plant is not seen to run.
 */
export default defineDetector({
  title: { zh: '长期停留在检出限或零', en: 'Resting at the detection limit or at zero' },
  window: 'day',
  lookbackDays: 30,
  params: z.strictObject({
    factors,
    at: z
      .enum(['detection-limit', 'zero'])
      .describe('处于或低于检出限，或恰为零 / at or under the detection limit, or exactly zero'),
    share: z.number().min(0).max(1).describe('占有负荷时样本的比例 / share of the samples at load'),
    days: z.number().int().min(1).max(30).describe('连续天数 / days in a row'),
    load: z
      .array(z.strictObject({ factor: z.string(), above: z.number() }))
      .min(1)
      .describe('其中之一成立即视为运行 / the plant runs where one of these holds'),
    samples: z.number().int().min(1).describe('一日内需要的有负荷样本数 / samples at load that a day needs'),
    score,
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor): Claim[] => {
      const floor = params.at === 'zero' ? 0 : view.outlet.channels[factor]?.detectionLimit;
      if (floor === undefined) return [];
      const shares: number[] = [];
      for (let day = view.days.from; day > view.days.from - params.days; day--) {
        const key = `resting/${factor}/${floor}/${JSON.stringify(params.load)}/${params.samples}`;
        const share = view.profile(day, key, (one) => restingShare(one, factor, floor, params));
        if (share === undefined || share < params.share) return [];
        shares.push(share);
      }
      return [
        {
          factor,
          value: tidy(100 * Math.min(...shares)),
          limit: tidy(100 * params.share),
          unit: '%',
          facts: {
            days: params.days,
            floor,
            floorUnit: factorUnit(factor) ?? '',
            ...evidence(params.score, [`emission/${factor}`], AGAINST),
          },
        },
      ];
    });
  },
});

const AGAINST = [
  {
    zh: '反证：治理效果很好或燃用天然气时也会如此，需核对校准',
    en: 'speaks against it: excellent treatment or natural gas; calibrations should be looked at',
  },
];

interface Terms {
  load: readonly { factor: string; above: number }[];
  samples: number;
}

/** Undefined where too few samples at load are there. */
function restingShare(day: DayView, factor: string, floor: number, { load, samples }: Terms): number | undefined {
  const { step, values } = day.samples(factor);
  const signals = load.map(({ factor: signal, above }) => ({ above, ...day.samples(signal) }));
  let [seen, resting] = [0, 0];
  values.forEach((value, i) => {
    const minute = i * step;
    const runs = signals.some((signal) => signal.values[Math.floor(minute / signal.step)]! > signal.above);
    if (!runs || Number.isNaN(value)) return;
    seen++;
    if (floor === 0 ? value === 0 : value <= floor) resting++;
  });
  return seen < samples ? undefined : resting / seen;
}
