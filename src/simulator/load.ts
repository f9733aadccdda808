import { connect, type Socket } from 'node:net';
import { MINUTE_MS, parseTime } from '../model/beijing.ts';
import { LoadFrames } from './load-frames.ts';
import { AnswerReader } from './logger/answers.ts';

export interface LoadOptions {
  host: string;
  port: number;
  /** senders; each sends one minute frame of 10 factors a simulated minute */
  devices: number;
  minutes: number;
  /** connections that the devices share */
  sockets?: number;
  /** frames under way without an answer, on each connection */
  window?: number;
  /** frames a second over all connections; default as fast as answered */
  rate?: number;
  /** first simulated minute, epoch ms */
  start?: number;
}

export interface LoadResult {
  frames: number;
  readings: number;
  bytes: number;
  seconds: number;
  /** from the last byte of a frame to its answer (9014), ms */
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  /** frames that were never answered */
  unanswered: number;
}

/** Nobody answered for so long: the run ends with what there is. */
const GIVE_UP_MS = 30_000;

/** min, avg and max of ten factors */
export const READINGS_PER_FRAME = 30;

/**
 * Load without physics: devices with W1-like values over a few connections, pipelined, every answer awaited. All it
 * does besides counting is to patch digits into ready-made frames, so that the server is what is measured.
 */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { devices, minutes, sockets = 4, window = 2000, start = parseTime('2026-03-01') } = options;
  const latencies: number[] = [];
  const lanes = await Promise.all(
    Array.from({ length: Math.min(sockets, devices) }, async (_, lane) => {
      const ids = Array.from({ length: devices }, (_, i) => i).filter((i) => i % Math.min(sockets, devices) === lane);
      return new Lane(await open(options.host, options.port), new LoadFrames(ids), latencies);
    }),
  );
  const began = performance.now();
  const perLane = options.rate === undefined ? undefined : options.rate / lanes.length;
  await Promise.all(lanes.map((lane) => lane.run(start, minutes, window, perLane)));
  const seconds = (performance.now() - began) / 1000;
  const frames = lanes.reduce((sum, lane) => sum + lane.sent, 0);
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? 0;
  return {
    frames,
    readings: frames * READINGS_PER_FRAME,
    bytes: lanes.reduce((sum, lane) => sum + lane.bytes, 0),
    seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    unanswered: frames - latencies.length,
  };
}

/** One connection and the devices behind it. */
class Lane {
  sent = 0;
  bytes = 0;
  #socket: Socket;
  #frames: LoadFrames;
  #latencies: number[];
  #waiting = new Map<string, number>();
  #wake: (() => void) | undefined;
  #closed = false;

  constructor(socket: Socket, frames: LoadFrames, latencies: number[]) {
    this.#socket = socket;
    this.#frames = frames;
    this.#latencies = latencies;
    const answers = new AnswerReader((qn) => this.#answered(qn));
    socket.on('data', (chunk) => {
      answers.push(chunk);
      this.#wake?.();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#closed = true;
      this.#wake?.();
    });
  }

  async run(start: number, minutes: number, window: number, rate: number | undefined): Promise<void> {
    const began = performance.now();
    // At a given rate in steps of 10 ms, so that the waiting measured is the server's and not that behind a burst.
    const step = rate === undefined ? window / 2 : Math.min(window / 2, rate / 100);
    const chunk = Math.max(1, Math.min(this.#frames.devices, Math.floor(step)));
    for (let minute = 0; minute < minutes && !this.#closed; minute++) {
      for (let from = 0; from < this.#frames.devices && !this.#closed; from += chunk) {
        const to = Math.min(from + chunk, this.#frames.devices);
        await this.#until(() => this.#waiting.size + (to - from) <= window);
        if (rate !== undefined) {
          const early = began + (1000 * this.sent) / rate - performance.now();
          if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
        }
        this.#send(start + minute * MINUTE_MS, minute, from, to);
      }
    }
    await this.#until(() => this.#waiting.size === 0);
    this.#socket.destroy();
  }

  #send(at: number, minute: number, from: number, to: number): void {
    const batch = this.#frames.batch(at, minute, from, to);
    this.#socket.write(batch.bytes);
    const now = performance.now();
    for (const qn of batch.qns) this.#waiting.set(qn, now);
    this.sent += to - from;
    this.bytes += batch.bytes.length;
  }

  #answered(qn: string): void {
    const sentAt = this.#waiting.get(qn);
    if (sentAt === undefined) return;
    this.#waiting.delete(qn);
    this.#latencies.push(performance.now() - sentAt);
  }

  async #until(condition: () => boolean): Promise<void> {
    const deadline = performance.now() + GIVE_UP_MS;
    while (!condition() && !this.#closed && performance.now() < deadline) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 1000);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

function open(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

if (import.meta.main) {
  // As a child process: `node src/simulator/load.ts '{"host":"127.0.0.1","port":9212,"devices":1000,"minutes":60}'`
  process.stdout.write(`${JSON.stringify(await load(JSON.parse(process.argv[2]!)))}\n`);
}
