import { z } from 'zod';
import type { SiteSummary } from '../model/views/sites.ts';
import { unknownId } from './faults.ts';
import type { EnginePort } from './ports.ts';
import { invalid } from './problems.ts';

export const region = z
  .string()
  .regex(/^\d{2,12}$/)
  .optional()
  .describe('行政区划代码的开头 / beginning of a region code');

/** Sites of a region, or one of them; null = all. Refuses what names none. */
export async function sitesWithin(
  engine: EnginePort,
  asked: { region: string | null; site: string | null },
): Promise<readonly SiteSummary[]> {
  const { region, site } = asked;
  const sites = await engine.sites();
  const there = sites.filter((one) => one.region.startsWith(region ?? ''));
  if (region !== null && there.length === 0) {
    const codes = sites.map((one) => one.region.slice(0, region.length));
    throw invalid({
      ...unknownId('/region', { zh: '地区', en: 'region' }, region, codes),
      message: {
        zh: `没有行政区划代码以 ${region} 开头的企业`,
        en: `There is no site whose region code begins with ${region}`,
      },
    });
  }
  if (site === null) return there;
  const found = there.filter((one) => one.id === site);
  if (found.length > 0) return found;
  const ids = there.map((one) => one.id);
  throw invalid(unknownId('/site', { zh: '企业', en: 'site' }, site, ids));
}
