import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Catalogue } from '../catalogue/catalogue.ts';
import type { Batch } from '../journal/journal.ts';
import { alertView, byStart } from '../model/alert-view.ts';
import { dayOf, parseTime } from '../model/beijing.ts';
import { StoreReader } from '../store/reader.ts';
import { StoreWriter } from '../store/writer.ts';
import { seeded, seeds } from '../testing/storm.ts';
import { expectedAlerts, TOLD, weekCatalogue, weekEngine, weekJournal } from '../testing/week.ts';
import { writeCommand } from './command.ts';
import { loadDetectors } from './rule-folder.ts';
import { RuleLibrary } from './rule-library.ts';
import { Shard } from './shard.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-shard-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { catalogue, rulebook } = await weekEngine();
const library = new RuleLibrary(await loadDetectors(), [weekCatalogue()]);

const journal = weekJournal();

function open(store: string): { shard: Shard; writer: StoreWriter } {
  const writer = new StoreWriter(store);
  return { shard: new Shard({ catalogue, rulebook }, library, writer, (from) => journal.slice(from - 1)), writer };
}

/** Alerts of the week as they stand in the store; what is said of the silence afterwards is left out. */
function told(store: string): Record<string, unknown>[] {
  const reader = new StoreReader(store);
  const { items } = reader.alerts({ states: ['provisional', 'confirmed'] }, 'start', null, 500);
  const alerts = items.filter((alert) => dayOf(alert.start) < dayOf(parseTime('2026-03-09'))).sort(byStart);
  reader.close();
  return alerts.map((alert) => Object.fromEntries(TOLD.map((key) => [key, alertView(alert)[key]])));
}

describe('a shard', () => {
  it('gives the expected alerts from a journal', () => {
    const store = path.join(folder, 'calm.sqlite');
    const { shard, writer } = open(store);
    for (const batch of journal) shard.take([batch]);
    writer.close();
    expect(told(store)).toEqual(expectedAlerts());
    const device = shard.intake.senders.get('88888880000101')!;
    expect(device.received).toBe(9780);
    expect(device.accepted + device.repeat + device.rewrite + device.rejected).toBe(device.received);
  });

  it.each(seeds(2))('ends the same when it is killed and started again in the middle, many times (seed %i)', (seed) => {
    const store = path.join(folder, `killed-${seed}.sqlite`);
    const random = seeded(seed);
    let { shard, writer } = open(store);
    for (let next = 0; next < journal.length; ) {
      const many = 1 + Math.floor(random() * 400);
      shard.take(journal.slice(next, next + many), random() < 0.5);
      next += many;
      if (random() < 0.5) {
        writer.close();
        ({ shard, writer } = open(store));
        expect(shard.position).toBe(journal[Math.min(next, journal.length) - 1]!.seq);
      }
    }
    writer.close();
    expect(told(store)).toEqual(expectedAlerts());
    const device = shard.intake.senders.get('88888880000101')!;
    expect([device.received, device.accepted]).toEqual([9780, 9780]);
  });

  it('opens one lead for a site and cause, with its days countable', () => {
    const store = path.join(folder, 'leads.sqlite');
    const { shard, writer } = open(store);
    shard.take(journal);
    writer.close();
    const leads = [...shard.leads.all()].filter((lead) => lead.start < parseTime('2026-03-09'));
    expect(leads.map((lead) => [lead.cause, lead.alerts.length, lead.state]).sort()).toEqual([
      ['duty/week-f1', 1, 'new'],
      ['exceedance/week-f1', 5, 'new'],
      // the late mark over an exceedance: for review, see the fixture's README
      ['falsification/week-f1', 1, 'new'],
      ['temperature/week-f1', 1, 'new'],
    ]);
  });

  it('keeps what an unknown device sent, and has all of it once a person adopts it', () => {
    const store = path.join(folder, 'adopted.sqlite');
    const stranger = journal.slice(0, 120).map((batch) => ({
      ...batch,
      entries: batch.entries.filter(({ bytes }) => Buffer.from(bytes).includes('88888880000102')),
    }));
    const known = new Catalogue(
      [{ ...catalogue.sites[0]!, outlets: [catalogue.sites[0]!.outlets[0]!] }],
      catalogue.standards,
    );
    const adopt = { kind: 'adopt' as const, mn: '88888880000102', outlet: 'new-outlet', by: 'operator' };
    const at = stranger.at(-1)!.at;
    const command: Batch = { seq: 121, at, entries: [{ kind: 'command', at, meta: '', bytes: writeCommand(adopt) }] };
    const all = [...stranger, command];
    const writer = new StoreWriter(store);
    const shard = new Shard({ catalogue: known, rulebook }, library, writer, (from) => all.slice(from - 1));
    shard.take(stranger);
    expect(shard.intake.senders.get(adopt.mn)).toMatchObject({
      outlet: null,
      received: 120,
      rejected: 120,
      reasons: { UNKNOWN_MN: 120 },
    });
    shard.take([command]);
    expect(shard.intake.senders.get(adopt.mn)).toMatchObject({
      outlet: 'new-outlet',
      received: 120,
      accepted: 120,
      rejected: 0,
    });
    expect(shard.engine.ledger('new-outlet')!.watermark).toBe(parseTime('2026-03-02 02:00'));
    writer.close();
    const again = new StoreWriter(store);
    const restarted = new Shard({ catalogue: known, rulebook }, library, again, (from) => all.slice(from - 1));
    expect(restarted.intake.senders.get(adopt.mn)).toMatchObject({ outlet: 'new-outlet', accepted: 120 });
    expect(restarted.engine.ledger('new-outlet')!.watermark).toBe(parseTime('2026-03-02 02:00'));
    again.close();
  });
});
