import { type DeviceRequest, isOpen, type RequestState } from '../model/request.ts';
import type { Text } from '../model/text.ts';
import { type Addressee, askFrame, commandOf, type Verdict } from './codecs/hj212/ask.ts';
import { qnOf } from './codecs/hj212/time.ts';

/** How long a device may take; HJ 212-2017 table 1 gives 10 s and 3 retries for mobile links. */
export interface DialogueTerms {
  /** for the answer 9011, ms */
  answerMs: number;
  /** how often an unanswered request is repeated */
  retries: number;
  /** for each further sign of execution: 9012, or a frame of data, ms */
  executeMs: number;
  /** for all of it, ms */
  longestMs: number;
  /** open requests of one device */
  mostOpen: number;
}

/** A device on the connection on which it was heard last. */
export interface Line extends Omit<Addressee, 'mn'> {
  /** @returns whether the bytes are on their way */
  say(bytes: Uint8Array): boolean;
}

/** Data areas of answers that are kept with a request. */
const REPLIES = 20;
const REPLY_CHARACTERS = 2000;

interface Current {
  request: DeviceRequest;
  qn: string;
  sentAt: number;
  begunAt: number;
  /** last sign of execution */
  movedAt: number;
}

interface Device {
  line: Line | undefined;
  heardAt: number;
  queue: DeviceRequest[];
  current: Current | undefined;
}

/**
 * Requests to devices, one at a time for each (HJ 212-2017 §6.2): sent on the device's own connection when it is there,
 * repeated with the same QN while unanswered, and followed until 9012. It reads no clock: `now` is epoch ms.
 */
export class Dialogues {
  readonly #terms: DialogueTerms;
  readonly #ended: (request: DeviceRequest) => void;
  readonly #devices = new Map<string, Device>();
  #lastQn = 0;

  /** @param ended told of each request once, when nothing more will come of it */
  constructor(terms: DialogueTerms, ended: (request: DeviceRequest) => void) {
    this.#terms = terms;
    this.#ended = ended;
  }

  /** Requests that are not over. */
  *open(mn: string): Generator<DeviceRequest> {
    const device = this.#devices.get(mn);
    if (device?.current) yield device.current.request;
    yield* device?.queue ?? [];
  }

  /** Whether another request to the device would be taken. */
  takes(mn: string): boolean {
    return [...this.open(mn)].length < this.#terms.mostOpen;
  }

  /** When a device was heard last, epoch ms; undefined: never since the start. */
  heardAt(mn: string): number | undefined {
    const device = this.#devices.get(mn);
    return device?.line && device.heardAt;
  }

  ask(request: DeviceRequest, now: number): void {
    const device = this.#device(request.mn);
    device.queue.push(request);
    this.#next(request.mn, device, now);
  }

  /** A device spoke. @param line makes its line; called where it came on another connection than before */
  heard(mn: string, now: number, isSame: (line: Line) => boolean, line: () => Line): void {
    const device = this.#devices.get(mn) ?? this.#device(mn);
    device.heardAt = now;
    if (device.line === undefined || !isSame(device.line)) device.line = line();
    if (device.queue.length > 0) this.#next(mn, device, now);
  }

  /** The command in answer to which data of a device would come; undefined while nothing is asked. */
  awaits(mn: string): number | undefined {
    const current = this.#devices.get(mn)?.current;
    return current && commandOf(current.request.ask);
  }

  /** A frame of a device that may be data in answer to what was asked. @param area its data area in plain */
  data(mn: string, area: string, dataTime: number, now: number): void {
    const current = this.#devices.get(mn)?.current;
    if (!current) return;
    const { request } = current;
    if (request.ask.kind === 'history') {
      if (!(dataTime >= request.ask.from && dataTime < request.ask.to)) return;
    } else if (request.replies.length < REPLIES) {
      request.replies = [...request.replies, area.slice(0, REPLY_CHARACTERS)];
    }
    request.frames++;
    // Some firmware sends its data without saying 9011 first.
    request.state = 'executing';
    current.movedAt = now;
  }

  /** A device said 9011 or 9012. What belongs to no request of ours changes nothing. */
  verdict(mn: string, { qn, command, code }: Verdict, now: number): void {
    const device = this.#devices.get(mn);
    const current = device?.current;
    if (!current || qn !== current.qn) return;
    if (command === 9011) {
      if (code !== 1) return this.#end(mn, device, 'refused', QN_RTN[code] ?? unknownCode('QnRtn', code), now);
      current.request.state = 'executing';
      current.movedAt = now;
      return;
    }
    if (code === 1) this.#end(mn, device, 'done', null, now);
    else this.#end(mn, device, 'failed', EXE_RTN[code] ?? unknownCode('ExeRtn', code), now);
  }

  /** Repeats what is unanswered, and gives up what will not be answered any more. To be called every second or so. */
  inspect(now: number): void {
    for (const [mn, device] of this.#devices) {
      const { current } = device;
      if (!current) {
        this.#next(mn, device, now);
        continue;
      }
      const { answerMs, retries, executeMs, longestMs } = this.#terms;
      const { request } = current;
      if (request.state === 'sent' && now - current.sentAt >= answerMs) {
        if (request.tries > retries) this.#end(mn, device, 'unanswered', SILENT, now);
        else this.#say(mn, device, current, now);
      } else if (
        request.state === 'executing' &&
        (now - current.movedAt >= executeMs || now - current.begunAt >= longestMs)
      ) {
        this.#end(mn, device, 'unanswered', UNENDED, now);
      }
    }
  }

  #device(mn: string): Device {
    let device = this.#devices.get(mn);
    if (!device) {
      device = { line: undefined, heardAt: 0, queue: [], current: undefined };
      this.#devices.set(mn, device);
    }
    return device;
  }

  #next(mn: string, device: Device, now: number): void {
    if (device.current || !device.line || device.queue.length === 0) return;
    this.#lastQn = Math.max(now, this.#lastQn + 1);
    const request = device.queue[0]!;
    const current: Current = { request, qn: qnOf(this.#lastQn), sentAt: now, begunAt: now, movedAt: now };
    if (!this.#say(mn, device, current, now)) return;
    device.queue.shift();
    device.current = current;
    request.state = 'sent';
  }

  #say(mn: string, { line }: Device, current: Current, now: number): boolean {
    current.sentAt = now;
    const { request, qn } = current;
    const sent = line?.say(askFrame(request.ask, qn, { ...line, mn }, now)) ?? false;
    // A line that is down counts as a try only where the device may have heard an earlier one.
    if (sent || request.tries > 0) request.tries++;
    return sent;
  }

  #end(mn: string, device: Device, state: RequestState, says: Text | null, now: number): void {
    const { request } = device.current!;
    device.current = undefined;
    Object.assign(request, { state, says, endedAt: now });
    this.#ended(request);
    this.#next(mn, device, now);
  }
}

/** What a request of an earlier run of the process comes to: nobody knows its QN any more. */
export function interrupted(request: DeviceRequest, now: number): DeviceRequest {
  return isOpen(request) ? { ...request, state: 'unanswered', says: RESTARTED, endedAt: now } : request;
}

const SILENT = { zh: '设备多次未应答', en: 'the device did not answer, also when asked again' };
const UNENDED = { zh: '设备开始执行后未报告结果', en: 'the device began, and never said how it ended' };
const RESTARTED = { zh: '服务重启，未再跟踪', en: 'the server was started anew and followed it no further' };

/** HJ 212-2017 table 7. */
const QN_RTN: Record<number, Text> = {
  2: { zh: '请求被拒绝', en: 'refused' },
  3: { zh: '访问密码错误', en: 'wrong password' },
  4: { zh: 'MN 错误', en: 'wrong MN' },
  5: { zh: '系统编码（ST）错误', en: 'wrong system code (ST)' },
  6: { zh: 'Flag 错误', en: 'wrong Flag' },
  7: { zh: 'QN 错误', en: 'wrong QN' },
  8: { zh: '不支持该命令（CN 错误）', en: 'it does not know the command (wrong CN)' },
  9: { zh: 'CRC 错误', en: 'wrong CRC' },
  100: { zh: '未知错误', en: 'unknown error' },
};

/** HJ 212-2017 table 6. */
const EXE_RTN: Record<number, Text> = {
  2: { zh: '执行失败，原因未知', en: 'failed for an unknown reason' },
  3: { zh: '命令请求条件错误', en: 'conditions of the request are wrong' },
  4: { zh: '通讯超时', en: 'communication timed out' },
  5: { zh: '系统繁忙', en: 'busy' },
  6: { zh: '系统故障', en: 'system fault' },
  100: { zh: '没有数据', en: 'no data' },
};

const unknownCode = (field: string, code: number): Text => ({
  zh: code < 0 ? `应答中没有 ${field}` : `${field}=${code}，标准中没有此值`,
  en: code < 0 ? `the answer has no ${field}` : `${field}=${code}, which the standard does not know`,
});
