/** How much one of a unit is, in the first unit of its kind. Units of one row can be turned into each other. */
const KINDS: readonly Readonly<Record<string, number>>[] = [
  { 'mg/m3': 1, 'ug/m3': 1e-3, 'ng/m3': 1e-6, 'g/m3': 1e3 },
  { 'mg/L': 1, 'ug/L': 1e-3, 'g/L': 1e3 },
  { kPa: 1, Pa: 1e-3, MPa: 1e3 },
  { kW: 1, W: 1e-3, MW: 1e3 },
  { kWh: 1, Wh: 1e-3, MWh: 1e3 },
  { 'm3/s': 1, 'm3/h': 1 / 3600, 'm3/min': 1 / 60 },
];

const same = (unit: string) => unit.replace('μ', 'u').replace('µ', 'u').replace('m³', 'm3');

/** What a value in one unit is multiplied by to be in another; undefined where the two measure different things. */
export function unitScale(from: string, to: string): number | undefined {
  const [a, b] = [same(from), same(to)];
  if (a === b) return 1;
  const kind = KINDS.find((units) => a in units && b in units);
  return kind && kind[a]! / kind[b]!;
}

const PRINTED: Readonly<Record<string, string>> = { Cel: '℃', '°C': '℃', m3: 'm³', Nm3: 'Nm³' };

/** A unit as printed in the standards: `mg/m3` → `mg/m³`, `ug/m3` → `μg/m³`. */
export function printedUnit(unit: string): string {
  return PRINTED[unit] ?? unit.replace(/\bug\//, 'μg/').replace(/m3\b/g, 'm³');
}
