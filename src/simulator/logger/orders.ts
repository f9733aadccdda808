import { encodeFrame, type Item } from '../../ingest/codecs/hj212/encode.ts';
import { stampOf } from '../../ingest/codecs/hj212/time.ts';
import { parseTime } from '../../model/beijing.ts';
import type { Grain } from '../../model/channel.ts';
import { PASSWORD, type Packet, type Sender } from './frames.ts';

const GRAIN_OF: Record<string, Grain> = { 2051: 'minute', 2061: 'hour', 2031: 'day' };

/** What the server asks of the device, as far as the device understands it. */
export interface Order {
  qn: string;
  cn: string;
  /** of a request for history: periods that begin in `[from, to]`, both included */
  history: { grain: Grain; from: number; to: number } | undefined;
}

/** @param segment data segment of a request; undefined where it is none */
export function orderOf(segment: string): Order | undefined {
  const qn = /QN=(\d{17})/.exec(segment)?.[1];
  const cn = /CN=(\d{4})/.exec(segment)?.[1];
  if (qn === undefined || cn === undefined || cn.startsWith('90')) return undefined;
  const [from, to] = ['BeginTime', 'EndTime'].map((key) => {
    const digits = new RegExp(`${key}=(\\d{14})`).exec(segment)?.[1];
    return digits === undefined
      ? Number.NaN
      : parseTime(digits.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3 $4:$5:$6'));
  }) as [number, number];
  const grain = GRAIN_OF[cn];
  return { qn, cn, history: grain && from <= to ? { grain, from, to } : undefined };
}

/** 9011 or 9012 with its code; nobody answers them. */
export function verdict(sender: Sender, qn: string, cn: '9011' | '9012', code: number): Packet {
  const said: Item = [[cn === '9011' ? 'QnRtn' : 'ExeRtn', String(code)]];
  return told(sender, qn, '91', cn, sender.edition === 2005 ? [[['QN', qn]], said] : [said]);
}

/** The device's clock, in answer to CN 1011. */
export function clockTold(sender: Sender, qn: string, clock: number): Packet {
  return told(sender, qn, '31', '1011', [[['SystemTime', stampOf(clock)]]]);
}

function told(sender: Sender, qn: string, st: string, cn: string, items: readonly Item[]): Packet {
  const { mn, edition } = sender;
  const flag = { 2005: 0, 2017: 4, 2025: 8 }[edition];
  const header = edition === 2005 ? {} : { qn };
  return { qn, bytes: encodeFrame({ ...header, st, cn, pw: PASSWORD, mn, flag, items }), unanswered: true };
}
