import type { Site } from '../../model/outlet.ts';
import type { Place } from '../../model/place.ts';

export function places(sites: Iterable<Site>): Record<string, Place> {
  const found: Record<string, Place> = {};
  for (const { id, name, region, industry, outlets, cameras = [] } of sites) {
    found[id] = {
      name,
      region,
      industry,
      cameras,
      outlets: Object.fromEntries(outlets.map((outlet) => [outlet.id, outlet.name])),
    };
  }
  return found;
}
