import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../model/entry.ts';
import { readMapping } from './codecs/mapped/mapping.ts';
import { newCounters } from './counters.ts';
import { Gate } from './gate.ts';
import { LIMITS } from './limits.ts';
import { MappedDoor } from './mapped-door.ts';
import { Quarantine } from './quarantine.ts';

const NOW = Date.parse('2026-03-01T12:00:00+08:00');

const POWER = readMapping(
  `id: power
format: json
records: $.data
sender: {path: device}
time: {path: at}
grain: minute
stat: avg
unit: W
values: [{path: p, factor: kw}]
`,
  'power.yaml',
);

const CSV = readMapping(
  `id: table
format: csv
sender: {path: mn}
time: {path: time}
grain: hour
stat: avg
values: [{path: so2, factor: a21026}]
`,
  'table.yaml',
);

function opened(put?: (entries: readonly Entry[]) => Promise<number>) {
  const appended: Entry[][] = [];
  const counters = newCounters();
  const door = new MappedDoor({
    door: {
      gate: new Gate({ find: (mn) => (mn === 'meter-1' ? {} : undefined) }, LIMITS),
      quarantine: new Quarantine(LIMITS),
      inbox: { put: put ?? (async (entries) => appended.push([...entries])) },
      counters,
      now: () => NOW,
    },
    limits: LIMITS,
    mappings: [POWER, CSV],
    isOutlet: (id) => id === 'stack-1',
    journaled: () => false,
    entryOf: ({ text }, at) => ({ kind: 'command', at, meta: '', bytes: Buffer.from(text) }),
  });
  const take = (bytes: Uint8Array | string, mapping = 'power') =>
    door.take({ peer: 'mqtt m', subject: 'plant/power', bytes: Buffer.from(bytes as string), mapping });
  return { door, take, appended, counters };
}

const power = (device: string, p: unknown = 1200, at = '2026-03-01 11:59:00') =>
  JSON.stringify({ data: [{ device, p, at }] });

describe('a message', () => {
  test('is journaled as it came, behind the text of its mapping the first time', async () => {
    const { take, appended } = opened();
    const bytes = power('meter-1');
    expect(await take(bytes)).toEqual({ readings: 1, unknown: [], faults: [], faultCount: 0, seq: 1 });
    expect(await take(bytes)).toMatchObject({ seq: 2 });
    const [[text, message], second] = appended as [[Entry, Entry], Entry[]];
    expect(Buffer.from(text.bytes).toString()).toBe(POWER.text);
    expect(message).toMatchObject({ kind: 'message', at: NOW });
    expect(JSON.parse(message.meta)).toEqual({ peer: 'mqtt m', subject: 'plant/power', mapping: POWER.hash });
    expect(Buffer.from(message.bytes).toString()).toBe(bytes);
    expect(second.map(({ kind }) => kind)).toEqual(['message']);
  });

  test('of a sender that nobody knows is kept and says so; an outlet may be named by its id', async () => {
    const { take, appended } = opened();
    expect(await take(power('meter-9'))).toMatchObject({ readings: 1, unknown: ['meter-9'], faultCount: 0 });
    expect(await take(power('stack-1'))).toMatchObject({ readings: 1, unknown: [] });
    expect(appended.map((entries) => entries.at(-1)!.kind)).toEqual(['message', 'message']);
  });

  test('of which some records are unusable is kept whole, and each fault named', async () => {
    const { take, appended } = opened();
    const data = [
      { device: 'meter-1', p: 5, at: '2026-03-01 11:00' },
      { device: 'meter-1', p: 'broken', at: '2026-03-01 11:01' },
      { p: 5, at: '2026-03-01 11:02' },
      { device: 'meter-1', p: 5, at: 'yesterday' },
      { device: 'meter-1', p: 5, at: '2026-03-01 12:10:01' },
    ];
    const outcome = await take(JSON.stringify({ data }));
    expect(outcome).toMatchObject({ readings: 1, faultCount: 4 });
    expect(outcome.faults.map(({ record, why }) => [record, why])).toEqual([
      [1, 'VALUE'],
      [2, 'SENDER'],
      [3, 'TIME'],
      [4, 'FUTURE'],
    ]);
    expect(outcome.faults[0]!.says.en).toContain('broken');
    expect(appended[0]!.at(-1)!.kind).toBe('message');
  });

  test.each([
    ['no JSON', '{"data":', 'power', 'JSON'],
    ['nothing', '', 'power', 'JSON'],
    ['no record', '{"data":[]}', 'power', 'EMPTY'],
    ['records elsewhere', '{"rows":[1]}', 'power', 'EMPTY'],
    ['only faults', power('meter-1', {}), 'power', 'VALUE'],
    ['a table without a column', 'mn,time\nx,2026-03-01', 'table', 'COLUMN'],
    ['neither UTF-8 nor GB18030', Buffer.from([0x7b, 0xff, 0xff, 0x7d]), 'power', 'ENCODING'],
    ['no such mapping', power('meter-1'), 'pwoer', 'MAPPING'],
  ])('of which nothing can be used is kept as a reject: %s', async (_, bytes, mapping, why) => {
    const { take, appended, counters } = opened();
    const outcome = await take(bytes, mapping);
    expect(outcome).toMatchObject({ readings: 0, faults: [{ why }] });
    const [[entry]] = appended as [[Entry]];
    expect(entry.kind).toBe('reject');
    expect(JSON.parse(entry.meta)).toMatchObject({ why, peer: 'mqtt m', subject: 'plant/power' });
    expect(Buffer.from(entry.bytes)).toEqual(Buffer.from(bytes as string));
    expect(counters.rejected).toEqual({ [why]: 1 });
  });

  test('that is too large is refused unread: its beginning is kept, and its length', async () => {
    const { take, appended } = opened();
    const bytes = Buffer.alloc(100_000_000, '[');
    expect(await take(bytes)).toMatchObject({ readings: 0, faults: [{ why: 'TOO_LARGE' }] });
    const [[entry]] = appended as [[Entry]];
    expect(entry.bytes.length).toBe(LIMITS.refusedMessageBytes);
    expect(JSON.parse(entry.meta)).toMatchObject({ why: 'TOO_LARGE', length: 100_000_000 });
  });

  test('that nests without end harms nobody', async () => {
    const { take } = opened();
    const deep = '[{"a":'.repeat(1_000_000);
    expect(await take(deep)).toMatchObject({ faults: [{ why: 'JSON' }] });
    const closed = `${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`;
    expect(await take(closed)).toMatchObject({ readings: 0 });
  });

  test('of frames goes in as frames; what is no frame is a reject', async () => {
    const { take, appended } = opened();
    const area =
      'QN=20260301115900000;ST=31;CN=2051;PW=123456;MN=meter-1;Flag=5;CP=&&DataTime=20260301115800;a21026-Avg=1&&';
    const { crc16 } = await import('./codecs/hj212/crc.ts');
    const crc = crc16(Buffer.from(area)).toString(16).toUpperCase().padStart(4, '0');
    const frame = `##${String(area.length).padStart(4, '0')}${area}${crc}\r\n`;
    expect(await take(`${frame}rubbish${frame}`, 'hj212')).toMatchObject({ readings: 2, faults: [{ why: 'GARBAGE' }] });
    expect(appended[0]!.map(({ kind }) => kind)).toEqual(['frame', 'reject', 'frame']);
    expect(appended[0]![0]!.meta).toBe('mqtt m');
    expect(Buffer.from(appended[0]![0]!.bytes).toString()).toBe(frame.trimEnd());
  });

  test('that the journal does not take is not taken', async () => {
    const { take, counters } = opened(() => Promise.reject(new Error('disk full')));
    await expect(take(power('meter-1'))).rejects.toThrow('disk full');
    expect(counters.notKept).toBe(2);
  });
});

describe('no message at all makes it throw', () => {
  const piece = fc.oneof(
    fc.jsonValue().map((value) => JSON.stringify({ data: value })),
    fc.array(fc.record({ device: fc.anything(), p: fc.anything(), at: fc.anything() })).map((data) => safely({ data })),
    fc.string(),
    fc.constantFrom(power('meter-1'), power('meter-2'), 'mn,time,so2\n"a,2026-03-01,"\n', '##0101QN=1', '\u0000'),
  );
  const bytes = fc.oneof(
    fc.array(piece, { maxLength: 4 }).map((parts) => Buffer.from(parts.join('\n'))),
    fc.uint8Array({ maxLength: 300 }).map((raw) => Buffer.from(raw)),
    fc.tuple(piece, fc.nat(), fc.nat(255)).map(([text, at, byte]) => {
      const bent = Buffer.from(text);
      if (bent.length > 0) bent[at % bent.length] = byte;
      return bent;
    }),
  );

  test('whatever the mapping', async () => {
    const { take } = opened();
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom('power', 'table', 'hj212', 'none'), async (raw, mapping) => {
        const { readings, faultCount, faults } = await take(raw, mapping);
        expect(faults.map(({ why }) => why)).not.toContain('FAULT');
        if (raw.length > 0 && mapping !== 'hj212') expect(readings + faultCount).toBeGreaterThan(0);
      }),
      { seed: 5, numRuns: 1500 },
    );
  });
});

function safely(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
