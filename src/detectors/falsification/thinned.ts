import { z } from 'zod';
import { median, numbersOf } from '../../ledger/means.ts';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { DAY_MS, MINUTE_MS } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { factorNames, factorUnit } from '../../model/factors.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors, historyDays } from '../params.ts';

/** Days before that may show what is usual. */
const LOOKBACK_DAYS = 30;

/**
 * The salt of an effluent falls within minutes and stays down for hours, while the flow does not rise (F02 tap water into
 * the sample, F01 a bucket). Water stays in a works for hours, so nothing that happens in it arrives within minutes; and
 * what is mixed into the stream itself is measured as flow: salt times flow would be lost. Where analysers then show
 * thinner water than before, sensors that share nothing but the sampling point agree. They do share that: a flush valve
 * that leaks for hours gives the same data, so a person decides unless something else speaks as well.
 *
 * Innocent causes that do not raise it: a wash or flush (shorter than `minutes`), rain and water mixed into the stream
 * (slow, or with more flow), batches that differ (the outlet's own days know such steps), a probe that jumps alone (the
 * score stays below a lead). Blind without a probe of conductivity.
 */
export default defineDetector({
  title: { zh: '水质在几分钟内变淡', en: 'Water thinner within minutes' },
  window: 'day',
  lookbackDays: LOOKBACK_DAYS,
  params: z.strictObject({
    salt: z.string().describe('电导率 / conductivity'),
    flow: z.string().describe('流量 / flow'),
    within: z.number().int().min(1).max(60).describe('变化所用的分钟数 / minutes in which it falls'),
    around: z.number().int().min(5).max(120).describe('前后各比较的分钟数 / minutes compared before and after'),
    ratio: z.number().positive().max(1).describe('降至此前的此比例以下 / falls below this share of what it was'),
    flowRise: z.number().min(1).describe('流量不高于此前的倍数 / the flow is no more than so many times as before'),
    minutes: z.number().int().min(30).max(1440).describe('至少持续的分钟数 / minutes that it stays down at least'),
    historyDays: historyDays(1, LOOKBACK_DAYS),
    knownDays: z.number().int().min(1).describe('其中须已知的天数 / of which so many must be known'),
    usualDays: z
      .number()
      .min(0)
      .max(1)
      .describe('此前有同类变化的天数不超过此比例 / no more than this share of the days before had such a fall'),
    probes: z
      .array(z.strictObject({ factor: z.string(), step: z.number().positive() }))
      .describe('同时突变的其他探头及其最小变化 / other probes that step in the same minutes, and by how much'),
    analysers: factors,
    thinner: z
      .number()
      .positive()
      .max(1)
      .describe('分析仪结果低于此前的此比例 / results of analysers below this share of those before'),
    cycle: z
      .number()
      .int()
      .min(5)
      .describe('分析周期（分钟），之后的结果才算数 / minutes until results speak of the new water'),
    together: z.number().int().min(1).describe('须同时变淡的分析仪数 / analysers that must be thinner together'),
    score,
    agreed: z.number().min(0).max(1).describe('分析仪同时变淡时的分值 / the weight where analysers agree'),
  }),
  evaluate(view, params) {
    const day = view.days.from;
    if (!view.day(day).due.has(params.salt)) return [];
    const falls = (d: number) => view.profile(d, keyOf(params), (one) => fallsOf(one, params));
    const known = Array.from({ length: params.historyDays }, (_, i) => falls(day - 1 - i)).filter(
      (one) => one !== null,
    );
    if (known.length < params.knownDays) return [];
    const usual = known.filter((one) => one.length > 0).length;
    if (usual > params.usualDays * known.length) return [];
    const two = new TwoDays(view);
    const all = [...(falls(day - 1) ?? []), ...(falls(day) ?? []).map((m) => m + 1440)];
    return all.flatMap((at) => claimOf(view, two, at, params));
  },
});

const AGAINST = [
  { zh: '变化在几分钟内完成，构筑物停留时间以小时计', en: 'within minutes, while water stays in the works for hours' },
  { zh: '流量没有相应增加，不像降雨或混入其他水', en: 'the flow did not rise with it: neither rain nor other water' },
  { zh: '持续时间长于清洗', en: 'longer than a wash' },
  { zh: '未能核查：冲洗阀是否漏水', en: 'not looked at: a flush valve that leaks' },
];

interface Params {
  salt: string;
  flow: string;
  within: number;
  around: number;
  ratio: number;
  flowRise: number;
  minutes: number;
  probes: { factor: string; step: number }[];
  analysers: string[];
  thinner: number;
  cycle: number;
  together: number;
  score: number;
  agreed: number;
}

const keyOf = ({ salt, within, around, ratio }: Params) => `thinned/${salt}/${within}/${around}/${ratio}`;

/** Minutes of a day at which the salt has fallen; null where the probe did not tell enough. */
function fallsOf(day: DayView, { salt, within, around, ratio }: Params): readonly number[] | null {
  if (day.page.channels === 0) return null;
  const { step, values } = day.samples(salt);
  if (step > within || numbersOf(values, 0, values.length).length < values.length / 2) return null;
  const seen: { from: number; to: number }[] = [];
  for (let m = around; m + within + around <= 1440; m += step) {
    const before = level(values, step, m - around, m);
    const after = level(values, step, m + within, m + within + around);
    if (!(after < ratio * before)) continue;
    if (seen.length === 0 || m - seen.at(-1)!.to > step) seen.push({ from: m, to: m });
    else seen.at(-1)!.to = m;
  }
  // A fall is seen from minutes before it to minutes after it.
  return seen.map(({ from, to }) => Math.round((from + to) / 2));
}

function level(values: Float64Array, step: number, from: number, to: number): number {
  const there = numbersOf(values, Math.floor(from / step), Math.ceil(to / step));
  return there.length * 2 < (to - from) / step ? Number.NaN : median(there);
}

/** The day before and the day itself as one series, minutes from the beginning of the day before. */
class TwoDays {
  readonly #view: WindowView;

  constructor(view: WindowView) {
    this.#view = view;
  }

  level(factor: string, from: number, to: number): number {
    const there: number[] = [];
    for (const [k, day] of [this.#view.days.from - 1, this.#view.days.from].entries()) {
      const { step, values } = this.#view.day(day).samples(factor);
      const [first, last] = [Math.max(0, from - k * 1440), Math.min(1440, to - k * 1440)];
      for (let i = Math.floor(first / step); i < Math.ceil(last / step); i++) {
        for (let n = 0; n < step && !Number.isNaN(values[i]!); n++) there.push(values[i]!);
      }
    }
    return there.length * 2 < to - from ? Number.NaN : median(there);
  }
}

function claimOf(view: WindowView, two: TwoDays, at: number, params: Params): Claim[] {
  const { salt, flow, within, around, ratio, flowRise, minutes } = params;
  const before = two.level(salt, at - around, at);
  const from = at + within;
  // It is over once half of the fall is made good.
  const bar = (before * (1 + ratio)) / 2;
  let end = from;
  while (end < 2880 && two.level(salt, end, Math.min(2880, end + around)) < bar) end = Math.min(2880, end + around);
  const [start, until] = [Math.max(1440, at), Math.min(2880, end)];
  if (end - from < minutes || until <= start) return [];
  const flows = [two.level(flow, at - around, at), two.level(flow, from, from + around)] as const;
  if (!(flows[1] <= flowRise * flows[0])) return [];
  const stepped = params.probes.filter(({ factor, step }) => {
    return Math.abs(two.level(factor, from, from + around) - two.level(factor, at - around, at)) >= step;
  });
  // The results of the two cycles after the one that the change fell into.
  const thinner = params.analysers.filter((factor) => {
    const after = two.level(factor, at + params.cycle, Math.min(end, at + 3 * params.cycle));
    return after < params.thinner * two.level(factor, at - params.cycle, at);
  });
  // A probe drawn out of the water steps in all that it tells; analysers have a sample line of their own.
  const agree = thinner.length < params.together ? [] : [...thinner, ...stepped.map(({ factor }) => factor)];
  const value = two.level(salt, from, end);
  return [
    {
      factor: salt,
      start: view.start - DAY_MS + start * MINUTE_MS,
      end: view.start - DAY_MS + until * MINUTE_MS,
      value: tidy(value),
      limit: null,
      unit: factorUnit(salt) || null,
      facts: {
        comparedWith: tidy(before),
        percent: tidy(100 * (1 - value / before)),
        minutes: end - from,
        ...(agree.length === 0 ? {} : { agree: { ...factorNames(agree) } }),
        ...evidence(
          agree.length === 0 ? params.score : params.agreed,
          [salt, ...agree].map((factor) => `emission/${factor}`),
          AGAINST,
        ),
      },
    },
  ];
}
