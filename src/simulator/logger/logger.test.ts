import { describe, expect, test } from 'vitest';
import { answerTo } from '../../ingest/codecs/hj212/answer.ts';
import { Framer } from '../../ingest/codecs/hj212/framer.ts';
import { type ParsedFrame, parseFrame } from '../../ingest/codecs/hj212/parse.ts';
import { MINUTE_MS, parseTime } from '../../model/beijing.ts';
import { GRAIN_MS, type Grain } from '../../model/channel.ts';
import type { Cell, Report } from '../cems/report.ts';
import type { Edition } from '../station.ts';
import { Logger, type LoggerOptions } from './logger.ts';

const START = parseTime('2026-03-01');

const cell = (factor: string, value = '1.00'): Cell => ({ factor, values: [['avg', value]], flag: 'N' });
const report = (minute: number, cells = [cell('a21026', `${minute}.50`)], grain: Grain = 'minute'): Report => ({
  outlet: 'f1',
  grain,
  at: START + minute * MINUTE_MS,
  due: START + minute * MINUTE_MS + GRAIN_MS[grain],
  cells,
});

function loggerWith(edition: Edition, options: Partial<LoggerOptions> = {}): Logger {
  const logger = new Logger({ mn: '88888880000001', edition, medium: 'flue-gas', ...options });
  logger.attach();
  return logger;
}

/** Sends the n-th minute when it is over. */
const tell = (logger: Logger, minute: number, clock = START + (minute + 1) * MINUTE_MS) =>
  logger.report(report(minute), clock);

interface Received extends ParsedFrame {
  answer: Uint8Array;
}

function receive(chunks: Uint8Array[]): Received[] {
  const frames: Received[] = [];
  const framer = new Framer({
    frame: (frame) => frames.push({ ...parseFrame(frame), answer: answerTo(frame)! }),
    reject: (why) => expect(why).toBe('nothing to be rejected'),
  });
  for (const chunk of chunks) framer.push(chunk);
  framer.flush();
  return frames;
}

const text = (chunks: Uint8Array[]) => Buffer.concat(chunks).toString('latin1');

describe.each([2005, 2017, 2025] as const)('edition %i', (edition) => {
  test('sends a minute with its edition in Flag and keeps it until it is answered', () => {
    const logger = loggerWith(edition);
    tell(logger, 0);
    const [frame] = receive(logger.take(0));
    expect(frame).toMatchObject({
      cn: '2051',
      mn: '88888880000001',
      needAck: true,
      version: { 2005: 0, 2017: 1, 2025: 2 }[edition],
    });
    expect(frame!.at).toBe(START);
    expect(frame!.readings).toMatchObject([{ factor: 'a21026', stat: 'avg', value: 0.5, flag: 'N' }]);
    expect(logger.unanswered).toBe(1);
    logger.receive(frame!.answer);
    expect(logger.unanswered).toBe(0);
  });

  test('repeats with the same QN until the answer comes, three times, then gives the link up', () => {
    const logger = loggerWith(edition, { overTimeMs: 5000, reCount: 3 });
    tell(logger, 0);
    const first = text(logger.take(0));
    expect(logger.take(4999)).toEqual([]);
    for (const now of [5000, 10_000, 15_000]) expect(text(logger.take(now))).toBe(first);
    expect(logger.exhausted).toBe(false);
    expect(logger.take(20_000)).toEqual([]);
    expect(logger.exhausted).toBe(true);
    logger.detach();
    logger.attach();
    expect(text(logger.take(25_000))).toBe(first);
    expect(logger.exhausted).toBe(false);
  });
});

test('the 2005 edition uses the old codes where it has them, in the unit that it has', () => {
  const logger = loggerWith(2005);
  logger.report(
    report(
      0,
      ['a21026', 'a34013', 'a19001', 'a01901', 'a01013'].map((f) => cell(f)),
    ),
    START + MINUTE_MS,
  );
  const [frame] = receive(logger.take(0));
  expect(frame!.readings.map((r) => [r.code, r.factor])).toEqual([
    ['02', 'a21026'],
    ['01', 'a34013'],
    ['S01', 'a19001'],
    ['a01901', 'a01901'],
    ['a01013', 'a01013'],
  ]);
});

test('no more frames are under way than the window allows', () => {
  const logger = loggerWith(2017, { window: 2 });
  for (const minute of [0, 1, 2]) tell(logger, minute);
  const two = receive(logger.take(0));
  expect(two).toHaveLength(2);
  expect(logger.take(1)).toEqual([]);
  logger.receive(two[1]!.answer);
  expect(receive(logger.take(2))[0]!.at).toBe(START + 2 * MINUTE_MS);
});

test('answers are found however the bytes are cut, and those of others are not', () => {
  const logger = loggerWith(2017);
  for (const minute of [0, 1]) tell(logger, minute);
  const frames = receive(logger.take(0));
  const bytes = Buffer.concat([Buffer.from('noise##00'), ...frames.map((frame) => frame.answer)]);
  for (const byte of bytes) logger.receive(Uint8Array.of(byte));
  expect(logger.unanswered).toBe(0);
  tell(logger, 2);
  logger.take(0);
  logger.receive(frames[0]!.answer);
  expect(logger.unanswered).toBe(1);
});

test('what is longer than 950 bytes is split: own QNs, DataTime repeated, no factor torn', () => {
  const logger = loggerWith(2017);
  const many = Array.from({ length: 60 }, (_, i) => cell(`a2${String(1000 + i)}`, '12.34'));
  logger.report(report(0, many), START + MINUTE_MS);
  const parts = receive(logger.take(0));
  expect(parts.length).toBeGreaterThan(1);
  expect(new Set(parts.map((part) => part.qn)).size).toBe(parts.length);
  expect(parts.map((part) => [part.pnum, part.pno, part.at])).toEqual(
    parts.map((_, i) => [parts.length, i + 1, START]),
  );
  expect(parts.flatMap((part) => part.readings.map((r) => r.factor))).toEqual(many.map((c) => c.factor));
  for (const part of parts) logger.receive(part.answer);
  expect(logger.unanswered).toBe(0);
  tell(logger, 1);
  const [next] = receive(logger.take(0));
  expect(parts.map((part) => part.qn)).not.toContain(next!.qn);
});

describe('after an outage', () => {
  const outage = (edition: Edition, state: 'down' | 'lost' = 'down') => {
    const logger = loggerWith(edition);
    logger.network(state, START);
    for (const minute of [0, 1, 2]) tell(logger, minute);
    logger.report(report(2, [cell('a21026')], 'live'), START + 3 * MINUTE_MS);
    expect(logger.take(0)).toEqual([]);
    expect(logger.unanswered).toBe(0);
    logger.network('up', START + 10 * MINUTE_MS);
    return receive(logger.take(0));
  };
  const minutes = (frames: Received[]) => frames.map((frame) => (frame.at - START) / MINUTE_MS);

  test('2025 sends the newest first and marks it RF=1', () => {
    const frames = outage(2025);
    expect(minutes(frames)).toEqual([2, 1, 0]);
    expect(frames.every((frame) => frame.rf)).toBe(true);
  });

  test('2017 sends an unmarked burst with QNs of now', () => {
    const frames = outage(2017);
    expect(minutes(frames)).toEqual([0, 1, 2]);
    expect(frames.some((frame) => frame.rf)).toBe(false);
    expect(frames.map((frame) => frame.qn)).toEqual(['20260301001000000', '20260301001000001', '20260301001000002']);
  });

  test('lost memory sends nothing', () => {
    expect(outage(2017, 'lost')).toEqual([]);
  });

  test('a closed link counts as one: frames that were under way keep their QN, what came later is backfilled', () => {
    const logger = loggerWith(2025);
    tell(logger, 0);
    const [first] = receive(logger.take(0));
    logger.detach();
    tell(logger, 1);
    expect(logger.take(1)).toEqual([]);
    logger.attach();
    const frames = receive(logger.take(2));
    expect(frames[0]!.qn).toBe(first!.qn);
    expect(frames.map((frame) => [frame.rf, (frame.at - START) / MINUTE_MS])).toEqual([
      [false, 0],
      [true, 1],
    ]);
  });
});
