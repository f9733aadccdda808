import { median } from 'simple-statistics';
import { loadRuleFolder } from '../src/app/rule-folder.ts';
import { MODES, type Mode } from './plants/modes.ts';
import { type Score, score } from './plants/score.ts';
import { trialsOf, waterTrialOf } from './plants/trials.ts';
import { watch } from './plants/watch.ts';
import { WATER_MODES } from './plants/water.ts';
import type { Figures } from './run.ts';

/** Seeds that nothing was tuned on; others with `FLUEWATCH_SEEDS=1,2 npm run bench -- plants`. */
const SEEDS = [101, 102, 103];

/**
 * Leads about suspected falsification in the full engine: simulated plants on which every mode that leaves a trace is
 * done by one furnace, with honest trouble everywhere; ten honest days come first. Loggers tell what instruments are set
 * to (CN 3020); without: `FLUEWATCH_SETTINGS=no`. See `plants/`.
 */
export async function run(): Promise<Figures> {
  const rules = await loadRuleFolder();
  const seeds = process.env.FLUEWATCH_SEEDS?.split(',').map(Number) ?? SEEDS;
  const only = new RegExp(process.env.FLUEWATCH_MODES ?? '');
  const scores: Score[] = [];
  for (const seed of seeds) {
    const chosen = (modes: readonly Mode[]) => modes.filter(({ id }) => only.test(id));
    const trials = trialsOf(seed, chosen(MODES), process.env.FLUEWATCH_SETTINGS !== 'no');
    if (chosen(WATER_MODES).length > 0) trials.push(waterTrialOf(seed, chosen(WATER_MODES)));
    for (const { scenario, cheats } of trials) {
      const one = score(watch(scenario, rules), cheats);
      scores.push(one);
      for (const { mode, found, delayDays, rules } of one.furnaces) {
        console.error(
          `${seed} ${mode.padEnd(24)} ${String(found).padEnd(7)} ${delayDays.toFixed(1).padStart(5)} d  ${rules.join(' ')}`,
        );
      }
      for (const wrong of one.wrongLeads) console.error(wrong);
      if (one.wrong > 0 || Object.keys(one.falseSignals).length > 0) {
        console.error(
          `${seed} ${scenario.sites[0]!.id}: wrong ${one.wrong}, for review ${one.reviewWrong}, ${JSON.stringify(one.falseSignals)}`,
        );
      }
    }
  }
  return figuresOf(scores, seeds);
}

function figuresOf(scores: readonly Score[], seeds: readonly number[]): Figures {
  const sum = (of: (score: Score) => number) => scores.reduce((total, one) => total + of(one), 0);
  const [right, wrong] = [sum((s) => s.right), sum((s) => s.wrong)];
  const furnaces = scores.flatMap((s) => s.furnaces);
  const share = (v: number) => Math.round(v * 1000) / 1000;
  const byMode = Object.groupBy(furnaces, ({ mode }) => mode);
  const found = furnaces.filter((f) => f.found === 'lead');
  const falseSignals: Record<string, number> = {};
  for (const one of scores) {
    for (const [rule, n] of Object.entries(one.falseSignals)) falseSignals[rule] = (falseSignals[rule] ?? 0) + n;
  }
  return {
    seeds: seeds.join(' '),
    furnaces: furnaces.length,
    honestFurnaces: scores.length,
    recall: share(found.length / furnaces.length),
    precision: share(right / Math.max(1, right + wrong)),
    leads: right + wrong,
    wrongLeads: wrong,
    recallWithoutSettings: share(furnaces.filter((f) => f.leadWithoutSettings).length / furnaces.length),
    recallWithReview: share(furnaces.filter((f) => f.found).length / furnaces.length),
    reviewCasesWrong: sum((s) => s.reviewWrong),
    delayDaysMedian: share(median([0, ...found.map((f) => f.delayDays)])),
    recallByMode: Object.fromEntries(
      Object.entries(byMode).map(([mode, all]) => [
        mode,
        share(all!.filter((f) => f.found === 'lead').length / all!.length),
      ]),
    ),
    falseSignals,
  };
}
