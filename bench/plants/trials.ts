import { stringify } from 'yaml';
import { Random } from '../../src/simulator/random.ts';
import { parseScenario, type Scenario } from '../../src/simulator/script/scenario.ts';
import { honest } from './honest.ts';
import { MODES, type Mode } from './modes.ts';

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

/** Every mode once, six furnaces and an honest one to a site, and honest trouble at all of them. */
/** @param settings loggers tell what instruments are set to (CN 3020), as not all do */
export function trialsOf(seed: number, modes: readonly Mode[] = MODES, settings = true): Trial[] {
  const random = new Random(seed);
  const trials: Trial[] = [];
  for (let i = 0; i < modes.length; i += CHEATS) {
    trials.push(trialOf(random, seed, `s${i / CHEATS}`, modes.slice(i, i + CHEATS), settings));
  }
  return trials;
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
