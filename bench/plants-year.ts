import { loadRuleFolder } from '../src/app/rule-folder.ts';
import { score } from './plants/score.ts';
import { honestSite, honestWorks } from './plants/trials.ts';
import { watch } from './plants/watch.ts';
import type { Figures } from './run.ts';

const SITES = 10;
/** the site after those is one of sewage works */
const WORKS = SITES;
const FURNACES = 5;
const DAYS = 365;
const SEED = 2026;

/**
 * Honest plants for a year: 50 furnaces with their meters and 5 sewage works, honest trouble everywhere, and every lead of suspected
 * falsification is a false one. Sites are played one after the other, so memory holds one of them; told apart with
 * `FLUEWATCH_SITES=0,1,2 npm run bench -- plants-year`, which two processes may share; `FLUEWATCH_DAYS` shortens the year.
 */
export async function run(): Promise<Figures> {
  const rules = await loadRuleFolder();
  const sites = process.env.FLUEWATCH_SITES?.split(',').map(Number) ?? Array.from({ length: SITES + 1 }, (_, i) => i);
  const seed = Number(process.env.FLUEWATCH_SEEDS ?? SEED);
  const days = Number(process.env.FLUEWATCH_DAYS ?? DAYS);
  const figures = { seed, outlets: 0, outletDays: 0, falseLeads: 0, falseReviewCases: 0, minutes: 0, rssGiB: 0 };
  const falseSignals: Record<string, number> = {};
  const began = performance.now();
  for (const n of sites) {
    const one = score(watch(siteOf(seed, n, days), rules), new Map());
    for (const wrong of one.wrongLeads) console.error(wrong);
    figures.outlets += FURNACES;
    figures.outletDays += FURNACES * days;
    figures.falseLeads += one.wrong;
    figures.falseReviewCases += one.reviewWrong;
    figures.minutes = (performance.now() - began) / 60_000;
    figures.rssGiB = Math.max(figures.rssGiB, process.memoryUsage().rss / 2 ** 30);
    for (const [rule, count] of Object.entries(one.falseSignals))
      falseSignals[rule] = (falseSignals[rule] ?? 0) + count;
    console.error(
      `site ${n}: ${one.wrong} false leads, ${one.reviewWrong} for review, ${JSON.stringify(one.falseSignals)}`,
    );
  }
  return { ...figures, falseSignals };
}

const siteOf = (seed: number, n: number, days: number) =>
  n < WORKS ? honestSite(seed, `y${n}`, FURNACES, days) : honestWorks(seed, `y${n}`, FURNACES, days);
