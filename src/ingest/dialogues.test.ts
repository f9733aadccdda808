import { beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_MS, parseTime } from '../model/beijing.ts';
import { type DeviceAsk, type DeviceRequest, newRequest } from '../model/request.ts';
import { Dialogues, interrupted, type Line } from './dialogues.ts';

const TERMS = { answerMs: 10_000, retries: 3, executeMs: 60_000, longestMs: 600_000, mostOpen: 3 };
const MN = '88888880000001';
const START = parseTime('2026-03-02 08:00');
const HOURS: DeviceAsk = { kind: 'history', grain: 'hour', from: parseTime('2026-03-01'), to: parseTime('2026-03-02') };

let said: string[];
let ended: DeviceRequest[];
let dialogues: Dialogues;
let connected: boolean;

const line = (): Line => ({
  st: '31',
  version: 1,
  password: '123456',
  say: (bytes) => connected && said.push(Buffer.from(bytes).toString('latin1')) > 0,
});
const hear = (now: number) => dialogues.heard(MN, now, () => true, line);
const request = (id: string, ask: DeviceAsk = HOURS) =>
  newRequest({ id, mn: MN, ask, by: 'Li', reason: 'gap', at: START });
const qnOf = (n: number) => /QN=(\d{17})/.exec(said[n]!)![1]!;
const verdict = (command: 9011 | 9012, code: number, now: number, qn = qnOf(said.length - 1)) =>
  dialogues.verdict(MN, { qn, command, code }, now);

beforeEach(() => {
  said = [];
  ended = [];
  connected = true;
  dialogues = new Dialogues(TERMS, (request) => ended.push(structuredClone(request)));
});

describe('a request to a device', () => {
  it('waits until the device is heard, goes through 9011, data and 9012', () => {
    dialogues.ask(request('a'), START);
    expect(said).toEqual([]);
    hear(START + 1000);
    expect(said).toHaveLength(1);
    verdict(9011, 1, START + 2000);
    dialogues.data(MN, '', parseTime('2026-03-01 05:00'), START + 3000);
    dialogues.data(MN, '', parseTime('2026-03-02 07:59'), START + 4000);
    verdict(9012, 1, START + 5000);
    expect(ended).toMatchObject([{ id: 'a', state: 'done', tries: 1, frames: 1, endedAt: START + 5000 }]);
    expect([...dialogues.open(MN)]).toEqual([]);
  });

  it('is repeated with the same QN three times, 10 s apart, and then given up (HJ 212-2017 table 1)', () => {
    hear(START);
    dialogues.ask(request('a'), START);
    for (let s = 1; s <= 60; s++) dialogues.inspect(START + s * 1000);
    expect(said).toHaveLength(4);
    expect(new Set([0, 1, 2, 3].map(qnOf)).size).toBe(1);
    expect(ended).toMatchObject([{ state: 'unanswered', tries: 4, endedAt: START + 40_000 }]);
  });

  it.each([
    [9011, 8, 'refused', 'wrong CN'],
    [9011, 77, 'refused', 'QnRtn=77'],
    [9012, 100, 'failed', 'no data'],
  ] as const)('%i with code %i ends it: %s', (command, code, state, says) => {
    hear(START);
    dialogues.ask(request('a'), START);
    if (command === 9012) verdict(9011, 1, START + 500);
    verdict(command, code, START + 1000);
    expect(ended).toMatchObject([{ state }]);
    expect(ended[0]!.says!.en).toContain(says);
  });

  it('that began is given up 60 s after the last sign of it, and at the latest after ten minutes', () => {
    hear(START);
    dialogues.ask(request('a'), START);
    verdict(9011, 1, START + 1000);
    dialogues.data(MN, '', parseTime('2026-03-01 05:00'), START + 30_000);
    dialogues.inspect(START + 89_000);
    expect(ended).toEqual([]);
    dialogues.inspect(START + 90_000);
    expect(ended).toMatchObject([{ state: 'unanswered', frames: 1 }]);
    dialogues.ask(request('b'), START + 100_000);
    verdict(9011, 1, START + 101_000);
    for (let s = 102; s < 800 && ended.length < 2; s += 10) {
      dialogues.data(MN, '', parseTime('2026-03-01 05:00'), START + s * 1000);
      dialogues.inspect(START + s * 1000);
    }
    expect(ended[1]!.endedAt! - (START + 100_000)).toBeLessThanOrEqual(610_000);
  });

  it('waits for the one before it; answers with another QN belong to nothing', () => {
    hear(START);
    dialogues.ask(request('a'), START);
    dialogues.ask(request('b', { kind: 'clock' }), START);
    expect(said).toHaveLength(1);
    verdict(9012, 1, START + 1000, '20200101000000000');
    expect(ended).toEqual([]);
    verdict(9012, 1, START + 2000);
    expect(said).toHaveLength(2);
    expect(qnOf(1)).not.toBe(qnOf(0));
    dialogues.data(MN, 'SystemTime=20260302080000', Number.NaN, START + 3000);
    verdict(9012, 1, START + 3000);
    expect(ended.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(ended[1]!.replies).toEqual(['SystemTime=20260302080000']);
  });

  it('goes on over a broken connection, on the one on which the device comes back', () => {
    connected = false;
    hear(START);
    dialogues.ask(request('a'), START);
    dialogues.inspect(START + 5 * MINUTE_MS);
    expect(said).toEqual([]);
    connected = true;
    dialogues.inspect(START + 6 * MINUTE_MS);
    expect(said).toHaveLength(1);
    let other = 0;
    dialogues.heard(
      MN,
      START,
      () => false,
      () => ({ ...line(), say: () => ++other > 0 }),
    );
    dialogues.inspect(START + 6 * MINUTE_MS + TERMS.answerMs);
    expect([said.length, other]).toEqual([1, 1]);
  });

  it('a clock is set to the time of the sending that reaches it, not of the first', () => {
    hear(START);
    dialogues.ask(request('a', { kind: 'set-clock' }), START);
    dialogues.inspect(START + 10_000);
    expect(said.map((frame) => /SystemTime=(\d+)/.exec(frame)![1])).toEqual(['20260302080000', '20260302080010']);
  });

  it('is not taken where too many wait; what an earlier run left open is said to be so', () => {
    for (const id of 'abc') dialogues.ask(request(id), START);
    expect(dialogues.takes(MN)).toBe(false);
    expect(dialogues.takes('other')).toBe(true);
    expect(interrupted({ ...request('a'), state: 'executing' }, START)).toMatchObject({
      state: 'unanswered',
      endedAt: START,
    });
    expect(interrupted({ ...request('a'), state: 'done' }, START).state).toBe('done');
  });
});
