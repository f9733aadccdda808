import type { BoundLimit, Device, Limit, LimitBasis, Outlet, Site } from '../model/outlet.ts';
import { bindingLimit } from './limits.ts';
import type { StandardFile } from './schema.ts';

/** Who is this, and what bound it on that day? Immutable: a change of configuration makes a new one. */
export class Catalogue {
  readonly sites: readonly Site[];
  readonly standards: ReadonlyMap<string, StandardFile>;
  readonly outlets: ReadonlyMap<string, Outlet>;
  #siteOf = new Map<string, Site>();
  #byMn = new Map<string, { outlet: Outlet; device: Device }>();
  readonly #limits = new Map<Outlet, readonly Limit[]>();

  constructor(sites: readonly Site[], standards: ReadonlyMap<string, StandardFile>) {
    this.sites = sites;
    this.standards = standards;
    const outlets = new Map<string, Outlet>();
    for (const site of sites) {
      for (const outlet of site.outlets) {
        outlets.set(outlet.id, outlet);
        this.#siteOf.set(outlet.id, site);
        for (const device of outlet.devices) this.#byMn.set(device.mn, { outlet, device });
      }
    }
    this.outlets = outlets;
  }

  siteOf(outlet: string): Site | undefined {
    return this.#siteOf.get(outlet);
  }

  device(mn: string): { outlet: Outlet; device: Device } | undefined {
    return this.#byMn.get(mn);
  }

  /** Limits of an outlet: its own and those of its standard. */
  limitsOf(outlet: Outlet): readonly Limit[] {
    let limits = this.#limits.get(outlet);
    if (!limits) {
      limits = this.#gather(outlet);
      this.#limits.set(outlet, limits);
    }
    return limits;
  }

  #gather(outlet: Outlet): readonly Limit[] {
    const standard = outlet.standard === undefined ? undefined : this.standards.get(outlet.standard);
    if (!standard) return outlet.limits;
    const published = standard.limits.map((row) => ({ ...row, source: standard.id }));
    return [...outlet.limits, ...published];
  }

  /** The limit that binds on a Beijing day; undefined where none is known, so nothing can be judged. */
  limit(
    outlet: Outlet,
    factor: string,
    basis: LimitBasis,
    day: number,
    mean?: (factor: string) => number | undefined,
  ): BoundLimit | undefined {
    return bindingLimit(this.limitsOf(outlet), factor, basis, day, mean);
  }

  /** Reference oxygen in %, from the outlet or from its standard; undefined = not converted. */
  o2Reference(outlet: Outlet): number | undefined {
    return outlet.o2Reference ?? (outlet.standard ? this.standards.get(outlet.standard)?.o2Reference : undefined);
  }
}
