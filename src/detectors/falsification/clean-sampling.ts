import { z } from 'zod';
import type { WindowView } from '../../ledger/view.ts';
import { FLOW } from '../../ledger/water.ts';
import { MINUTE_MS } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorUnit } from '../../model/factors.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';
import { cyclesOf, heldMinutes } from './analyses.ts';

/**
 * Waste water is measured while none flows and not while it does: values change at zero flow and stand still during
 * discharge (F08, the Shanghai case of 2023: no flow from 06:00 to 17:00 with moving values, discharge with frozen ones).
 *
 * One analyser may be out of step by a fault of its own; where several instruments are, the sampler was told to.
 *
 * Innocent causes that do not raise it: samplers that hold the last value by design while nothing flows (the opposite
 * pattern), a steady process (values also stand still without flow), too few samples of either kind.
 */
export default defineDetector({
  title: { zh: '排放时数值不更新', en: 'Not measured while discharging' },
  window: 'day',
  lookbackDays: 1,
  params: z.strictObject({
    factors,
    samples: z
      .number()
      .int()
      .min(2)
      .describe('有流量与无流量时各需的相邻样本数 / pairs of samples that are needed with and without flow'),
    frozen: z
      .number()
      .min(0)
      .max(1)
      .describe(
        '排放时变化的比例不高于此，视为静止 / share of changes during discharge, up to which values stand still',
      ),
    alive: z
      .number()
      .min(0)
      .max(1)
      .describe('无流量时变化的比例达到此，视为变动 / share of changes without flow, from which on they move'),
    heldMinutes,
    heldRecords: z
      .number()
      .int()
      .min(2)
      .describe(
        '且一个周期的记录多于此数时，按周期取一个值 / and a cycle of more of them than this counts as one sample',
      ),
    score,
    agree: z
      .number()
      .int()
      .min(2)
      .describe(
        '同日这么多台分析仪均如此时单独即可形成线索 / where so many analysers do so on one day, the signal makes a lead by itself',
      ),
  }),
  evaluate(view, params) {
    const found = params.factors.flatMap((factor) => {
      const seen = changes(view, factor, params);
      const { flowing, still } = seen;
      if (Math.min(flowing.pairs, still.pairs) < params.samples) return [];
      const [during, without] = [flowing.changed / flowing.pairs, still.changed / still.pairs];
      return during > params.frozen || without < params.alive ? [] : [{ factor, flowing, still, during, without }];
    });
    const weight = found.length >= params.agree ? 1 : params.score;
    return found.map(({ factor, flowing, still, during, without }): Claim => {
      return {
        factor,
        start: flowing.from,
        end: flowing.to,
        value: tidy(flowing.value),
        limit: null,
        unit: factorUnit(factor) || null,
        facts: {
          changesDuringPercent: tidy(100 * during),
          changesWithoutPercent: tidy(100 * without),
          samplesDuring: flowing.pairs,
          samplesWithout: still.pairs,
          ...evidence(weight, [`emission/${factor}`, 'flow'], AGAINST),
        },
      };
    });
  },
});

const AGAINST = [
  { zh: '无排放时数值在变化，不是保持功能', en: 'the values move without flow: no hold by design' },
  { zh: '排放与不排放的样本数都足够', en: 'enough samples with and without discharge' },
];

interface Seen {
  pairs: number;
  changed: number;
  from: number;
  to: number;
  value: number;
}

/** Neighbouring samples that both lie in discharge, or both out of it. */
function changes(
  view: WindowView,
  factor: string,
  held: Parameters<typeof cyclesOf>[2],
): { flowing: Seen; still: Seen } {
  const day = view.day(view.days.from);
  const { step, values } = cyclesOf(day, factor, held);
  const flow = day.samples(FLOW);
  const seen = (): Seen => ({ pairs: 0, changed: 0, from: day.start, to: day.end, value: Number.NaN });
  const found = { flowing: seen(), still: seen() };
  const stateAt = (i: number) => {
    const from = Math.floor((i * step) / flow.step);
    const span = flow.values.subarray(from, Math.max(from + 1, Math.floor(((i + 1) * step) / flow.step)));
    if (span.every((value) => value === 0)) return 'still';
    return span.every((value) => value > 0) ? 'flowing' : undefined;
  };
  for (let i = 1; i < values.length; i++) {
    const state = stateAt(i);
    if (!state || stateAt(i - 1) !== state || Number.isNaN(values[i]! - values[i - 1]!)) continue;
    const one = found[state];
    if (one.pairs === 0) one.from = day.start + (i - 1) * step * MINUTE_MS;
    one.to = day.start + (i + 1) * step * MINUTE_MS;
    one.value = values[i]!;
    one.pairs++;
    if (values[i] !== values[i - 1]) one.changed++;
  }
  return found;
}
