import { Document, isMap, isScalar, visit } from 'yaml';
import { FURNACE_FACTORS } from '../cems/factors.ts';
import { RATED_PRODUCTION_KW, RATED_TREATMENT_KW } from '../plant/power.ts';
import type { Scenario } from '../script/scenario.ts';
import { REFERENCE_O2 } from '../station.ts';

/** The catalogue (YAML) of the simulated sites, as `replay` and the server read it. */
export function catalogueOf(scenario: Scenario): string {
  const sites = scenario.sites.map((site) => ({
    id: site.id,
    name: site.name,
    region: site.region,
    industry: 'waste-incineration',
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
      ...site.meters.map((m) => ({
        id: m.id,
        name: m.name ?? METER_NAMES[m.role],
        medium: 'power',
        devices: [{ mn: m.mn }],
        meter: {
          role: m.role,
          ratedKw: (m.role === 'production' ? RATED_PRODUCTION_KW : RATED_TREATMENT_KW) * m.serves.length,
          serves: m.serves,
        },
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

/** What reads better on one line: names, meters, and the facts of a channel. */
const FLOW_STYLE = /^(name|meter|[a-z]\d+)$/;

const METER_NAMES = {
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
