import type { Camera } from './camera.ts';
import type { Filing } from './filing.ts';
import type { Exemption, Order } from './order.ts';
import type { Text } from './text.ts';

export const MEDIA = ['flue-gas', 'waste-water', 'power', 'water-use'] as const;
export type Medium = (typeof MEDIA)[number];

/** Industries that have a name in the console; the catalogue may use other words. */
export const INDUSTRIES = [
  'waste-incineration',
  'thermal-power',
  'cement',
  'paper',
  'sewage-works',
  'steel',
  'other',
] as const;

export const LIMIT_BASES = ['hour', 'day', 'month'] as const;
export type LimitBasis = (typeof LIMIT_BASES)[number];

/**
 * A permitted value with its averaging period and its dates. `from`/`to` are Beijing day numbers, half-open;
 * absent = without bound. `source`: `standard`, `permit`, `local` …
 */
export interface Limit {
  factor: string;
  basis: LimitBasis;
  value: number;
  unit: string;
  source: string;
  from?: number;
  to?: number;
  /** where it is written: standard and clause, permit number */
  clause?: string;
  /** of a published table: false = recalled, to be checked against the text */
  verified?: boolean;
  /** lower end of a permitted range (pH 6–9); `value` is the upper one */
  min?: number;
  /** holds in place of its source's other rows on days on which a factor's mean is at most this much */
  when?: { factor: string; atMost: number };
}

/** What is known of a channel's instrument. */
export interface ChannelFacts {
  /** smallest step that is reported */
  resolution?: number;
  detectionLimit?: number;
  range?: readonly [number, number];
  /** concentration of the gas (or value of the reference) of its span check, in its unit */
  spanGas?: number;
  unit?: string;
}

export interface Meter {
  role: 'production' | 'treatment';
  ratedKw?: number;
  /** what its machines take while they run without load, kW */
  noLoadKw?: number;
  /** A at rated power, for a meter that reports current only */
  ratedA?: number;
  /** what stays on for safety while production is stopped by order, kW */
  safetyKw?: number;
  /** its machines start and stop by interlock with the process: their order in time needs no watch */
  interlocked?: boolean;
  /** its machines run at variable frequency, with proof of the setpoint: little power is no sign of little work */
  variableFrequency?: boolean;
  /** outlets whose production or treatment it measures */
  serves: readonly string[];
}

/** A sender. `password` and keys never leave the catalogue. */
export interface Device {
  mn: string;
  password?: string;
  acceptModbusCrc?: boolean;
  sm4Keys?: readonly string[];
}

/** A discharge point (排放口) or a meter; belongs to a site. */
export interface Outlet {
  id: string;
  site: string;
  name: Text;
  medium: Medium;
  furnace?: number;
  devices: readonly Device[];
  standard?: string;
  limits: readonly Limit[];
  /** reference oxygen of the conversion (折算), % */
  o2Reference?: number;
  channels: Readonly<Record<string, ChannelFacts>>;
  meter?: Meter;
  /** day number; absent = long ago */
  commissioned?: number;
  /** orders of its site that bind it, and what its site has filed about it */
  orders?: readonly Order[];
  filings?: readonly Filing[];
  /** free words that rules can be scoped by, beside those of the site */
  tags?: readonly string[];
}

/** A permit holder at one place (排污单位). */
export interface Site {
  id: string;
  name: Text;
  region: string;
  industry: string;
  keyPolluter: boolean;
  permitManagement: 'key' | 'simplified' | 'registered';
  demonstration: boolean;
  /** why reduction and staggered production do not bind it */
  exempt?: readonly Exemption[];
  /** free words that rules can be scoped by */
  tags?: readonly string[];
  outlets: readonly Outlet[];
  cameras?: readonly Camera[];
}

/** The limit that bound an outlet on a day, and why it and not another. */
export interface BoundLimit {
  limit: Limit;
  why: Text;
  /** every limit that was in force that day, the binding one first */
  candidates: readonly Limit[];
  /** the row that would bind if its condition held, where that factor was not measured */
  unless?: Limit;
}
