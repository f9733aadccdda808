import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loggerOf, sendsAt } from '../play.ts';
import { truthLine } from '../script/truth.ts';
import type { World } from '../world.ts';
import { catalogueOf } from './catalogue.ts';
import { MARKS_HEADER, markRow, READINGS_HEADER, readingRows } from './csv.ts';

const FLUSH_BYTES = 1 << 20;

/** What was written. */
export interface Written {
  frames: number;
  bytes: number;
  rows: number;
  marks: number;
  truths: number;
}

/**
 * Plays a world into a folder: `catalogue.yaml`, `frames.hj212` (raw bytes, every frame as the devices sent it),
 * `readings.csv` (the same numbers), `marks.csv` and `truth.jsonl`.
 */
export async function playToFiles(
  world: World,
  until: number,
  folder: string,
  onMinute?: (clock: number) => void,
): Promise<Written> {
  await mkdir(folder, { recursive: true });
  const frames = new Sink(join(folder, 'frames.hj212'));
  const readings = new Sink(join(folder, 'readings.csv'), READINGS_HEADER);
  const marks = new Sink(join(folder, 'marks.csv'), MARKS_HEADER);
  const written: Written = { frames: 0, bytes: 0, rows: 0, marks: 0, truths: 0 };
  const loggers = world.stations.map((station) =>
    loggerOf(station, (report, clock) => {
      const rows = readingRows(report, clock);
      for (const cell of report.cells) written.rows += cell.values.length;
      readings.text(rows);
    }),
  );
  for (const logger of loggers) logger.attach();
  const position = new Map(world.stations.map((station, i) => [station.id, i]));
  const drain = (i: number) => {
    for (;;) {
      const out = loggers[i]!.take(0);
      if (out.length === 0) return;
      for (const bytes of out) {
        written.frames++;
        written.bytes += bytes.length;
        frames.bytes(bytes);
      }
      loggers[i]!.answerAll();
    }
  };
  while (world.at < until) {
    const tick = world.step();
    world.stations.forEach((station, i) => {
      loggers[i]!.network(world.network(station.id, tick.at), sendsAt(tick.at, i));
      drain(i);
    });
    for (const report of tick.reports) {
      if (report.grain === 'live' && !report.settings) continue;
      const i = position.get(report.outlet)!;
      loggers[i]!.report(report, sendsAt(report.due, i));
      drain(i);
    }
    for (const mark of tick.marks) {
      written.marks++;
      marks.text(markRow(mark));
    }
    onMinute?.(world.at);
    await Promise.all([frames.room(), readings.room()]);
  }
  const truths = world.truth();
  written.truths = truths.length;
  await Promise.all([
    frames.end(),
    readings.end(),
    marks.end(),
    writeFile(join(folder, 'catalogue.yaml'), catalogueOf(world.scenario)),
    writeFile(join(folder, 'truth.jsonl'), truths.map((truth) => `${truthLine(truth)}\n`).join('')),
  ]);
  return written;
}

/** A file written in large pieces. */
class Sink {
  #stream: WriteStream;
  #pieces: Uint8Array[] = [];
  #held = 0;
  #error: Error | undefined;

  constructor(path: string, header = '') {
    this.#stream = createWriteStream(path);
    this.#stream.on('error', (error) => {
      this.#error = error;
    });
    if (header !== '') this.text(header);
  }

  text(piece: string): void {
    this.bytes(Buffer.from(piece));
  }

  bytes(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#held += piece.length;
  }

  /** Resolves when more may be written. @throws what the file system says */
  async room(): Promise<void> {
    if (this.#held < FLUSH_BYTES) return;
    await this.#flush();
  }

  async end(): Promise<void> {
    await this.#flush();
    await new Promise<void>((resolve) => this.#stream.end(resolve));
    if (this.#error) throw this.#error;
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#held = 0;
    await new Promise<void>((resolve) => this.#stream.write(bytes, () => resolve()));
    if (this.#error) throw this.#error;
  }
}
