import { loadRuleFolder } from '../src/app/rule-folder.ts';
import { Engine } from '../src/engine/engine.ts';
import { MINUTE_MS } from '../src/model/beijing.ts';
import { Flag } from '../src/model/flag.ts';
import type { Figures } from './run.ts';
import { familyFigures, suspicionToRules, timed } from './timed-rules.ts';
import { catalogue, channelsOf, MINUTES, START, value } from './w1/workload.ts';

const SITES = 50;

/**
 * What each family of detectors costs on the load W1 (a tenth of it: 100 outlets) under all shipped rules of waste incineration,
 * as the hours go by. `suspicionToRules`: detectors of suspected falsification beside those of the clauses and of data quality.
 */
export async function run(): Promise<Figures> {
  const { rulebook, standards } = await loadRuleFolder();
  const clocked = timed(rulebook);
  const engine = new Engine(catalogue(SITES, standards, 'waste-incineration'), clocked.rulebook, (code) => ({
    zh: code,
    en: code,
  }));
  const channels = channelsOf(engine.factors);
  engine.endsAt(START + MINUTES * MINUTE_MS);
  const began = performance.now();
  for (let m = 0; m < MINUTES; m++) {
    const at = START + m * MINUTE_MS;
    for (let outlet = 0; outlet < 2 * SITES; outlet++) {
      engine.seen(outlet, at + MINUTE_MS);
      channels.forEach((channel, f) => {
        engine.write(outlet, channel, at, at + MINUTE_MS, value(outlet * 10 + f, m), Flag.NORMAL);
      });
    }
    engine.advance(at + MINUTE_MS);
  }
  engine.finish();
  const seconds = (performance.now() - began) / 1000;
  return {
    readingsPerSecond: (2 * SITES * channels.length * MINUTES) / seconds,
    familyMs: familyFigures(clocked.ms),
    suspicionToRules: suspicionToRules(clocked.ms),
  };
}
