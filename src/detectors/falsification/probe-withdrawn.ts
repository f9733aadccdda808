import { z } from 'zod';
import { MINUTE_MS } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorNames } from '../../model/factors.ts';
import { defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';

/** The O2 channel of the conversion. */
const OXYGEN = 'a19001';

/**
 * The analyser sees air while the furnace burns: oxygen near 21 % with flue gas flowing and hot (F04).
 *
 * Innocent causes that do not raise it: blow-back and purge (minutes, shorter than `minutes`), marked or flagged
 * calibration (no samples), a stop (flow and temperature fall as well). Air that leaks in slowly stays below `oxygen`.
 */
export default defineDetector({
  title: { zh: '运行时含氧量接近空气', en: 'Oxygen of air while the plant runs' },
  window: 'day',
  params: z.strictObject({
    oxygen: z.number().min(0).max(21).describe('% O2；高于此视为空气 / % O2 above which the sample is air'),
    minutes: z.number().int().min(5).describe('连续分钟数 / minutes in a row'),
    running: z
      .array(z.strictObject({ factor: z.string(), above: z.number() }))
      .min(1)
      .describe('同一分钟须成立的条件：设施在运行 / what must hold in the same minutes: the plant runs'),
    known: z.number().int().min(1).describe('其中须有数据的因子数 / of which the outlet must have so many'),
    score,
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    const oxygen = day.samples(OXYGEN);
    const shown = params.running.filter(({ factor }) => day.due.has(factor));
    if (oxygen.step !== 1 || shown.length < params.known) return [];
    const running = shown.map(({ factor, above }) => ({ ...day.samples(factor), above }));
    const air = oxygen.values.map((value, m) => {
      if (!(value > params.oxygen)) return 0;
      return running.every(({ step, values, above }) => values[Math.floor(m / step)]! > above) ? 1 : 0;
    });
    return runsOfOnes(air).flatMap(({ from, to }) => {
      if (to - from < params.minutes) return [];
      const mean = oxygen.values.subarray(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
      return [
        {
          factor: OXYGEN,
          start: day.start + from * MINUTE_MS,
          end: day.start + to * MINUTE_MS,
          value: tidy(mean),
          limit: params.oxygen,
          unit: '%',
          facts: {
            minutes: to - from,
            running: { ...factorNames(shown.map(({ factor }) => factor)) },
            ...evidence(params.score, [`emission/${OXYGEN}`, 'process'], AGAINST),
          },
        },
      ];
    });
  },
});

const AGAINST = [
  { zh: '持续时间长于反吹', en: 'longer than a blow-back' },
  { zh: '流量和温度表明装置在运行', en: 'flow and temperature say that the plant runs' },
];

function runsOfOnes(bits: Float64Array): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  bits.forEach((bit, m) => {
    if (!bit) return;
    if (runs.at(-1)?.to === m) runs.at(-1)!.to = m + 1;
    else runs.push({ from: m, to: m + 1 });
  });
  return runs;
}
