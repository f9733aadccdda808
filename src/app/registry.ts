import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Registry, Sender } from '../ingest/gate.ts';

/** Who may come in: devices of the catalogue, and those that a person adopted. */
export class KnownSenders implements Registry {
  #senders = new Map<string, Sender>();
  #outlets = new Set<string>();

  constructor(catalogue: Catalogue) {
    for (const outlet of catalogue.outlets.values()) {
      this.#outlets.add(outlet.id);
      for (const { mn, sm4Keys, password, acceptModbusCrc } of outlet.devices) {
        const keys = sm4Keys?.map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));
        this.#senders.set(mn, { password, acceptModbusCrc, sm4Keys: keys });
      }
    }
  }

  find(mn: string): Sender | undefined {
    return this.#senders.get(mn);
  }

  /** Messages of other systems may name an outlet itself. */
  isOutlet(id: string): boolean {
    return this.#outlets.has(id);
  }

  adopt(mn: string, outlet: string): void {
    if (!this.#senders.has(mn)) this.#senders.set(mn, {});
    this.#outlets.add(outlet);
  }
}
