import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../../../journal/sqlite.ts';
import { verifyJournal } from '../../../journal/verify.ts';
import type { Entry, RejectNote } from '../../../model/entry.ts';
import { Conversation } from '../../conversation.ts';
import { type IngestCounters, newCounters } from '../../counters.ts';
import { Gate, type Sender } from '../../gate.ts';
import type { Inbox } from '../../inbox.ts';
import { LIMITS, type Limits } from '../../limits.ts';
import { Quarantine } from '../../quarantine.ts';
import { openTcpGateway, type TcpGateway } from './gateway.ts';
import { crc, packet, RawDevice } from './raw-device.ts';

const MN = '010000A8900016F000169DC0';
const OTHER = '88888880000001';
const SENDERS: Record<string, Sender> = { [MN]: { password: '123456' }, [OTHER]: {} };

interface Port {
  gateway: TcpGateway;
  counters: IngestCounters;
  /** what became durable */
  kept: Entry[];
  senders: Record<string, Sender>;
  device(allowHalfOpen?: boolean): Promise<RawDevice>;
}

/** A gateway on a free port; its inbox keeps at once unless another is given. */
async function openPort({ limits, inbox }: { limits?: Partial<Limits>; inbox?: Inbox } = {}): Promise<Port> {
  const all = { ...LIMITS, ...limits };
  const senders = { ...SENDERS };
  const kept: Entry[] = [];
  const counters = newCounters();
  const door = {
    gate: new Gate({ find: (mn) => senders[mn] }, all),
    quarantine: new Quarantine(all),
    inbox: inbox ?? { put: async (entries: readonly Entry[]) => kept.push(...entries) },
    counters,
    now: Date.now,
  };
  const gateway = await openTcpGateway({
    host: '127.0.0.1',
    port: 0,
    limits: all,
    counters,
    listenTo: (peer) => new Conversation(door, peer),
  });
  const devices: RawDevice[] = [];
  onTestFinished(async () => {
    for (const device of devices) device.socket.destroy();
    await gateway.close();
  });
  const device = async (allowHalfOpen?: boolean) => {
    const made = await RawDevice.connect(gateway.port, allowHalfOpen);
    devices.push(made);
    return made;
  };
  return { gateway, counters, kept, senders, device };
}

const qn = (n: number) => `20160801085857${String(n).padStart(3, '0')}`;
const upload = (n: number, { mn = MN, pw = '123456', flag = 5 } = {}) =>
  `QN=${qn(n)};ST=32;CN=2011;PW=${pw};MN=${mn};Flag=${flag};CP=&&DataTime=20160801085857;w01018-Rtd=24.5,w01018-Flag=N&&`;
const thanks = (n: number, { mn = MN, pw = '123456', flag = 4 } = {}) =>
  `QN=${qn(n)};ST=91;CN=9014;PW=${pw};MN=${mn};Flag=${flag};CP=&&&&`;
const notes = (entries: Entry[]) =>
  entries.filter(({ kind }) => kind === 'reject').map(({ meta }) => JSON.parse(meta) as RejectNote);
const framesOf = (entries: Entry[]) =>
  entries.filter(({ kind }) => kind === 'frame').map(({ bytes }) => Buffer.from(bytes).toString());

/** What some devices send instead: the byte goes into the low half, and the high half stays. */
function modbus(segment: Uint8Array): string {
  let register = 0xffff;
  for (const byte of segment) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  }
  return register.toString(16).toUpperCase().padStart(4, '0');
}

/** Resolves when it holds; for effects that no answer announces. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
}

test('2017: the answer of the standard, byte by byte', async () => {
  const { device, kept } = await openPort();
  const logger = await device();
  const sent = packet(upload(223));
  await logger.send(sent);
  await logger.answered(1);
  // HJ 212-2017 table C.14 for the device of Annex A, length and CRC worked out from the standard's text
  expect(logger.received).toBe(
    '##0087QN=20160801085857223;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&3240\r\n',
  );
  expect(framesOf(kept)).toEqual([sent.toString().trimEnd()]);
  expect(kept[0]?.meta).toBe(`tcp 127.0.0.1:${logger.socket.localPort}`);
});

test('2025: answered in its edition', async () => {
  const { device } = await openPort();
  const logger = await device();
  await logger.send(packet(upload(1, { flag: 9 })));
  expect(await logger.answered(1)).toEqual([thanks(1, { flag: 8 })]);
});

test('2005: QN inside CP, and no answer without a QN', async () => {
  const { device, kept } = await openPort();
  const logger = await device();
  const cp = 'CP=&&DataTime=20160801085857;011-Rtd=24.5,011-Flag=N&&';
  await logger.send(packet(`ST=32;CN=2051;PW=123456;MN=${OTHER};Flag=1;${cp}`));
  await logger.send(packet(`QN=${qn(2)};ST=32;CN=2051;PW=123456;MN=${OTHER};Flag=1;${cp}`));
  expect(await logger.answered(1)).toEqual([`ST=91;CN=9014;CP=&&QN=${qn(2)};CN=2051&&`]);
  expect(kept).toHaveLength(2);
});

test('notifications and heartbeats are answered by 9013, data and logins by 9014', async () => {
  const { device } = await openPort();
  const logger = await device();
  for (const [i, cn] of ['1013', '9015', '9021', '2081'].entries()) {
    await logger.send(packet(`QN=${qn(i)};ST=32;CN=${cn};PW=1;MN=${OTHER};Flag=5;CP=&&&&`));
  }
  const commands = (await logger.answered(4)).map((answer) => /CN=(\d+)/.exec(answer)?.[1]);
  expect(commands).toEqual(['9013', '9013', '9014', '9014']);
});

test('who wants no answer gets none, yet is kept', async () => {
  const { device, kept } = await openPort();
  const logger = await device();
  await logger.send(Buffer.concat([packet(upload(1, { flag: 4 })), packet(upload(2))]));
  expect(await logger.answered(1)).toEqual([thanks(2)]);
  expect(kept).toHaveLength(2);
});

test('a retry is answered again', async () => {
  const { device, kept } = await openPort();
  const logger = await device();
  for (let i = 1; i <= 3; i++) {
    await logger.send(packet(upload(7)));
    await logger.answered(i);
  }
  expect(logger.answers).toEqual([thanks(7), thanks(7), thanks(7)]);
  expect(kept).toHaveLength(3);
});

test('bytes one at a time, sticky frames, and cuts anywhere', async () => {
  const { device } = await openPort();
  const slow = await device();
  for (const byte of packet(upload(1))) await slow.send(Buffer.of(byte));
  await slow.send(Buffer.concat([2, 3, 4].map((n) => packet(upload(n)))));
  expect(await slow.answered(4)).toEqual([1, 2, 3, 4].map((n) => thanks(n)));

  const cut = await device();
  const stream = Buffer.concat([5, 6, 7, 8].map((n) => packet(upload(n))));
  for (let at = 0; at < stream.length; at += 97) await cut.send(stream.subarray(at, at + 97));
  expect(await cut.answered(4)).toEqual([5, 6, 7, 8].map((n) => thanks(n)));
});

test('two MNs on one connection, one MN on two', async () => {
  const { device } = await openPort();
  const first = await device();
  await first.send(Buffer.concat([packet(upload(1)), packet(upload(2, { mn: OTHER, pw: 'x' }))]));
  expect(await first.answered(2)).toEqual([thanks(1), thanks(2, { mn: OTHER, pw: 'x' })]);
  const second = await device();
  await second.send(packet(upload(3)));
  await first.send(packet(upload(4)));
  expect(await second.answered(1)).toEqual([thanks(3)]);
  expect((await first.answered(3))[2]).toBe(thanks(4));
});

test('bad frames get no answer and are kept with the reason', async () => {
  const { device, kept, counters } = await openPort();
  const logger = await device();
  const wrong = packet(upload(1));
  wrong[20]! ^= 1;
  await logger.send(wrong);
  await logger.send(packet(upload(2, { pw: '999999' })));
  await logger.send(packet(upload(3).replace('PW=123456;', '')));
  await logger.send('stray bytes');
  await logger.send(packet(upload(4)));
  expect(await logger.answered(1)).toEqual([thanks(4)]);
  const peer = `tcp 127.0.0.1:${logger.socket.localPort}`;
  expect(notes(kept)).toEqual([
    { why: 'CRC', mn: MN, peer },
    { why: 'PW', mn: MN, peer },
    { why: 'PW', mn: MN, peer },
    { why: 'GARBAGE', mn: null, peer },
  ]);
  expect(Buffer.from(kept[0]!.bytes).toString()).toBe(wrong.toString().trimEnd());
  expect(counters.rejected).toEqual({ CRC: 1, PW: 2, GARBAGE: 1 });
  expect(kept.filter(({ meta }) => meta.includes('999999'))).toEqual([]);
});

test('a MODBUS CRC is taken from the device that is known to send them, and from no other', async () => {
  const { device, kept, senders } = await openPort();
  senders.HCU = { acceptModbusCrc: true };
  const logger = await device();
  // 4B37 is the MODBUS CRC of 123456789 where HJ 212 has 2F80
  expect([modbus(Buffer.from('123456789')), crc(Buffer.from('123456789'))]).toEqual(['4B37', '2F80']);
  for (const mn of [OTHER, 'HCU']) {
    const good = packet(upload(1, { mn })).toString();
    const segment = good.slice(6, -6);
    await logger.send(`${good.slice(0, 6)}${segment}${modbus(Buffer.from(segment))}\r\n`);
  }
  expect(await logger.answered(1)).toEqual([thanks(1, { mn: 'HCU' })]);
  expect(notes(kept).map(({ why, mn }) => [why, mn])).toEqual([['CRC_MODBUS', OTHER]]);
});

test('a fault of ours is the trouble of the one who found it, and its bytes are kept', async () => {
  const { device, kept, senders } = await openPort();
  Object.defineProperty(senders, 'BOOM', {
    get() {
      throw new Error('a fault');
    },
  });
  const logger = await device();
  const poison = packet(upload(1, { mn: 'BOOM' }));
  await logger.send(poison);
  await until(() => kept.length === 1);
  expect(notes(kept)).toMatchObject([{ why: 'FAULT', mn: null }]);
  expect(Buffer.from(kept[0]!.bytes).equals(poison)).toBe(true);
  await logger.send(packet(upload(2)));
  expect(await logger.answered(1)).toEqual([thanks(2)]);
});

test('an unknown MN loses nothing up to its share, and is let in once it is known', async () => {
  const { device, kept, senders, counters } = await openPort({ limits: { unknownFramesPerMn: 2 } });
  const logger = await device();
  const stranger = { mn: 'NEW001' };
  for (let n = 1; n <= 4; n++) await logger.send(packet(upload(n, stranger)));
  await logger.send(packet(upload(5)));
  expect(await logger.answered(3)).toEqual([thanks(1, stranger), thanks(2, stranger), thanks(5)]);
  expect(framesOf(kept)).toHaveLength(3);
  expect(notes(kept).map(({ why, mn }) => [why, mn])).toEqual([
    ['UNKNOWN_MN_FULL', 'NEW001'],
    ['UNKNOWN_MN_FULL', 'NEW001'],
  ]);
  expect(counters).toMatchObject({ unknown: 2, admitted: 1, rejected: { UNKNOWN_MN_FULL: 2 } });
  senders.NEW001 = { password: '123456' };
  await logger.send(packet(upload(6, stranger)));
  expect((await logger.answered(4))[3]).toBe(thanks(6, stranger));
});

test('all unknown MNs together have a share, too', async () => {
  const { device } = await openPort({ limits: { unknownMns: 2, unknownBytes: 500 } });
  const logger = await device();
  for (const mn of ['A1', 'A2', 'A3']) await logger.send(packet(upload(1, { mn })));
  for (let n = 2; n <= 9; n++) await logger.send(packet(upload(n, { mn: 'A1' })));
  await logger.send(packet(upload(10)));
  await until(() => logger.answers.includes(thanks(10)));
  expect(logger.answers).toEqual([
    thanks(1, { mn: 'A1' }),
    thanks(1, { mn: 'A2' }),
    thanks(2, { mn: 'A1' }),
    thanks(10),
  ]);
});

test('no answer before it is durable, and none when the journal refuses', async () => {
  const waiting: { resolve(): void; reject(): void }[] = [];
  const inbox: Inbox = {
    put: () =>
      new Promise<void>((resolve, reject) => waiting.push({ resolve, reject: () => reject(new Error('disk full')) })),
  };
  const { device, counters } = await openPort({ inbox });
  const logger = await device();
  await logger.send(packet(upload(1)));
  await until(() => waiting.length === 1);
  const other = await device();
  await other.send(packet(upload(2, { mn: OTHER })));
  await until(() => waiting.length === 2);
  waiting[1]!.resolve();
  expect(await other.answered(1)).toEqual([thanks(2, { mn: OTHER })]);
  expect(logger.received).toBe('');
  waiting[0]!.reject();
  await until(() => counters.notKept === 1);
  await logger.send(packet(upload(1)));
  await until(() => waiting.length === 3);
  expect(logger.received).toBe('');
  waiting[2]!.resolve();
  expect(await logger.answered(1)).toEqual([thanks(1)]);
  expect(counters.undurableBytes).toBe(0);
});

test('a connection reads no further than it may while the disk is slow', async () => {
  let kept = 0;
  const waiting: (() => void)[] = [];
  const inbox: Inbox = {
    put: (entries) =>
      new Promise<void>((resolve) =>
        waiting.push(() => {
          kept += entries.length;
          resolve();
        }),
      ),
  };
  const limits = { undurableBytes: 100_000 };
  const { device, counters } = await openPort({ inbox, limits });
  const logger = await device();
  const count = 20_000;
  const sent = logger.send(Buffer.concat(Array.from({ length: count }, (_, i) => packet(upload(i % 1000)))));
  await until(() => counters.undurableBytes > limits.undurableBytes);
  expect(counters.undurableBytes).toBeLessThan(limits.undurableBytes + 65_536 + 1);
  const release = setInterval(() => {
    for (const keep of waiting.splice(0)) keep();
  }, 1);
  await sent;
  await logger.answered(count);
  clearInterval(release);
  expect([kept, logger.answers.length]).toEqual([count, count]);
});

test('everybody waits while too much waits for the disk, and nothing is lost', async () => {
  const waiting: (() => void)[] = [];
  const inbox: Inbox = { put: () => new Promise<void>((resolve) => waiting.push(resolve)) };
  const { device, counters } = await openPort({ inbox, limits: { undurableBytesTotal: 1000 } });
  const first = await device();
  await first.send(Buffer.concat(Array.from({ length: 10 }, (_, i) => packet(upload(i)))));
  await until(() => counters.undurableBytes > 1000);
  const second = await device();
  await second.send(packet(upload(10, { mn: OTHER })));
  await first.send(packet(upload(11)));
  await until(() => counters.connections === 2);
  expect(counters.admitted).toBe(10);
  const release = setInterval(() => {
    for (const keep of waiting.splice(0)) keep();
  }, 1);
  expect(await second.answered(1)).toEqual([thanks(10, { mn: OTHER })]);
  expect(await first.answered(11)).toHaveLength(11);
  clearInterval(release);
});

test('a frame longer than any may be, then a good one', async () => {
  const { device, kept } = await openPort();
  const logger = await device();
  await logger.send(`##9999QN=${qn(1)};ST=32;CN=2011;MN=${MN};CP=&&${'x'.repeat(30_000)}`);
  await logger.send(packet(upload(2)));
  expect(await logger.answered(1)).toEqual([thanks(2)]);
  expect(notes(kept)[0]).toMatchObject({ mn: MN });
});

test('a flood of rubbish is slowed down, kept in part, and disturbs no neighbour', async () => {
  const { device, kept, counters } = await openPort({ limits: { rejectsPerSender: 3 } });
  const flooder = await device();
  const rubbish = Buffer.alloc(4 * 1024 * 1024).map((_, i) => Math.imul(i, 0x9e3779b1) >>> 24);
  void flooder.send(rubbish);
  const neighbour = await device();
  for (let n = 1; n <= 200; n++) {
    await neighbour.send(packet(upload(n)));
    await neighbour.answered(n);
  }
  expect(neighbour.answers).toHaveLength(200);
  expect(counters.bytesReceived).toBeLessThan(rubbish.length);
  expect(counters.rejectedUnkept).toBeGreaterThan(0);
  expect(notes(kept)).toHaveLength(3);
});

test('an abrupt reset leaves what was heard, and the port open', async () => {
  const { device, kept, counters } = await openPort();
  const logger = await device();
  await logger.send(packet(upload(1)));
  await logger.answered(1);
  await logger.send(packet(upload(2)).subarray(0, 100));
  await until(() => counters.bytesReceived > 250);
  logger.socket.resetAndDestroy();
  await until(() => counters.connections === 0);
  expect(framesOf(kept)).toHaveLength(1);
  expect(notes(kept)).toMatchObject([{ why: 'TRUNCATED' }]);
  const next = await device();
  await next.send(packet(upload(2)));
  expect(await next.answered(1)).toEqual([thanks(2)]);
});

test('a reset before the disk is done still keeps the frame', async () => {
  const kept: Entry[] = [];
  const waiting: (() => void)[] = [];
  const inbox: Inbox = {
    put: (entries) =>
      new Promise<void>((resolve) =>
        waiting.push(() => {
          kept.push(...entries);
          resolve();
        }),
      ),
  };
  const { device, counters } = await openPort({ inbox });
  const logger = await device();
  await logger.send(packet(upload(1)));
  await until(() => waiting.length === 1);
  logger.socket.resetAndDestroy();
  await until(() => counters.connections === 0);
  waiting[0]!();
  await until(() => counters.undurableBytes === 0);
  expect(framesOf(kept)).toHaveLength(1);
});

test('a peer that closes its side first still hears its answer', async () => {
  const { device } = await openPort();
  const logger = await device(true);
  logger.socket.end(packet(upload(1)));
  expect(await logger.answered(1)).toEqual([thanks(1)]);
  await logger.gone();
});

test('a begun frame that does not go on is given up; the connection goes on', async () => {
  const { device, kept } = await openPort({ limits: { silenceMs: 40 } });
  const logger = await device();
  await logger.send(packet(upload(1)).subarray(0, 100));
  await until(() => kept.length === 1);
  expect(notes(kept)).toMatchObject([{ why: 'TRUNCATED' }]);
  await logger.send(packet(upload(2)));
  expect(await logger.answered(1)).toEqual([thanks(2)]);
});

test('a connection that says nothing is closed', async () => {
  const { device, counters } = await openPort({ limits: { idleMs: 40 } });
  await (await device()).gone();
  expect(counters.connectionsClosed).toEqual({ IDLE: 1 });
});

test('a peer that takes no answers is not read from, and cut off in the end', async () => {
  const { device, counters } = await openPort({ limits: { stalledMs: 100 } });
  const deaf = await device();
  deaf.socket.pause();
  const frames = Buffer.concat(Array.from({ length: 1000 }, (_, n) => packet(upload(n))));
  const shouting = (async () => {
    while (!deaf.socket.destroyed) await deaf.send(frames);
  })();
  const neighbour = await device();
  await neighbour.send(packet(upload(1)));
  expect(await neighbour.answered(1)).toEqual([thanks(1)]);
  await until(() => counters.connectionsClosed.STALLED === 1);
  deaf.socket.destroy();
  await shouting;
});

test('too many connections, in all and from one address, are turned away', async () => {
  for (const [limits, why] of [
    [{ connections: 2 }, 'TOO_MANY'],
    [{ connectionsPerAddress: 2 }, 'TOO_MANY_FROM_ADDRESS'],
  ] as const) {
    const { device, counters } = await openPort({ limits });
    const [first] = [await device(), await device()];
    await (await device()).gone();
    expect(counters.connectionsClosed).toEqual({ [why]: 1 });
    await first.send(packet(upload(1)));
    expect(await first.answered(1)).toEqual([thanks(1)]);
  }
});

test('connecting too often is turned away', async () => {
  const { device, counters } = await openPort({ limits: { connectionsPerAddress: 3, connectsPerSecond: 0.001 } });
  for (let i = 0; i < 3; i++) {
    (await device()).socket.destroy();
    await until(() => counters.connections === 0);
  }
  await (await device()).gone();
  expect(counters.connectionsClosed).toEqual({ TOO_OFTEN: 1 });
});

test('closing the gateway answers what was heard', async () => {
  const waiting: (() => void)[] = [];
  const { device, gateway, counters } = await openPort({
    inbox: { put: () => new Promise<void>((resolve) => waiting.push(resolve)) },
  });
  const logger = await device();
  await logger.send(packet(upload(1)));
  await until(() => counters.admitted === 1);
  const closed = gateway.close();
  waiting[0]!();
  expect(await logger.answered(1)).toEqual([thanks(1)]);
  await closed;
});

test('a storm of 500 connections: every answer stands for a frame in the journal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fluewatch-storm-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'journal.db');
  const journal = await openJournal(path);
  const { device, counters } = await openPort({ inbox: { put: (entries) => journal.append(entries) } });
  const answered: string[] = [];
  await Promise.all(
    Array.from({ length: 500 }, async (_, i) => {
      const mn = `STORM${i}`;
      const logger = await device();
      for (let n = 0; n < 8; n++) await logger.send(packet(upload(n, { mn })));
      if (i % 10 === 0) logger.socket.resetAndDestroy();
      await logger.answered(8);
      answered.push(...logger.answers.map((answer) => `${mn} ${/QN=(\d+)/.exec(answer)?.[1]}`));
    }),
  );
  expect(answered.length).toBeGreaterThanOrEqual(450 * 8);
  await until(() => counters.undurableBytes === 0);
  await journal.close();
  const reader = await openJournal(path);
  const kept = new Set(
    [...reader.read(1)]
      .flatMap(({ entries }) => framesOf([...entries]))
      .map((frame) => `${/MN=(\w+)/.exec(frame)?.[1]} ${/QN=(\d+)/.exec(frame)?.[1]}`),
  );
  await reader.close();
  expect(answered.filter((frame) => !kept.has(frame))).toEqual([]);
  expect(verifyJournal(path).ok).toBe(true);
});
