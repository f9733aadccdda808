import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { recordColumns } from '../api/export/columns.ts';
import { writeTable } from '../api/export/write.ts';
import type { Arrivals } from '../ingest/arrivals.ts';
import { OWN_MAPPINGS } from '../ingest/codecs/mapped/readings.ts';
import { openJournal } from '../journal/sqlite.ts';
import type { AlertEvent } from '../model/alert.ts';
import { DAY_MS, dayOf, parseTime } from '../model/beijing.ts';
import { GRAIN_MS, type Grain } from '../model/channel.ts';
import type { Entry } from '../model/entry.ts';
import { PLANT_WEEK, weekCsv, weekFrames } from '../testing/plant-week.ts';
import { seeds, storm } from '../testing/storm.ts';
import { expectedAlerts, finalAlerts, weekEngine, weekMarks } from '../testing/week.ts';
import { recordsOf } from './answers/records.ts';
import { writeCommand } from './command.ts';
import { readRecordings } from './recordings.ts';
import { replay } from './replay.ts';

const file = (name: string) => path.join(PLANT_WEEK, name);

async function run(input: string, change: (arrivals: Arrivals) => Arrivals = (arrivals) => arrivals) {
  const engine = await weekEngine();
  const { arrivals, rejected } = readRecordings(engine, [file(input)], undefined, () => {});
  expect(rejected.size).toBe(0);
  const events: AlertEvent[] = [];
  replay(engine, change(arrivals), weekMarks(), (told) => events.push(...told));
  return { engine, events };
}

describe('the plant week that was worked out by hand', () => {
  it('is kept in its files as its spans say', () => {
    expect(gunzipSync(readFileSync(file('readings.csv.gz'))).toString()).toBe(weekCsv());
    expect(gunzipSync(readFileSync(file('frames.hj212.gz'))).equals(weekFrames())).toBe(true);
  });

  it.each(['readings.csv.gz', 'frames.hj212.gz'])('gives exactly the expected alerts from %s', async (input) => {
    const { engine } = await run(input);
    expect(finalAlerts(engine)).toEqual(expectedAlerts());
  });

  it('gives the same from a journal, which knows when each frame arrived', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-replay-'));
    const journal = await openJournal(path.join(folder, 'journal.db'));
    const frames = weekFrames()
      .toString('latin1')
      .split(/(?=##\d{4}QN)/);
    const entries = frames.map((frame): Entry => {
      const [, y, mo, d, h, m, s] = /QN=(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(frame)!;
      const at = parseTime(`${y}-${mo}-${d} ${h}:${m}:${s}`);
      return { kind: 'frame', at, meta: '', bytes: Buffer.from(frame, 'latin1') };
    });
    for (let i = 0; i < entries.length; i += 1000) await journal.append(entries.slice(i, i + 1000));
    await journal.close();
    const engine = await weekEngine();
    const { arrivals } = readRecordings(engine, [path.join(folder, 'journal.db')], undefined, () => {});
    replay(engine, arrivals, weekMarks(), () => {});
    rmSync(folder, { recursive: true });
    expect(finalAlerts(engine)).toEqual(expectedAlerts());
  }, 120_000);

  it('gives the same from a journal of messages that a mapping made sense of', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-replay-'));
    const journal = await openJournal(path.join(folder, 'journal.db'));
    const { id, hash, text } = OWN_MAPPINGS.find((mapping) => mapping.id === 'readings-csv')!;
    const [header, ...rows] = weekCsv().trim().split('\n');
    const byArrival = Map.groupBy(rows, (row) => {
      const [time, , , grain] = row.split(',');
      return parseTime(time!) + GRAIN_MS[grain as Grain];
    });
    const meta = JSON.stringify({ peer: 'http', subject: 'week.csv', mapping: hash });
    const messages = [...byArrival].map(
      ([at, of]): Entry => ({ kind: 'message', at, meta, bytes: Buffer.from([header, ...of].join('\n')) }),
    );
    const first = messages[0]!.at;
    await journal.append([
      { kind: 'command', at: first, meta: '', bytes: writeCommand({ kind: 'mapping', id, text }) },
    ]);
    for (let i = 0; i < messages.length; i += 1000) await journal.append(messages.slice(i, i + 1000));
    await journal.close();
    const engine = await weekEngine();
    const { arrivals, rejected } = readRecordings(engine, [path.join(folder, 'journal.db')], undefined, () => {});
    expect([arrivals.batch.length, rejected.size]).toEqual([rows.length, 0]);
    replay(engine, arrivals, weekMarks(), () => {});
    rmSync(folder, { recursive: true });
    expect(finalAlerts(engine)).toEqual(expectedAlerts());
  }, 120_000);

  it('gives the same from what the export wrote of it', async () => {
    const { engine } = await run('frames.hj212.gz');
    const days = Array.from({ length: 12 }, (_, i) => dayOf(parseTime('2026-03-01')) + i);
    const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-export-'));
    const exported = [...engine.sites()]
      .flatMap((site) => site.outlets)
      .map(async ({ id: outlet }) => {
        const rows = async function* () {
          for (const day of days) yield recordsOf(engine, { outlet, day })!;
        };
        const written = await writeTable('csv', recordColumns(outlet), rows(), 'en', 'key');
        writeFileSync(path.join(folder, `${outlet}.csv`), await buffer(written as Readable));
        return path.join(folder, `${outlet}.csv`);
      });
    const files = await Promise.all(exported);
    const again = await weekEngine();
    const { arrivals, rejected } = readRecordings(again, files, undefined, () => {});
    expect(rejected.size).toBe(0);
    replay(again, arrivals, weekMarks(), () => {});
    rmSync(folder, { recursive: true });
    expect(finalAlerts(again)).toEqual(expectedAlerts());
  }, 120_000);

  it.each([
    ['as the very first', 0],
    ['in the middle', 0.5],
  ])('a frame stamped months back, %s, accuses nobody of the months between', async (_, where) => {
    const { engine, events } = await run('readings.csv.gz', (arrivals) => {
      const { batch, arrivedAt } = arrivals;
      const i = Math.floor(where * (batch.length - 1));
      const { source, channel, at, sentAt, value, flag } = batch;
      const long = at[i]! - 200 * DAY_MS;
      arrivals.push(source[i]!, channel[i]!, long, sentAt[i]!, value[i]!, flag[i]!, arrivedAt[i]! - 1);
      return arrivals;
    });
    expect(finalAlerts(engine)).toEqual(expectedAlerts());
    const first = Math.min(...expectedAlerts().map(({ start }) => Date.parse(String(start))));
    expect(events.filter(({ alert }) => alert.start < first - 7 * DAY_MS).map(({ event }) => event)).toEqual([]);
  });

  it('raises at night what a mark of the next morning explains, and withdraws it then; the history shows both', async () => {
    const { events } = await run('readings.csv.gz');
    const told = events.filter((e) => e.alert.rule === 'wte-daily-mean' && e.alert.factor === 'a21024');
    const history = told.filter((e) => e.alert.start === parseTime('2026-03-05')).map((e) => [e.event, e.at]);
    expect(history).toEqual([
      ['raised', parseTime('2026-03-06 00:11')],
      ['withdrawn', parseTime('2026-03-06 09:01')],
    ]);
  });

  it('confirms after the marking deadline and not before', async () => {
    const { events } = await run('readings.csv.gz');
    const confirmed = events.find(
      (e) => e.event === 'confirmed' && e.alert.factor === 'a21026' && e.alert.rule === 'wte-daily-mean',
    );
    expect(confirmed?.at).toBe(parseTime('2026-03-04 12:00'));
  });

  it.each(seeds(1))('ends the same when shuffled, repeated and delayed by up to 30 h (seed %i)', async (seed) => {
    const { engine } = await run('frames.hj212.gz', (arrivals) => storm(arrivals, seed));
    expect(finalAlerts(engine)).toEqual(expectedAlerts());
  }, 120_000);
});
