import { Catalogue } from '../../src/catalogue/catalogue.ts';
import { parseTime } from '../../src/model/beijing.ts';
import { type FactorIndex, GRAIN_ID, packChannel, STAT_ID } from '../../src/model/channel.ts';
import type { Outlet, Site } from '../../src/model/outlet.ts';

/** Workload W1: 10 000 series (500 sites of 2 outlets with 10 factors each), one reading a minute for one day. */
export const SERIES = 10_000;
export const MINUTES = 1440;
export const FACTORS = [
  'a34013',
  'a21002',
  'a21026',
  'a21005',
  'a21024',
  'a19001',
  'a00000',
  'a01011',
  'a01012',
  'a01014',
] as const;
export const START = parseTime('2026-03-02');

/** The value of a series at a minute of its day; what is hidden in it is found by R1, R2 and R3. */
export function value(id: number, minute: number): number {
  let h = Math.imul(id * MINUTES + minute + 1, 0x9e3779b1);
  h ^= h >>> 15;
  h = Math.imul(h, 0x85ebca77);
  h ^= h >>> 13;
  const k = id % 100;
  let v = 20 + (id % 7) + (((h >>> 0) / 2 ** 32) * 2 - 1) * 4;
  if (k === 1 && minute >= 300 && minute <= 389) v = 21.5;
  if (k === 2 && minute >= 600 && minute <= 659) v += 60;
  if (k === 3 && minute === 800) v += 40;
  return Math.round(v * 1000) / 1000;
}

/** Values of all series, minute after minute. */
export function values(): Float64Array {
  const all = new Float64Array(SERIES * MINUTES);
  for (let m = 0, i = 0; m < MINUTES; m++) for (let id = 0; id < SERIES; id++, i++) all[i] = value(id, m);
  return all;
}

export function catalogue(sites = 500, standards = new Map(), industry = 'bench'): Catalogue {
  return new Catalogue(
    Array.from({ length: sites }, (_, s): Site => {
      const name = { zh: `w${s}`, en: `w${s}` };
      const outlets = [0, 1].map((o): Outlet => {
        const id = `w${s}-${o}`;
        const standard = standards.size > 0 ? { standard: 'gb18485-2014' } : {};
        return { id, site: `w${s}`, name, medium: 'flue-gas', devices: [], limits: [], channels: {}, ...standard };
      });
      return {
        id: `w${s}`,
        name,
        region: '',
        industry,
        keyPolluter: false,
        permitManagement: 'registered',
        demonstration: false,
        outlets,
      };
    }),
    standards,
  );
}

/** Channels of an outlet's ten factors. */
export const channelsOf = (factors: FactorIndex): number[] =>
  FACTORS.map((code) => packChannel(factors.of(code), GRAIN_ID.minute, STAT_ID.avg));
