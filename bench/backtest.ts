import { loadRuleFolder } from '../src/app/rule-folder.ts';
import { Engine } from '../src/engine/engine.ts';
import { readPage, writePage } from '../src/ledger/page-blob.ts';
import { DAY_MS, MINUTE_MS } from '../src/model/beijing.ts';
import { Flag } from '../src/model/flag.ts';
import type { Figures } from './run.ts';
import { familyFigures, suspicionToRules, timed } from './timed-rules.ts';
import { catalogue, channelsOf, START, value } from './w1/workload.ts';

const DAYS = 365;
const RUNS = 3;

/**
 * All shipped rules of a waste incinerator over a year of one outlet (10 factors, a minute mean each: 5.3 million readings) from
 * pages as the store keeps them. Median of three runs.
 */
export async function run(): Promise<Figures> {
  const { rulebook, standards } = await loadRuleFolder();
  const name = (code: string) => ({ zh: code, en: code });
  const written = new Engine(catalogue(1, standards, 'waste-incineration'), rulebook, name);
  const channels = channelsOf(written.factors);
  const write = (engine: Engine, day: number, f: number, m: number) => {
    const at = START + day * DAY_MS + m * MINUTE_MS;
    engine.write(0, channels[f]!, at, at + MINUTE_MS, value(f, day * 1440 + m), Flag.NORMAL);
  };
  for (let day = 0; day < DAYS; day++)
    for (let m = 0; m < 1440; m++) for (let f = 0; f < channels.length; f++) write(written, day, f, m);
  const { outlet, pages, state } = written.ledger('w0-0')!;
  const blobs = new Map([...pages].map(([day, page]) => [day, writePage(page, written.factors)]));
  const runs = Array.from({ length: RUNS }, () => {
    const clocked = timed(rulebook);
    const engine = new Engine(catalogue(1, standards, 'waste-incineration'), clocked.rulebook, name);
    channelsOf(engine.factors);
    const ledger = engine.ledger(outlet.id)!;
    ledger.state = state;
    ledger.fetch = (day) => {
      const blob = blobs.get(day);
      return blob && readPage(blob, engine.factors);
    };
    engine.endsAt(START + DAYS * DAY_MS);
    const began = performance.now();
    const cpu = process.cpuUsage();
    engine.finish();
    const { user, system } = process.cpuUsage(cpu);
    const seconds = (performance.now() - began) / 1000;
    return { seconds, cpuSeconds: (user + system) / 1e6, ms: clocked.ms, alerts: [...engine.alerts.alerts()].length };
  });
  runs.sort((a, b) => a.seconds - b.seconds);
  const { seconds, cpuSeconds, ms, alerts } = runs[RUNS >> 1]!;
  return {
    outletYearSeconds: seconds,
    outletYearCpuSeconds: cpuSeconds,
    readingsPerSecond: (DAYS * 1440 * channels.length) / seconds,
    mebibytesStored: [...blobs.values()].reduce((sum, blob) => sum + blob.length, 0) / 2 ** 20,
    rules: rulebook.rules.length,
    alerts,
    familyMs: familyFigures(ms),
    suspicionToRules: suspicionToRules(ms),
  };
}
