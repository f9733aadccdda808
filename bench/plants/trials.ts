import { stringify } from 'yaml';
import { Random } from '../../src/simulator/random.ts';
import { parseScenario, type Scenario } from '../../src/simulator/script/scenario.ts';
import { honest } from './honest.ts';
import { MODES, type Mode } from './modes.ts';
import { BATCH, honestWater, WATER_MODES } from './water.ts';

/** Honest days at the beginning, from which what is usual is known; then so many days of acting. */
export const HONEST_DAYS = 10;
const ACTING_DAYS = 12;
/** Furnaces of a site that falsify, beside one that does not. */
const CHEATS = 6;

/** A site of the bench: what it plays, and which of its furnaces falsify in which way. */
export interface Trial {
  scenario: Scenario;
  cheats: Map<string, Mode>;
}

/**
 * Every mode once, six furnaces and an honest one to a site, and honest trouble at all of them.
 * @param settings loggers tell what instruments are set to (CN 3020), as not all do
 */
export function trialsOf(seed: number, modes: readonly Mode[] = MODES, settings = true): Trial[] {
  const random = new Random(seed);
  const trials: Trial[] = [];
  for (let i = 0; i < modes.length; i += CHEATS) {
    trials.push(trialOf(random, seed, `s${i / CHEATS}`, modes.slice(i, i + CHEATS), settings));
  }
  return trials;
}

/** A site with a sewage works for each mode, an honest one, and an honest one that discharges in batches. */
export function waterTrialOf(seed: number, modes: readonly Mode[] = WATER_MODES): Trial {
  const random = new Random(seed).fork('water');
  const days = HONEST_DAYS + ACTING_DAYS;
  const cheats = new Map(modes.map((mode, i) => [`w-o${i + 1}`, mode]));
  const works = [...cheats].map(([id, { id: mode }]) => ({ id, batch: mode.startsWith('F08') }));
  works.push({ id: `w-o${modes.length + 1}`, batch: false }, { id: `w-o${modes.length + 2}`, batch: true });
  const events = works.flatMap(({ id }) => honestWater(random.fork(`around ${id}`), id, days));
  for (const [id, mode] of cheats) events.push(...mode.events(random.fork(mode.id), id, '', HONEST_DAYS, days));
  return { scenario: worksOf('w', works, seed, days, events), cheats };
}

/** A site with sewage works on which everybody is honest, every second of them discharging in batches. */
export function honestWorks(seed: number, site: string, count: number, days: number): Scenario {
  const random = new Random(seed).fork(site);
  const works = Array.from({ length: count }, (_, i) => ({ id: `${site}-o${i + 1}`, batch: i % 2 === 1 }));
  const events = works.flatMap(({ id }) => honestWater(random.fork(id), id, days));
  return worksOf(site, works, seed, days, events);
}

function worksOf(
  site: string,
  works: readonly { id: string; batch: boolean }[],
  seed: number,
  days: number,
  events: readonly unknown[],
): Scenario {
  const mn = (device: string, n: number) =>
    `${device}${site.replace(/\D/g, '')}`.padEnd(12, '0') + String(n).padStart(2, '0');
  const text = stringify({
    seed: (new Random(seed).fork(site).uniform() * 2 ** 31) | 0,
    start: '2026-01-01',
    days,
    sites: [
      {
        id: site,
        name: { zh: '示范', en: 'Trial' },
        region: '330110',
        works: works.map(({ id, batch }, i) => ({ id, mn: mn('W', i), ...(batch ? { discharges: [...BATCH] } : {}) })),
        meters: works.flatMap(({ id }, i) => [
          { id: `${id}-in`, role: 'intake', serves: [id], mn: mn('I', i) },
          { id: `${id}-p`, role: 'production', serves: [id], mn: mn('P', i) },
          { id: `${id}-t`, role: 'treatment', serves: [id], mn: mn('T', i) },
        ]),
      },
    ],
    events,
  });
  return parseScenario(text, 'trial.yaml');
}

function trialOf(random: Random, seed: number, site: string, modes: readonly Mode[], settings: boolean): Trial {
  const days = HONEST_DAYS + ACTING_DAYS;
  const sibling = `${site}-f${modes.length + 1}`;
  const cheats = new Map(modes.map((mode, i) => [`${site}-f${i + 1}`, mode]));
  const events = honest(random.fork(`honest ${site}`), sibling, days);
  for (const [id, mode] of cheats) {
    events.push(...honest(random.fork(`around ${mode.id}`), id, days));
    events.push(...mode.events(random.fork(mode.id), id, sibling, HONEST_DAYS, days));
  }
  return { scenario: scenarioOf(site, modes.length + 1, seed, days, events, settings), cheats };
}

/** A site on which everybody is honest. */
export function honestSite(seed: number, site: string, furnaces: number, days: number): Scenario {
  const random = new Random(seed).fork(site);
  const ids = Array.from({ length: furnaces }, (_, i) => `${site}-f${i + 1}`);
  const events = ids.flatMap((id) => honest(random.fork(id), id, days));
  return scenarioOf(site, furnaces, seed, days, events);
}

function scenarioOf(
  site: string,
  furnaces: number,
  seed: number,
  days: number,
  events: readonly unknown[],
  settings = true,
): Scenario {
  const mn = (device: string, n: number) =>
    `${device}${site.replace(/\D/g, '').padStart(8, '0')}`.padEnd(14, '0').slice(0, 12) + String(n).padStart(2, '0');
  const numbers = Array.from({ length: furnaces }, (_, i) => i + 1);
  const text = stringify({
    seed: (new Random(seed).fork(site).uniform() * 2 ** 31) | 0,
    start: '2026-01-01',
    days,
    sites: [
      {
        id: site,
        name: { zh: '示范', en: 'Trial' },
        region: '330110',
        furnaces: numbers.map((n) => ({
          id: `${site}-f${n}`,
          furnace: n,
          mn: mn('F', n),
          edition: n % 3 === 0 ? 2025 : 2017,
          settings,
        })),
        meters: numbers.flatMap((n) => [
          { id: `${site}-p${n}`, role: 'production', serves: [`${site}-f${n}`], mn: mn('P', n) },
          { id: `${site}-t${n}`, role: 'treatment', serves: [`${site}-f${n}`], mn: mn('T', n) },
        ]),
      },
    ],
    events,
  });
  return parseScenario(text, 'trial.yaml');
}
