import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Framer } from '../../ingest/codecs/hj212/framer.ts';
import { parseFrame } from '../../ingest/codecs/hj212/parse.ts';
import { HOUR_MS, minuteText, parseTime } from '../../model/beijing.ts';
import { parseScenario } from '../script/scenario.ts';
import { World } from '../world.ts';
import { playToFiles, type Written } from './files.ts';

const SCENARIO = `
days: 1
sites:
  - id: x
    name: {zh: 示范, en: Demonstration}
    region: "330110"
    furnaces:
      - {id: x-f1, furnace: 1, mn: "88888880000001", edition: 2005}
      - {id: x-f2, furnace: 2, mn: "88888880000002", edition: 2025}
    meters:
      - {id: x-p1, role: treatment, serves: [x-f1], mn: "88888880000003", edition: 2025}
events:
  - {what: outage, where: x-f2, from: day 1 00:20, to: day 1 01:10}
  - {what: mark, where: x-f1, mark: CEMS维护, from: day 1 00:30, to: day 1 00:40, entered: day 1 00:45}
  - {what: constant, where: x-f1, from: day 1 01:00, to: day 1 02:00, factors: [a21002]}
`;

const CN: Record<string, string> = { '2051': 'minute', '2061': 'hour', '2031': 'day', '2111': 'five' };
let folder: string;
let written: Written;
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fluewatch-simulate-'));
  const world = new World(parseScenario(SCENARIO, 's.yaml'));
  written = await playToFiles(world, world.start + 2 * HOUR_MS, folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('the frames and the CSV say the same, in the same order', () => {
  const outlets: Record<string, string> = {
    '88888880000001': 'x-f1',
    '88888880000002': 'x-f2',
    '88888880000003': 'x-p1',
  };
  const fromFrames: string[] = [];
  const framer = new Framer({
    frame: (frame) => {
      const parsed = parseFrame(frame);
      for (const { factor, stat, value, flag } of parsed.readings) {
        fromFrames.push([minuteText(parsed.at), outlets[parsed.mn!], factor, CN[parsed.cn!], stat, value, flag].join());
      }
    },
    reject: (why) => expect(why).toBe('nothing to be rejected'),
  });
  framer.push(readFileSync(join(folder, 'frames.hj212')));
  framer.flush();
  const [header, ...rows] = read('readings.csv').trimEnd().split('\n');
  expect(header).toBe('time,outlet,factor,grain,stat,value,flag,receivedAt');
  const fromRows = rows.map((row) => {
    const [time, outlet, factor, grain, stat, value, flag] = row.split(',');
    return [minuteText(parseTime(time!)), outlet, factor, grain, stat, +value!, flag].join();
  });
  expect(fromFrames.length).toBe(written.rows);
  expect(fromFrames.toSorted()).toEqual(fromRows.toSorted());
});

test('what was held back by an outage is received after it, newest first', () => {
  const late = read('readings.csv')
    .split('\n')
    .filter((row) => row.includes(',x-f2,a21002,minute,avg,'))
    .map((row) => row.split(','))
    .filter(([time, , , , , , , received]) => parseTime(received!) - parseTime(time!) > 5 * 60_000);
  expect(late.length).toBeGreaterThan(40);
  for (const row of late) expect(row[7]).toMatch(/^2026-03-01 01:10:/);
  expect(late[0]![0]! > late.at(-1)![0]!).toBe(true);
});

test('marks and truth stand beside', () => {
  expect(read('marks.csv')).toBe(
    'outlet,mark,start,end,createdAt\nx-f1,CEMS维护,2026-03-01 00:30:00,2026-03-01 00:40:00,2026-03-01 00:45:00\n',
  );
  const truths = read('truth.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(truths).toContainEqual({
    kind: 'falsification',
    site: 'x',
    outlet: 'x-f1',
    factor: 'a21002',
    mode: 'F16',
    note: '',
    start: '2026-03-01T01:00:00+08:00',
    end: '2026-03-01T02:00:00+08:00',
  });
  expect(written).toMatchObject({ marks: 1, truths: 3 });
});
