import { randomUUID } from 'node:crypto';
import { DeviceDesk } from '../../ingest/device-desk.ts';
import { interrupted } from '../../ingest/dialogues.ts';
import type { Registry } from '../../ingest/gate.ts';
import { type DeviceAsk, type DeviceRequest, isOpen, newRequest } from '../../model/request.ts';
import { Healer, type HealerGround } from './healer.ts';
import type { DevicesSettings } from './settings.ts';

const INSPECT_MS = 1000;
const HEAL_MS = 60_000;
const LONGEST_MS = 30 * 60_000;
const MOST_OPEN = 20;

/** Who asks where nobody did: shown in place of a name. */
export const BY_ITSELF = 'fluewatch';

export interface RequestsGround extends Pick<HealerGround, 'devices' | 'gaps'> {
  settings: DevicesSettings;
  registry: Registry;
  /** requests that an earlier run left open */
  left: readonly DeviceRequest[];
  /** makes a request durable as it stands, and shows it in the views */
  keep(request: DeviceRequest): Promise<void>;
  failed(error: unknown): void;
}

/** Everything that is asked of devices, by people and by the server itself; each request and its end are journaled. */
export class DeviceRequests {
  readonly desk: DeviceDesk;
  readonly #ground: RequestsGround;
  readonly #healer: Healer;
  readonly #timers: NodeJS.Timeout[];

  constructor(ground: RequestsGround) {
    this.#ground = ground;
    const { settings, registry, keep, failed } = ground;
    const { within: answerMs, retries, execute: executeMs } = settings.answer;
    this.desk = new DeviceDesk({
      terms: { answerMs, retries, executeMs, longestMs: LONGEST_MS, mostOpen: MOST_OPEN },
      registry,
      ended: (request) => void keep(request).catch(failed),
      wantsTime: (mn, factor) => {
        if (!settings.clock.onRequest) return;
        void this.#healer
          .setClock(mn, factor, '设备请求校时 / asked for by the device (1013)', Date.now())
          .catch(failed);
      },
    });
    const { dialogues } = this.desk;
    this.#healer = new Healer({
      settings,
      devices: ground.devices,
      gaps: ground.gaps,
      heardAt: (mn) => dialogues.heardAt(mn),
      isBusy: (mn) => !dialogues.open(mn).next().done,
      ask: (mn, ask, reason) => this.ask(mn, ask, BY_ITSELF, reason),
    });
    for (const request of ground.left) void keep(interrupted(request, Date.now())).catch(failed);
    let healing = false;
    const heal = async () => {
      if (healing) return;
      healing = true;
      await this.#healer.round(Date.now()).catch(failed);
      healing = false;
    };
    this.#timers = [
      setInterval(() => dialogues.inspect(Date.now()), INSPECT_MS),
      setInterval(() => void heal(), HEAL_MS),
    ];
  }

  /** Resolves when the request is durable, or at once with undefined where too many of the device are open. */
  async ask(mn: string, ask: DeviceAsk, by: string, reason: string): Promise<DeviceRequest | undefined> {
    const { dialogues } = this.desk;
    if (!dialogues.takes(mn)) return undefined;
    const at = Date.now();
    const request = newRequest({ id: `rq-${randomUUID()}`, mn, ask, by, reason, at });
    await this.#ground.keep(request);
    dialogues.ask(request, Date.now());
    return structuredClone(request);
  }

  /** How a request stands now: of an open one the views know only that it was asked. */
  now(stored: DeviceRequest): DeviceRequest {
    if (!isOpen(stored)) return stored;
    for (const request of this.desk.dialogues.open(stored.mn)) if (request.id === stored.id) return request;
    return stored;
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }
}
