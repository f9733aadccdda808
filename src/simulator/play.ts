import type { Mark } from '../model/mark.ts';
import type { Report } from './cems/report.ts';
import { Logger } from './logger/logger.ts';
import { TcpLink } from './logger/tcp.ts';
import type { Pace } from './pace.ts';
import { Random } from './random.ts';
import type { Station } from './station.ts';
import type { World } from './world.ts';

/** A device sends its minute this long after the minute's end, and each device a little later than the one before. */
const SENDS_AFTER_MS = 1200;
const STAGGER_MS = 170;
/** At full speed no device runs further ahead of its answers than this. */
const MOST_UNANSWERED = 64;

export interface PlayOptions {
  world: World;
  pace: Pace;
  signal: AbortSignal;
  /** simulated time at which to stop; default never */
  until?: number;
  host: string;
  port: number;
  /** the operator enters a mark */
  onMark(mark: Mark): Promise<void> | void;
  onSend?(report: Report, clock: number): void;
  /** after every simulated minute */
  onMinute?(clock: number): void;
}

/** When the device of the n-th station sends what was due at `due`. */
export const sendsAt = (due: number, station: number) => due + SENDS_AFTER_MS + station * STAGGER_MS;

export const loggerOf = (station: Station, onSend?: (report: Report, clock: number) => void): Logger =>
  new Logger({
    mn: station.mn,
    edition: station.edition,
    medium: station.medium,
    ...(onSend === undefined ? {} : { onSend }),
  });

/**
 * Plays a world to a server over TCP, one connection for each logger. While simulated time runs as fast as it is
 * acknowledged only means of periods are sent, as by a logger that catches up; paced, live values are sent too.
 */
export async function play(options: PlayOptions): Promise<void> {
  const { world, pace, signal } = options;
  const random = new Random(world.scenario.seed).fork('links');
  const loggers = world.stations.map((station) => loggerOf(station, options.onSend));
  const links = loggers.map(
    (logger) => new TcpLink(logger, { host: options.host, port: options.port, random: random.fork(logger.mn), signal }),
  );
  const position = new Map(world.stations.map((station, i) => [station.id, i]));
  await Promise.all(links.map((link) => link.ready(0)));
  while (!signal.aborted && world.at < (options.until ?? Number.POSITIVE_INFINITY)) {
    const tick = world.step();
    world.stations.forEach((station, i) => {
      loggers[i]!.network(world.network(station.id, tick.at), sendsAt(tick.at, i));
    });
    for (const report of tick.reports) {
      const speed = await pace.reach(report.due, signal);
      if (signal.aborted) break;
      if (report.grain === 'live' && !report.settings && speed === 'max') continue;
      const i = position.get(report.outlet)!;
      loggers[i]!.report(report, sendsAt(report.due, i));
      links[i]!.flush();
      if (speed === 'max') await links[i]!.ready(MOST_UNANSWERED);
    }
    for (const mark of tick.marks) await options.onMark(mark);
    options.onMinute?.(world.at);
    // A turn of the event loop for everybody else in this process.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(links.map((link) => link.ready(0)));
}
