import type { Text } from '../model/text.ts';
import type { Limits } from './limits.ts';

/** What is known of a sender. */
export interface Sender {
  /** absent: none was agreed, any will do */
  password?: string;
  /** this device is known to send MODBUS CRCs */
  acceptModbusCrc?: boolean;
  /** the key in force and the one before it */
  sm4Keys?: readonly Uint8Array[];
}

export interface Registry {
  find(mn: string): Sender | undefined;
}

export const GATE_REJECTS = {
  PW: { zh: '访问密码不符', en: 'wrong password' },
  UNKNOWN_MN_FULL: { zh: '未登记的设备,已达暂存上限', en: 'unknown device, and no more is kept of it' },
  FAULT: { zh: '程序未能处理', en: 'the program could not process it' },
} as const satisfies Record<string, Text>;
export type GateReject = keyof typeof GATE_REJECTS;

/** Whether an admitted input is accepted, a repeat or a rewrite, the ledger says. */
export type Admission =
  | { kind: 'admitted' }
  /** nobody knows the sender; kept all the same, so that nothing is lost when somebody adopts it */
  | { kind: 'unknown' }
  | { kind: 'rejected'; why: GateReject };

const ADMITTED: Admission = { kind: 'admitted' };
const UNKNOWN: Admission = { kind: 'unknown' };

/**
 * The one door: says of each well-formed input whether it comes in. It looks at the sender only. Content that cannot be
 * true (a DataTime that is no date, or lies in the future) comes in, is kept and answered, and is then rejected as data by
 * the decoder, which holds it against the journal's clock: sending it again would not mend it, and a logger that never
 * hears an answer stays stuck behind that one frame.
 */
export class Gate {
  readonly registry: Registry;
  readonly #limits: Limits;
  readonly #strangers = new Map<string, { frames: number; bytes: number }>();
  #strangersBytes = 0;

  constructor(registry: Registry, limits: Limits) {
    this.registry = registry;
    this.#limits = limits;
  }

  /** `bytes` is the size of what would be kept. */
  admit(mn: string, passwordIs: (expected: string) => boolean, bytes: number): Admission {
    const sender = this.registry.find(mn);
    if (!sender) return this.#stranger(mn, bytes) ? UNKNOWN : { kind: 'rejected', why: 'UNKNOWN_MN_FULL' };
    this.#adopted(mn);
    if (sender.password !== undefined && !passwordIs(sender.password)) return { kind: 'rejected', why: 'PW' };
    return ADMITTED;
  }

  #stranger(mn: string, bytes: number): boolean {
    const { unknownFramesPerMn, unknownMns, unknownBytes } = this.#limits;
    if (this.#strangersBytes + bytes > unknownBytes) return false;
    let kept = this.#strangers.get(mn);
    if (!kept) {
      if (this.#strangers.size >= unknownMns) return false;
      kept = { frames: 0, bytes: 0 };
      this.#strangers.set(mn, kept);
    }
    if (kept.frames >= unknownFramesPerMn) return false;
    kept.frames += 1;
    kept.bytes += bytes;
    this.#strangersBytes += bytes;
    return true;
  }

  /** Its early frames no longer count as those of a stranger. */
  #adopted(mn: string): void {
    const kept = this.#strangers.get(mn);
    if (!kept) return;
    this.#strangers.delete(mn);
    this.#strangersBytes -= kept.bytes;
  }
}
