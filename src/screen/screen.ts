import type { Text } from '../model/text.ts';
import type { ScreenConfig } from './config.ts';
import { profile, type Verdicts } from './profile.ts';
import type { Suspicion } from './suspicion.ts';
import { type Table, unitOf } from './table.ts';
import { betweenSteps } from './tests/between-steps.ts';
import { constant } from './tests/constant.ts';
import { crossCopy } from './tests/cross-copy.ts';
import { extraDigits } from './tests/extra-digits.ts';
import { gapPeak } from './tests/gap-peak.ts';
import { type Hours, meanMismatch } from './tests/mean-mismatch.ts';
import { replay } from './tests/replay.ts';
import { rounding } from './tests/rounding.ts';
import { straight } from './tests/straight.ts';
import type { Signal, Subject } from './tests/subject.ts';

const MONTH = 30.44 * 86_400_000;
const SECONDS_30 = 30_000;
const DAY = 86_400_000;

/** The exact tests that weigh coincidences, by their place in the configuration. */
export const EXACT = {
  constant: (signal, config) => constant(...given(signal, config, config.constant)),
  rounding: (signal, config) => rounding(...given(signal, config, config.rounding)),
  replay: (signal, config) => replay(...given(signal, config, config.replay)),
  crossCopy: (signal, config) => crossCopy(...given(signal, config, config.crossCopy)),
  gapPeak: (signal, config) => gapPeak(...given(signal, config, config.gapPeak)),
  extraDigits: (signal, config) => extraDigits(...given(signal, config, config.extraDigits)),
  betweenSteps: (signal, config) => betweenSteps(...given(signal, config, config.betweenSteps)),
  straight: (signal, config) => straight(...given(signal, config, config.straight)),
} satisfies Record<string, (signal: Signal, config: ScreenConfig) => Suspicion[]>;

/** What an exact test takes: the signal with its measure of accidents, and its parameters. */
function given<P extends { perMonth: number }>(
  signal: Signal,
  { root, least }: ScreenConfig,
  params: P,
): [Subject, P & { least: number }] {
  return [
    { ...signal, coincidence: { root, perMonth: params.perMonth } },
    { least, ...params },
  ];
}

/** A signal of a table, and from where on tests may speak of it. */
export function signalOf(table: Table, target: number, { past }: ScreenConfig): Signal {
  const unit = unitOf(table.periodMs);
  const trusted = Math.min(Math.floor(table.length * past.trustedShare), past.trustedUnits * unit);
  return { table, target, judgeFrom: Math.max(trusted, 4 * unit), month: Math.round(MONTH / table.periodMs) };
}

/** What came of a signal: suspicions in order of time, or why there is not enough to judge. */
export type Screened = { suspicions: Suspicion[] } | { tooLittle: Text };

/**
 * Screens one signal of a table: the exact tests, then the comparison with its own habit; where stretches overlap the surest
 * speaks.
 * @param hours reported hour means of the signal, where there are any
 */
export function screen(
  table: Table,
  target: number,
  hours: Hours | undefined,
  config: ScreenConfig,
  verdicts: Verdicts,
): Screened {
  const tooLittle = whyNot(table, target, config);
  if (tooLittle) return { tooLittle };
  const signal = signalOf(table, target, config);
  const exact = Object.values(EXACT).flatMap((test) => test(signal, config));
  const distrusted = exact.filter(({ score }) => score >= config.distrust);
  const learned = profile(table, target, signal.judgeFrom, distrusted, verdicts, {
    least: config.least,
    distrust: config.distrust,
    ...config.profile,
  });
  const sums = hours ? meanMismatch(signal, hours, config.meanMismatch) : [];
  return { suspicions: [...merged(exact, learned), ...sums].sort((a, b) => a.from - b.from || a.to - b.to) };
}

/** Of stretches that overlap the surest; an earlier one that was worth a look and lies mostly inside it gives `at`. */
function merged(exact: Suspicion[], learned: Suspicion[]): Suspicion[] {
  const kept: Suspicion[] = [];
  const before = (a: Suspicion, b: Suspicion) => b.score - a.score || b.to - b.from - (a.to - a.from);
  // an exact test knows its bounds: where it is worth a look the learned judge adds nothing there
  for (const s of [
    ...exact.filter(({ score }) => score >= 0.5).sort(before),
    ...[...learned, ...exact.filter(({ score }) => score < 0.5)].sort(before),
  ]) {
    const over = kept.find((k) => s.from < k.to && k.from < s.to);
    if (!over) {
      kept.push({ ...s });
      continue;
    }
    const shared = Math.min(s.to, over.to) - Math.max(s.from, over.from);
    if (s.score >= 0.5 && over.score >= 0.5 && shared >= 0.5 * (s.to - s.from)) over.at = Math.min(over.at, s.at);
  }
  return kept;
}

function whyNot(table: Table, target: number, { past }: ScreenConfig): Text | undefined {
  const { periodMs } = table;
  if (table.length < 2) return { zh: '只有一个时刻', en: 'there is only one time' };
  if (periodMs < SECONDS_30 || periodMs > DAY) {
    const seconds = periodMs / 1000;
    return {
      zh: `采样间隔 ${seconds} 秒，应在 30 秒到 1 天之间`,
      en: `a step of ${seconds} s; between 30 s and a day is needed`,
    };
  }
  const { values } = table.columns[target]!;
  const need = Math.ceil(past.leastUnits * unitOf(periodMs));
  let present = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const v of values) {
    if (Number.isNaN(v)) continue;
    present++;
    if (v < low) low = v;
    if (v > high) high = v;
  }
  if (present < need) {
    return {
      zh: `只有 ${present} 个有效样本，至少需要 ${need} 个`,
      en: `${present} valid samples, at least ${need} are needed`,
    };
  }
  if (low === high)
    return { zh: `全部样本都是 ${low}，没有可比的历史`, en: `every sample is ${low}: no past to compare with` };
  return undefined;
}
