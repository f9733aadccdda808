import { z } from 'zod';
import { median } from '../../ledger/means.ts';
import type { OutletDays, WindowView } from '../../ledger/view.ts';
import { FLOW } from '../../ledger/water.ts';
import { dateText } from '../../model/beijing.ts';
import { exceeds, tidy } from '../../model/compare.ts';
import { isUsable } from '../../model/flag.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { excusedBy } from './params.ts';
import { covered } from './recent.ts';

/**
 * Discharge over intake of a day far from what is usual for the site (regulations WTR-01; falsification F07): water
 * that leaves by another way, or that is added. Rain and releases from storage are filed. Evaporation and reuse are
 * part of what is usual.
 */
export default defineDetector({
  title: { zh: '排水与取水不平衡', en: 'Discharge does not fit intake' },
  window: 'day',
  lookbackDays: 30,
  sees: 'meters',
  params: z.strictObject({
    band: z.number().min(0).max(1).describe('常态比值上下允许的比例 / share of the usual ratio on either side'),
    days: z
      .number()
      .int()
      .min(1)
      .max(30)
      .describe('取常态比值的前若干天 / days before, from which the usual ratio is taken'),
    minDays: z.number().int().min(1).describe('至少需要的天数 / days that it is made of at least'),
    complete: z
      .number()
      .min(0)
      .max(1)
      .describe('一天中必须有数的分钟比例 / share of the minutes of a day that must be known'),
    excusedBy,
    daysInRow: z
      .number()
      .int()
      .min(1)
      .default(1)
      .describe(
        '连续这么多天才提示：调蓄可使一两天排水偏少 / so many days in a row: storage keeps water back for a day or two',
      ),
    score: score
      .optional()
      .describe(
        '给出时只判断排水偏少（旁路），并作为证据 / where given, only too little discharge is told (a bypass), as evidence',
      ),
  }),
  evaluate(view, params): Claim[] {
    const filings = (view.outlet.filings ?? []).filter(({ kind }) => params.excusedBy.includes(kind));
    if (covered({ days: view.days, start: view.start, closed: 1440 }, filings).some(Boolean)) return [];
    const day = view.days.from;
    const today = ratioOf(view, day, params.complete);
    if (today === undefined) return [];
    const earlier = Array.from({ length: params.days }, (_, i) => ratioOf(view, day - 1 - i, params.complete));
    const ratios = earlier.flatMap((known) => (known === undefined ? [] : [known.ratio]));
    if (ratios.length < params.minDays) return [];
    const usual = median(ratios);
    const low = exceeds(usual * (1 - params.band), today.ratio);
    const high = exceeds(today.ratio, usual * (1 + params.band));
    if (params.score === undefined ? !low && !high : !low) return [];
    const before = earlier.slice(0, params.daysInRow - 1);
    if (!before.every((known) => known !== undefined && exceeds(usual * (1 - params.band), known.ratio))) return [];
    return [
      {
        factor: null,
        value: tidy(today.ratio),
        limit: tidy(usual * (low ? 1 - params.band : 1 + params.band)),
        unit: null,
        facts: {
          date: dateText(day),
          dischargeM3: tidy(today.discharge),
          intakeM3: tidy(today.intake),
          usualRatio: tidy(usual),
          ...(params.score === undefined ? {} : evidence(params.score, ['flow', 'water-use'], AGAINST)),
        },
      },
    ];
  },
});

const AGAINST = [
  { zh: '进水照常，不是来水减少', en: 'as much comes in as usual: not a quiet day' },
  {
    zh: '未能核查：回用、外运联单，流量计是否故障',
    en: 'not looked at: reuse, transfers, whether the flow meter fails',
  },
];

/** Undefined where too little is known, or nothing was taken in. */
function ratioOf(view: WindowView, day: number, complete: number) {
  const intakes = view.meters.filter(({ outlet }) => outlet.medium === 'water-use');
  const intake = intakes.reduce((sum, meter) => sum + volume(meter, day, complete), 0);
  const discharge = volume(view, day, complete);
  return intake > 0 && !Number.isNaN(discharge) ? { ratio: discharge / intake, discharge, intake } : undefined;
}

/** m3 of a day from a flow in L/s, what is not known filled with the mean; NaN where too little is known. */
function volume(outlet: OutletDays, day: number, complete: number): number {
  const { mean, share } = outlet.profile(day, 'flow', (view) => {
    const { values, flags } = view.minutes(FLOW);
    const known = values.filter((value, m) => isUsable(flags[m]!) && value >= 0);
    return { mean: known.reduce((sum, value) => sum + value, 0) / known.length, share: known.length / 1440 };
  });
  return share < complete ? Number.NaN : mean * 86.4;
}
