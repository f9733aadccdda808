import type { OutletLedger } from '../ledger/outlet-ledger.ts';
import type { Site } from '../model/outlet.ts';
import type { Rule } from '../rulebook/rulebook.ts';
import type { Beside } from './outlet-window.ts';

/** An outlet as its neighbours matter to it. */
export interface Neighbour {
  readonly ledger: OutletLedger;
  readonly site: Site;
  /** rules that look at its meters or siblings as well */
  joint: readonly { readonly rule: Rule }[];
}

/** Which outlets of a site look at which. */
export class Neighbours<T extends Neighbour> {
  #bySite = new Map<string, T[]>();
  #beside = new Map<T, Beside<T>>();
  #lookers = new Map<T, T[]>();

  add(outlet: T): void {
    this.#bySite.set(outlet.site.id, [...(this.#bySite.get(outlet.site.id) ?? []), outlet]);
    this.changed();
  }

  /** Other rules look at other neighbours. */
  changed(): void {
    this.#beside.clear();
    this.#lookers.clear();
  }

  /** What the rules of an outlet see beside it. */
  beside(outlet: T): Beside<T> {
    let beside = this.#beside.get(outlet);
    if (!beside) {
      beside = { meters: this.#metersOf(outlet), siblings: this.#siblingsOf(outlet) };
      this.#beside.set(outlet, beside);
    }
    return beside;
  }

  /** Outlets whose joint rules look at this one, itself included. */
  lookers(outlet: T): readonly T[] {
    let lookers = this.#lookers.get(outlet);
    if (!lookers) {
      lookers = this.#bySite.get(outlet.site.id)!.filter((other) => {
        const { meters, siblings } = this.beside(other);
        return other.joint.length > 0 && (other === outlet || meters.includes(outlet) || siblings.includes(outlet));
      });
      this.#lookers.set(outlet, lookers);
    }
    return lookers;
  }

  /** Start of the earliest data of an outlet, or of another that its rules look at, epoch ms. */
  firstAt(outlet: T): number {
    const { meters, siblings } = this.beside(outlet);
    return Math.min(...[outlet, ...meters, ...siblings].map(({ ledger }) => ledger.firstAt));
  }

  /** Meters of an outlet's site that measure for it: those that say so, and those that name no outlet. */
  #metersOf({ ledger, site, joint }: T): T[] {
    const { id } = ledger.outlet;
    if (!joint.some(({ rule }) => rule.detector.sees !== 'siblings')) return [];
    return this.#bySite.get(site.id)!.filter((other) => {
      const { meter, medium, id: own } = other.ledger.outlet;
      const serves = meter?.serves ?? [];
      return own !== id && (meter || medium === 'water-use') && (serves.length === 0 || serves.includes(id));
    });
  }

  /** Other outlets of the site with the same medium: the other furnaces. */
  #siblingsOf({ ledger, site, joint }: T): T[] {
    const { id, medium, meter } = ledger.outlet;
    if (meter || !joint.some(({ rule }) => rule.detector.sees !== 'meters')) return [];
    return this.#bySite.get(site.id)!.filter((other) => {
      const { outlet } = other.ledger;
      return outlet.id !== id && outlet.medium === medium && !outlet.meter;
    });
  }
}
