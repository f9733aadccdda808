import { DAY_MS } from '../../model/beijing.ts';
import type { Report } from '../cems/report.ts';
import { AnswerReader } from './answers.ts';
import { framesOf, type Packet, type Sender } from './frames.ts';
import { clockTold, orderOf, verdict } from './orders.ts';

export interface LoggerOptions extends Sender {
  /** frames under way without an answer */
  window?: number;
  /** time that an answer may take, and how often a frame is repeated before the link counts as down (HJ 212-2017 T1) */
  overTimeMs?: number;
  reCount?: number;
  /** told of every report when its frames are made: `clock` is the device's time */
  onSend?(report: Report, clock: number, backfill: boolean): void;
}

/** How long a logger keeps what it sent, for a server that asks again; a real one keeps a year. */
const KEPT_MS = 2 * DAY_MS;

interface Waiting extends Packet {
  sentAt: number;
  tries: number;
}

/**
 * A data logger (数采仪): makes frames of reports, keeps them until they are answered, repeats them with the same QN,
 * and after an outage sends what it stored: edition 2025 the newest first and marked RF=1, older editions in one
 * unmarked burst. It owns no socket and no clock: `clock` is the device's time (of QN), `now` the time of the link.
 */
export class Logger {
  readonly mn: string;
  #options: Required<Omit<LoggerOptions, 'onSend'>> & Pick<LoggerOptions, 'onSend'>;
  #stored: Report[] = [];
  #sent: Report[] = [];
  #queue: Packet[] = [];
  #waiting = new Map<string, Waiting>();
  #network: 'up' | 'down' | 'lost' = 'up';
  #attached = false;
  #exhausted = false;
  #clock = 0;
  #lastQn = 0;
  #answers: AnswerReader;

  constructor(options: LoggerOptions) {
    this.mn = options.mn;
    this.#options = { window: 16, overTimeMs: 5000, reCount: 3, ...options };
    this.#answers = this.#newReader();
  }

  /** Frames that are not answered yet, and reports that wait for the network. */
  get unanswered(): number {
    return this.#queue.length + this.#waiting.size;
  }
  get stored(): number {
    return this.#stored.length;
  }

  /** The network as the script has it; coming up sends what was stored. */
  network(state: 'up' | 'down' | 'lost', clock: number): void {
    this.#clock = clock;
    if (state === this.#network) return;
    this.#network = state;
    if (state === 'up' && this.#attached) this.#backfill();
  }

  /** A report is due. Live values are not kept for later (HJ 212-2017 §6.7 asks for periods only). */
  report(report: Report, clock: number): void {
    this.#clock = clock;
    if (this.#network === 'up' && this.#attached) this.#send(report, false);
    else if (this.#network !== 'lost' && report.grain !== 'live') this.#stored.push(report);
  }

  /** The link is open: unanswered frames go first and as they were, then what was stored. */
  attach(): void {
    this.#attached = true;
    this.#exhausted = false;
    this.#queue.unshift(...this.#waiting.values());
    this.#waiting.clear();
    this.#answers = this.#newReader();
    if (this.#network === 'up') this.#backfill();
  }

  get attached(): boolean {
    return this.#attached;
  }

  detach(): void {
    this.#attached = false;
  }

  /** Bytes from the server. */
  receive(chunk: Uint8Array): void {
    this.#answers.push(chunk);
  }

  /** What is to be put on the wire now: repeats that are due, then new frames as far as the window allows. */
  take(now: number): Uint8Array[] {
    if (!this.#attached) return [];
    const { window, overTimeMs, reCount } = this.#options;
    const out: Uint8Array[] = [];
    for (const packet of this.#waiting.values()) {
      if (now - packet.sentAt < overTimeMs) continue;
      if (packet.tries > reCount) {
        this.#exhausted = true;
        continue;
      }
      packet.sentAt = now;
      packet.tries++;
      out.push(packet.bytes);
    }
    while (this.#waiting.size < window && this.#queue.length > 0) {
      const packet = this.#queue.shift()!;
      out.push(packet.bytes);
      if (packet.unanswered) continue;
      this.#waiting.set(packet.qn, { ...packet, sentAt: now, tries: 1 });
    }
    return out;
  }

  /** A frame went unanswered through all its repeats: the link counts as down and should be opened anew. */
  get exhausted(): boolean {
    return this.#exhausted;
  }

  /** Takes every frame as answered, as a file does. */
  answerAll(): void {
    this.#waiting.clear();
  }

  #backfill(): void {
    const stored = this.#stored;
    this.#stored = [];
    if (this.#options.edition === 2025) stored.reverse();
    for (const report of stored) this.#send(report, true);
  }

  #send(report: Report, backfill: boolean): void {
    this.#options.onSend?.(report, this.#clock, backfill);
    // QN is the device's time at sending and never the same twice; the parts of a split take one each.
    const qnAt = Math.max(this.#lastQn + 1, this.#clock);
    const packets = framesOf(this.#options, report, backfill, qnAt);
    this.#lastQn = qnAt + packets.length - 1;
    this.#queue.push(...packets);
    if (report.grain === 'live') return;
    if (!backfill || !this.#sent.includes(report)) this.#sent.push(report);
    while (this.#sent.length > 0 && this.#sent[0]!.at < this.#clock - KEPT_MS) this.#sent.shift();
  }

  #newReader(): AnswerReader {
    return new AnswerReader(
      (qn) => this.#waiting.delete(qn),
      (segment) => this.#obey(segment),
    );
  }

  /** Requests for history, and for the clock; others are unknown to it (QnRtn 8). A repeat is obeyed again. */
  #obey(segment: string): void {
    const order = orderOf(segment);
    if (!order) return;
    const { qn, cn, history } = order;
    const knows = history !== undefined || cn === '1011' || cn === '1012';
    this.#queue.push(verdict(this.#options, qn, '9011', knows ? 1 : 8));
    if (!knows) return;
    if (cn === '1011') this.#queue.push(clockTold(this.#options, qn, this.#clock));
    const found = history
      ? this.#sent.filter(({ grain, at }) => grain === history.grain && at >= history.from && at <= history.to)
      : [];
    for (const report of found) this.#send(report, true);
    this.#queue.push(verdict(this.#options, qn, '9012', history && found.length === 0 ? 100 : 1));
  }
}
