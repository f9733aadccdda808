import type { DeviceAsk } from '../../../model/request.ts';
import { encodeFrame, type Item } from './encode.ts';
import { stampOf } from './time.ts';

/** A device as it speaks: what a request to it must look like. */
export interface Addressee {
  mn: string;
  /** its system code (ST) */
  st: string;
  /** edition: 0 = 2005, 1 = 2017, 2 = 2025 */
  version: number;
  password?: string;
  /** of a device that seals its data areas (HJ 212-2025) */
  sm4Key?: Uint8Array;
}

const HISTORY_CN = { minute: 2051, hour: 2061, day: 2031 } as const;
const INTERVAL = {
  live: { get: 1061, set: 1062, key: 'RtdInterval' },
  minute: { get: 1063, set: 1064, key: 'MinInterval' },
};
/** Sealed where the device seals (HJ 212-2025 as quoted in implementations): data commands, key renewal, information. */
const isSealed = (cn: number) => (cn >= 2000 && cn <= 2999) || cn === 3020;

/** The command of a request; data in answer to it carry the same. */
export function commandOf(ask: DeviceAsk): number {
  switch (ask.kind) {
    case 'history':
      return HISTORY_CN[ask.grain];
    case 'clock':
      return 1011;
    case 'set-clock':
      return 1012;
    case 'interval':
      return INTERVAL[ask.of].get;
    case 'set-interval':
      return INTERVAL[ask.of].set;
    case 'information':
      return 3020;
    case 'identity':
      return 3019;
  }
}

/**
 * The request as a packet, in the device's edition (HJ 212-2017 annex C; 2005 requests carry Flag=3 and put a comma between
 * BeginTime and EndTime).
 * @param qn 17 digits, the same for every repeat
 * @param now epoch ms, for setting a clock
 */
export function askFrame(
  ask: DeviceAsk,
  qn: string,
  { mn, st, version, password, sm4Key }: Addressee,
  now: number,
): Uint8Array {
  const cn = commandOf(ask);
  const flag = version === 0 ? 3 : (version << 2) | 1;
  const draft = { qn, st, cn: String(cn), mn, flag, items: itemsOf(ask, version, now) };
  const key = isSealed(cn) ? sm4Key : undefined;
  return encodeFrame(password === undefined ? draft : { ...draft, pw: password }, key);
}

function itemsOf(ask: DeviceAsk, version: number, now: number): Item[] {
  const of = (factor: string | undefined): Item[] => (factor === undefined ? [] : [[['PolId', factor]]]);
  switch (ask.kind) {
    case 'history': {
      // Both ends are periods themselves: EndTime is the start of the last (annex C.20).
      const begin = ['BeginTime', stampOf(ask.from)] as const;
      const end = ['EndTime', stampOf(lastStart(ask))] as const;
      return version === 0 ? [[begin, end]] : [[begin], [end]];
    }
    case 'clock':
    case 'identity':
      return of(ask.factor);
    case 'set-clock':
      return [...of(ask.factor), [['SystemTime', stampOf(now)]]];
    case 'interval':
      return [];
    case 'set-interval':
      return [[[INTERVAL[ask.of].key, String(ask.every)]]];
    case 'information': {
      const { factor, info, from, to } = ask;
      const span: Item[] =
        from === undefined || to === undefined
          ? []
          : [
              [
                ['BeginTime', stampOf(from)],
                ['EndTime', stampOf(to)],
              ],
            ];
      return [...of(factor), [['InfoId', info]], ...span];
    }
  }
}

const PERIOD_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Start of the last period that begins before `to`. */
const lastStart = ({ grain, from, to }: Extract<DeviceAsk, { kind: 'history' }>) =>
  Math.max(from, to - PERIOD_MS[grain]);

/** What a device said to a request: 9011 with QnRtn, 9012 with ExeRtn. `qn` is that of the request, wherever it stands. */
export interface Verdict {
  qn: string | null;
  command: 9011 | 9012;
  /** -1 where none can be read */
  code: number;
}

/** @param area the data area in plain */
export function verdictOf(command: 9011 | 9012, headerQn: string | null, area: string): Verdict {
  const code = /(?:QnRtn|ExeRtn)=(\d{1,3})/i.exec(area)?.[1];
  const qn = /(?:^|[;,])QN=(\d{17})/i.exec(area)?.[1] ?? headerQn;
  return { qn, command, code: code === undefined ? -1 : Number(code) };
}
