import { Document, isMap, isScalar, visit } from 'yaml';
import { FURNACE_FACTORS } from '../cems/factors.ts';
import { RATED_PRODUCTION_KW, RATED_TREATMENT_KW } from '../plant/power.ts';
import type { MeterScript, Scenario } from '../script/scenario.ts';
import { REFERENCE_O2 } from '../station.ts';
import { RATED_AERATION_KW, RATED_PUMPS_KW } from '../works/basin.ts';

/** The catalogue (YAML) of the simulated sites, as `replay` and the server read it. */
export function catalogueOf(scenario: Scenario): string {
  const sites = scenario.sites.map((site) => ({
    id: site.id,
    name: site.name,
    region: site.region,
    industry: site.works.length > 0 ? 'sewage-works' : 'waste-incineration',
    keyPolluter: true,
    permitManagement: 'key',
    demonstration: true,
    outlets: [
      ...site.furnaces.map((f) => ({
        id: f.id,
        name: f.name ?? { zh: `${f.furnace}号焚烧炉`, en: `Furnace ${f.furnace}` },
        medium: 'flue-gas',
        furnace: f.furnace,
        devices: [{ mn: f.mn }],
        standard: 'gb18485-2014',
        o2Reference: REFERENCE_O2,
        channels: channels(),
      })),
      ...site.works.map((w) => ({
        id: w.id,
        name: w.name ?? { zh: '总排口', en: 'Main outlet' },
        medium: 'waste-water',
        devices: [{ mn: w.mn }],
        standard: 'gb18918-2002-1a',
      })),
      ...site.meters.map((m) => ({
        id: m.id,
        name: m.name ?? METER_NAMES[m.role],
        medium: m.role === 'intake' ? 'water-use' : 'power',
        devices: [{ mn: m.mn }],
        meter: meterOf(m, site.works.length > 0),
      })),
    ],
  }));
  const document = new Document({ sites }, { aliasDuplicateObjects: false });
  visit(document, {
    Pair: (_, { key, value }) => {
      if (isScalar(key) && isMap(value) && FLOW_STYLE.test(String(key.value))) value.flow = true;
    },
    Map: (_, node) => {
      if (node.has('mn')) node.flow = true;
    },
  });
  return document.toString({ flowCollectionPadding: false, lineWidth: 120 });
}

function meterOf({ role, serves }: MeterScript, water: boolean) {
  if (role === 'intake') return { role: 'production', serves };
  const kw = {
    production: water ? RATED_PUMPS_KW : RATED_PRODUCTION_KW,
    treatment: water ? RATED_AERATION_KW : RATED_TREATMENT_KW,
  };
  return { role, ratedKw: kw[role] * serves.length, serves };
}

/** What reads better on one line: names, meters, and the facts of a channel. */
const FLOW_STYLE = /^(name|meter|[a-z]\d+)$/;

const METER_NAMES = {
  intake: { zh: '进水', en: 'Intake' },
  production: { zh: '生产设施用电', en: 'Production power' },
  treatment: { zh: '治理设施用电', en: 'Treatment power' },
};

/** Resolution and range of the analysers for pollutants and oxygen. */
function channels() {
  const told = FURNACE_FACTORS.filter((factor) => factor.pollutant || factor.span !== undefined);
  return Object.fromEntries(
    told.map((factor) => [
      factor.code,
      { resolution: 10 ** -factor.decimals, range: [Math.max(0, factor.low), factor.high] },
    ]),
  );
}
