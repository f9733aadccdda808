import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

/**
 * `npm run bench` runs every stage and prints a table; `npm run bench -- NAME…` some of them; `--json` one JSON object.
 * A benchmark reports, it never fails a build.
 */
export type Figures = Record<string, number | string | Record<string, number>>;

const STAGES: Record<string, () => Promise<{ run(): Promise<Figures> }>> = {
  decode: () => import('./decode.ts'),
  gateway: () => import('./gateway.ts'),
  mapping: () => import('./mapping.ts'),
  mqtt: () => import('./mqtt.ts'),
  kafka: () => import('./kafka.ts'),
  'end-to-end': () => import('./end-to-end.ts'),
  memory: () => import('./memory.ts'),
  'memory-days': () => import('./memory-days.ts'),
  reload: () => import('./reload.ts'),
  start: () => import('./start.ts'),
  quality: () => import('./quality.ts'),
  plants: () => import('./plants.ts'),
  'plants-year': () => import('./plants-year.ts'),
  'real-leads': () => import('./real-leads.ts'),
  nab: () => import('./nab.ts'),
  w1: () => import('./w1.ts'),
  'w1-shuffled': () => import('./w1-shuffled.ts'),
  backtest: () => import('./backtest.ts'),
  recover: () => import('./recover.ts'),
  fanout: () => import('./fanout.ts'),
  'suspicion-cost': () => import('./suspicion-cost.ts'),
};

/** Only when asked for by name. */
const HOURS_LONG = 'plants-year';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !(name in STAGES));
if (unknown.length > 0) {
  console.error(`no such stage: ${unknown.join(', ')}. Stages: ${Object.keys(STAGES).join(', ')}`);
  process.exit(2);
}

const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
const stages: Record<string, Figures> = {};
if (!values.json) console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`);
for (const name of positionals.length > 0 ? positionals : Object.keys(STAGES).filter((name) => name !== HOURS_LONG)) {
  const stage = await STAGES[name]!();
  stages[name] = await stage.run();
  if (values.json) continue;
  console.log(`\n${name}`);
  for (const [figure, value] of Object.entries(stages[name])) console.log(`  ${figure.padEnd(28)} ${shown(value)}`);
}
if (values.json) console.log(JSON.stringify({ v: 1, machine, stages }));

function shown(value: Figures[string]): string {
  if (typeof value === 'number') return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 2 : 0 });
  return typeof value === 'string' ? value : JSON.stringify(value);
}
