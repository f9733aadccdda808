import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { answerTo } from '../ingest/codecs/hj212/answer.ts';
import { Framer } from '../ingest/codecs/hj212/framer.ts';
import { type ParsedFrame, parseFrame } from '../ingest/codecs/hj212/parse.ts';
import { HOUR_MS, MINUTE_MS } from '../model/beijing.ts';
import { load, READINGS_PER_FRAME } from './load.ts';
import { LOAD_FACTORS, loadMn, w1Value } from './load-frames.ts';
import { Pace } from './pace.ts';
import { play } from './play.ts';
import { parseScenario } from './script/scenario.ts';
import { World } from './world.ts';

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
      - {id: x-p1, role: production, serves: [x-f1, x-f2], mn: "88888880000003"}
`;

let server: Server;
let stop: AbortController;
afterEach(async () => {
  stop?.abort();
  await new Promise((resolve) => server.close(resolve));
});

/** A server that answers what `answers` lets it. */
async function listen(heard: (frame: ParsedFrame) => boolean, closed?: (socket: Socket) => void): Promise<number> {
  server = createServer((socket) => {
    const framer = new Framer({
      frame: (frame) => {
        if (!heard(parseFrame(frame))) return closed?.(socket);
        const answer = answerTo(frame);
        if (answer) socket.write(answer);
      },
      reject: (why) => {
        throw new Error(`rejected: ${why}`);
      },
    });
    socket.on('error', () => {});
    socket.on('data', (chunk) => framer.push(chunk));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

async function playTo(port: number, hours: number): Promise<World> {
  stop = new AbortController();
  const world = new World(parseScenario(SCENARIO, 's.yaml'));
  const until = world.start + hours * HOUR_MS;
  await play({
    world,
    until,
    pace: new Pace([{ speed: 'max', until: 'never' }]),
    signal: stop.signal,
    host: '127.0.0.1',
    port,
    onMark: () => {},
  });
  return world;
}

const key = (frame: ParsedFrame) => `${frame.mn} ${frame.st} ${frame.cn} ${frame.at} ${frame.pno ?? 0}`;

test('a server hears every period of every device, each once', async () => {
  const seen = new Map<string, ParsedFrame>();
  const port = await listen((frame) => {
    expect(seen.has(key(frame))).toBe(false);
    seen.set(key(frame), frame);
    return true;
  });
  const world = await playTo(port, 2);
  for (const [mn, grain, count] of [
    ['88888880000001', '2051', 120],
    ['88888880000002', '2051', 120],
    ['88888880000003', '2051', 120],
    ['88888880000001', '2061', 2],
    ['88888880000002', '2111', 24],
  ] as const) {
    const times = new Set([...seen.values()].filter((f) => f.mn === mn && f.cn === grain).map((f) => f.at));
    expect(times.size, `${mn} ${grain}`).toBe(count);
    expect(Math.min(...times)).toBe(world.start);
  }
});

test('a server that drops the line loses nothing', async () => {
  const seen = new Set<string>();
  let n = 0;
  const port = await listen(
    (frame) => {
      // The 300th frame is neither kept nor answered.
      if (++n === 300) return false;
      seen.add(`${frame.mn} ${frame.cn} ${frame.at}`);
      return true;
    },
    (socket) => socket.destroy(),
  );
  const world = await playTo(port, 2);
  for (const mn of ['88888880000001', '88888880000002', '88888880000003']) {
    for (let m = 0; m < 120; m++) expect(seen).toContain(`${mn} 2051 ${world.start + m * MINUTE_MS}`);
  }
});

test('load: every frame is answered once and carries the values of W1', async () => {
  const frames: ParsedFrame[] = [];
  const port = await listen((frame) => frames.push(frame) > 0);
  stop = new AbortController();
  const result = await load({ host: '127.0.0.1', port, devices: 7, minutes: 5, sockets: 2, window: 4 });
  expect(result).toMatchObject({ frames: 35, readings: 35 * READINGS_PER_FRAME, unanswered: 0 });
  expect(result.p50Ms).toBeLessThanOrEqual(result.p99Ms);
  expect(frames).toHaveLength(35);
  expect(new Set(frames.map((frame) => frame.qn)).size).toBe(35);
  const [device, minute] = [5, 3];
  const start = Math.min(...frames.map((frame) => frame.at));
  const frame = frames.find((f) => f.mn === loadMn(device) && f.at === start + minute * MINUTE_MS)!;
  const averages = frame.readings.filter((r) => r.stat === 'avg').map((r) => [r.factor, r.value]);
  expect(averages).toEqual(LOAD_FACTORS.map((code, f) => [code, w1Value(device * 10 + f, minute)]));
});
