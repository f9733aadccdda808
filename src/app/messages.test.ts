import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readMapping } from '../ingest/codecs/mapped/mapping.ts';
import type { Batch } from '../journal/journal.ts';
import { DAY_MS, dayOf, parseTime } from '../model/beijing.ts';
import { GRAIN_ID, packChannel, STAT_ID } from '../model/channel.ts';
import type { Entry } from '../model/entry.ts';
import { StoreReader } from '../store/reader.ts';
import { StoreWriter } from '../store/writer.ts';
import { weekCatalogue, weekEngine } from '../testing/week.ts';
import { writeCommand } from './command.ts';
import { loadDetectors } from './rule-folder.ts';
import { RuleLibrary } from './rule-library.ts';
import { Shard } from './shard.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-messages-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { catalogue, rulebook } = await weekEngine();
const library = new RuleLibrary(await loadDetectors(), [weekCatalogue()]);

const MAPPING = readMapping(
  `id: gas
format: json
records: $
sender: {path: mn}
time: {path: t}
grain: minute
stat: avg
flag: {path: f}
values: [{path: so2, factor: a21026, unit: g/m3}, {path: co, factor: a21005}]
`,
  'gas.yaml',
);
const KNOWN = '88888880000101';
const START = parseTime('2026-03-02 00:00');

const batchesOf = (...inputs: (Entry | Entry[])[]): Batch[] =>
  inputs.map((entries, i) => ({ seq: i + 1, at: START + i, entries: [entries].flat() }));

const text: Entry = {
  kind: 'command',
  at: START,
  meta: '',
  bytes: writeCommand({ kind: 'mapping', id: MAPPING.id, text: MAPPING.text }),
};
const message = (records: unknown, hash = MAPPING.hash): Entry => ({
  kind: 'message',
  at: START + DAY_MS / 2,
  meta: JSON.stringify({ peer: 'kafka k', subject: 'gas', mapping: hash }),
  bytes: Buffer.from(JSON.stringify(records)),
});
const record = (mn: string, minute: number, so2: unknown = 0.0125, f = 'N') => ({
  mn,
  t: `2026-03-02 00:${String(minute).padStart(2, '0')}:00`,
  so2,
  co: 4.5,
  f,
});

function open(name: string, all: readonly Batch[]) {
  const store = path.join(folder, name);
  const writer = new StoreWriter(store);
  const ground = { catalogue, rulebook };
  const shard = new Shard(ground, library, writer, (from) => all.slice(from - 1));
  return { store, writer, shard };
}

/** Minute means of a factor, slot by slot. */
function minutes(shard: Shard, outlet: string, factor: string, count: number): number[] {
  const channel = packChannel(shard.engine.factors.find(factor)!, GRAIN_ID.minute, STAT_ID.avg);
  const page = shard.engine.ledger(outlet)!.pages.get(dayOf(START))!;
  return [...page.columns.get(channel)!.values.subarray(0, count)];
}

describe('messages in the journal', () => {
  it('become readings in the usual unit, each record counted once', () => {
    const all = batchesOf(
      [text, message([record(KNOWN, 0), record(KNOWN, 1)])],
      message([record(KNOWN, 1), record(KNOWN, 2, 0.02), record(KNOWN, 2, 0.03), record(KNOWN, 3, 'x')]),
      message([
        { ...record(KNOWN, 4), t: '?' },
        { so2: 1, t: '2026-03-02 00:05:00' },
      ]),
    );
    const { store, writer, shard } = open('counted.sqlite', all);
    shard.take(all);
    expect(shard.intake.senders.get(KNOWN)).toMatchObject({
      received: 7,
      accepted: 4,
      repeat: 1,
      rewrite: 1,
      rejected: 1,
      reasons: { TIME: 1 },
      peer: 'kafka k',
      lastData: START + 3 * 60_000,
    });
    expect(shard.intake.senders.get('-')).toMatchObject({ received: 1, reasons: { SENDER: 1 } });
    // g/m3 are mg/m3 after a multiplication; the first value of a slot stays
    expect(minutes(shard, 'week-f1', 'a21026', 4)).toEqual([12.5, 12.5, 20, Number.NaN]);
    expect(minutes(shard, 'week-f1', 'a21005', 4)).toEqual([4.5, 4.5, 4.5, 4.5]);
    writer.close();
    const reader = new StoreReader(store);
    // one value of a record that was used all the same, a record without a time, one without a sender
    expect(reader.quarantine(KNOWN, null, 9).items.map(({ why }) => why)).toEqual(['TIME', 'VALUE']);
    expect(reader.quarantine(null, null, 9).items.map(({ why, peer }) => [why, peer])).toEqual([['SENDER', 'kafka k']]);
    expect(reader.text(MAPPING.hash)).toBe(MAPPING.text);
    reader.close();
  });

  it('of a sender that nobody knew are there once a person adopts it, also after a restart', () => {
    const adopt: Entry = {
      kind: 'command',
      at: START,
      meta: '',
      bytes: writeCommand({ kind: 'adopt', mn: 'gateway-7', outlet: 'new-outlet', by: 'operator' }),
    };
    const all = batchesOf(
      [text, message([record('gateway-7', 0), record(KNOWN, 0), record('gateway-7', 1, 'x')])],
      message([record('gateway-7', 2), record('gateway-8', 2)]),
      adopt,
      message([record('gateway-7', 3)]),
    );
    const { store, writer, shard } = open('adopted.sqlite', all);
    shard.take(all.slice(0, 2));
    expect(shard.intake.senders.get('gateway-7')).toMatchObject({
      outlet: null,
      received: 3,
      reasons: { UNKNOWN_MN: 3 },
    });
    shard.take(all.slice(2));
    const whole = { outlet: 'new-outlet', received: 4, accepted: 4, rejected: 0 };
    expect(shard.intake.senders.get('gateway-7')).toMatchObject(whole);
    expect(shard.intake.senders.get('gateway-8')).toMatchObject({ outlet: null, received: 1, rejected: 1 });
    expect(shard.intake.senders.get(KNOWN)).toMatchObject({ received: 1, accepted: 1 });
    expect(minutes(shard, 'new-outlet', 'a21026', 4)).toEqual([12.5, Number.NaN, 12.5, 12.5]);
    writer.close();
    const again = new StoreWriter(store);
    const restarted = new Shard({ catalogue, rulebook }, library, again, (from) => all.slice(from - 1));
    expect(restarted.intake.senders.get('gateway-7')).toMatchObject(whole);
    expect(restarted.engine.ledger('new-outlet')!.watermark).toBe(START + 4 * 60_000);
    again.close();
  });

  it('may name the outlet itself', () => {
    const all = batchesOf([text, message([record('week-f2', 0)])]);
    const { writer, shard } = open('outlet.sqlite', all);
    shard.take(all);
    expect(shard.intake.senders.get('week-f2')).toMatchObject({ received: 1, accepted: 1 });
    expect(minutes(shard, 'week-f2', 'a21026', 1)).toEqual([12.5]);
    writer.close();
  });

  it('whose mapping is not there, or cannot be read by this version, are kept and said to be unread', () => {
    const later = { kind: 'mapping' as const, id: 'later', text: `${MAPPING.text}invented: 1\n` };
    const unread = message([record(KNOWN, 0)], createHash('sha256').update(later.text).digest('hex'));
    const all = batchesOf({ ...text, bytes: writeCommand(later) }, unread, message([record(KNOWN, 0)], 'no such hash'));
    const { writer, shard } = open('unread.sqlite', all);
    shard.take(all);
    expect(shard.intake.senders.get('-')).toMatchObject({ received: 2, rejected: 2, reasons: { MAPPING: 2 } });
    writer.close();
  });
});
