import { parseDocument } from 'yaml';
import { loadDetectors, loadRuleFiles, readRuleFolder } from '../../src/app/rule-folder.ts';
import { DAY_MS } from '../../src/model/beijing.ts';
import { MODES } from './modes.ts';
import { trialsOf } from './trials.ts';
import { type Outcome, watch } from './watch.ts';

/**
 * What a threshold of a rule costs and brings on simulated plants, over several seeds:
 *
 *   node bench/plants/sweep.ts [SEED …]        FLUEWATCH_MODES='F16|F18' plays these modes only
 *
 * Each rule stands in the rulebook once for every value, so that all of them judge the same plants in one run. Brings:
 * furnaces that falsify in a way the rule covers, about which it speaks in time. Costs: alerts about honest furnaces and
 * honest days, by furnace-month.
 */
const SWEPT: Record<string, Record<string, readonly number[]>> = {
  'gap-at-peak': { chance: [1e-2, 1e-4, 1e-6], events: [3, 5, 8] },
  'maintenance-at-peak': { chance: [1e-2, 1e-4, 1e-6], events: [3, 5, 8] },
  'hours-just-invalid': { chance: [1e-2, 1e-4, 1e-6] },
  'value-constant': { minutes: [30, 60, 120, 180] },
  'capped-values': { share: [0.1, 0.2, 0.4], blocks: [1, 2, 3] },
  'too-smooth': { ratio: [0.15, 0.2, 0.3, 0.4] },
  'invented-values': { below: [0.1, 0.2, 0.3, 0.4] },
  'slope-changed-nox': { sigmas: [2, 3, 4, 5] },
  'slope-changed-acid': { sigmas: [2, 3, 4, 5] },
  'flow-lowered': { sigmas: [3, 4, 5] },
  'oxygen-lowered': { sigmas: [2, 3, 4] },
  'probe-in-air': { minutes: [10, 15, 30, 60] },
  'treatment-off-unchanged': { rise: [1.1, 1.2, 1.5] },
  'replayed-altered': { correlation: [0.6, 0.7, 0.8, 0.9] },
};

interface Variant {
  rule: string;
  parameter: string;
  value: number;
  covers: string[];
  furnaces: number;
  found: number;
  falseAlerts: number;
}

const files = readRuleFolder();
const variants = new Map<string, Variant>();
const rules = files.rules.flatMap((file) => {
  const rule = String(parseDocument(file.text).get('id'));
  return Object.entries(SWEPT[rule] ?? {}).flatMap(([parameter, values]) =>
    values.map((value, n) => {
      const document = parseDocument(file.text);
      const id = `${rule}-${parameter.toLowerCase()}-${n}`;
      document.set('id', id);
      document.setIn(['with', parameter], value);
      const covers = (document.toJS() as { covers: string[] }).covers;
      variants.set(id, { rule, parameter, value, covers, furnaces: 0, found: 0, falseAlerts: 0 });
      return { name: `${id}.yaml`, text: String(document) };
    }),
  );
});
const folder = loadRuleFiles({ ...files, rules }, await loadDetectors());

const only = new RegExp(process.env.FLUEWATCH_MODES ?? '');
let furnaceMonths = 0;
const seeds = process.argv.slice(2).map(Number);
for (const seed of seeds.length > 0 ? seeds : [1, 2, 3]) {
  for (const { scenario, cheats } of trialsOf(
    seed,
    MODES.filter(({ id }) => only.test(id)),
  )) {
    furnaceMonths += (scenario.sites[0]!.furnaces.length * scenario.days) / 30;
    count(watch(scenario, folder), cheats);
    console.error(`seed ${seed}, ${scenario.sites[0]!.id} done`);
  }
}
console.log('rule                      parameter    value    found  of   false alerts a furnace-month');
for (const { rule, parameter, value, found, furnaces, falseAlerts } of variants.values()) {
  const cost = (falseAlerts / furnaceMonths).toFixed(3);
  const cells = [rule.padEnd(25), parameter.padEnd(12), String(value).padEnd(8), String(found).padEnd(6)];
  console.log(`${cells.join(' ')} ${String(furnaces).padEnd(4)} ${cost}`);
}

function count({ alerts, truth }: Outcome, cheats: ReadonlyMap<string, { id: string }>): void {
  const acts = truth.filter(({ kind }) => kind === 'falsification');
  for (const [id, variant] of variants) {
    const own = [...alerts.values()].filter(({ rule }) => rule === id);
    const right = own.filter(({ outlet, start, end }) =>
      acts.some((act) => act.outlet === outlet && start < act.end + DAY_MS && end > act.start - DAY_MS),
    );
    const covered = [...cheats].filter(([, mode]) => variant.covers.some((cover) => mode.id.startsWith(`${cover} `)));
    variant.falseAlerts += own.length - right.length;
    variant.furnaces += covered.length;
    variant.found += covered.filter(([furnace]) => right.some(({ outlet }) => outlet === furnace)).length;
  }
}
