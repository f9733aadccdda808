import { DatabaseSync } from 'node:sqlite';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openForWriting } from './database.ts';
import { migrate } from './migrations.ts';
import { KEPT_MESSAGES, outboxWrites } from './outbox-writes.ts';
import { StoreReader } from './reader.ts';
import {
  MARCH,
  sampleAlert,
  sampleDevice,
  sampleEvent,
  sampleFinding,
  sampleLead,
  sampleMark,
  temporaryFile,
} from './samples.ts';
import { StoreWriter } from './writer.ts';

function openStore() {
  const path = temporaryFile('store.db');
  const writer = new StoreWriter(path);
  const reader = new StoreReader(path);
  onTestFinished(() => {
    reader.close();
    writer.close();
  });
  return { path, writer, reader };
}

describe('position', () => {
  test('an empty store stands at nothing', () => {
    const { writer, reader } = openStore();
    expect([writer.position(), writer.clock()]).toEqual([0, 0]);
    expect(reader.outboxSpan()).toEqual({ first: 1, last: 0 });
    expect([...writer.loadAlerts(), ...writer.loadFindings()]).toEqual([]);
  });

  test('what was committed is there after opening again', () => {
    const { path, writer } = openStore();
    const bytes = Uint8Array.of(1, 2, 3);
    const key = { rule: 'wte-daily-mean', outlet: 'demo-wte-f1', factor: null, from: MARCH, start: MARCH };
    const adoption = { mn: '9', outlet: 'demo-wte-f1', at: MARCH, by: '值班员' };
    writer.commit({
      position: 7,
      clock: MARCH,
      alerts: [sampleEvent('raised', MARCH)],
      findings: { put: [sampleFinding(), sampleFinding({ factor: null })], drop: [] },
      leads: [{ at: MARCH, by: 'fluewatch', from: null, reason: '', lead: sampleLead() }],
      marks: [sampleMark()],
      devices: [sampleDevice()],
      adoptions: [adoption],
      pages: [
        { outlet: 'b', day: 20_513, seq: 1, bytes },
        { outlet: 'a', day: 20_514, seq: 2, bytes },
      ],
      ledgers: [{ outlet: 'a', seq: 2, body: '{}' }],
    });
    writer.commit({ position: 8, clock: MARCH + 1, findings: { put: [], drop: [key] } });
    const again = new StoreWriter(path);
    onTestFinished(() => again.close());
    expect([again.position(), again.clock()]).toEqual([8, MARCH + 1]);
    expect([...again.loadAlerts()]).toEqual([sampleAlert()]);
    expect([...again.loadFindings()]).toEqual([sampleFinding()]);
    expect([...again.loadLeads()]).toEqual([sampleLead()]);
    expect([...again.loadMarks()]).toEqual([sampleMark()]);
    expect([...again.loadDevices()]).toEqual([sampleDevice()]);
    expect([...again.adopted()]).toEqual([adoption]);
    expect(again.page('a', 20_514)).toEqual(bytes);
    expect(again.page('a', 1)).toBeUndefined();
    expect([...again.loadLedgers()]).toEqual([{ outlet: 'a', seq: 2, body: '{}' }]);
  });

  test('a change that cannot be written whole leaves nothing, and the store goes on', () => {
    const { writer, reader } = openStore();
    writer.commit({ position: 1, clock: MARCH, alerts: [sampleEvent('raised', MARCH)] });
    const broken = { outlet: 'a', day: 1, seq: 1, bytes: Symbol('no bytes') as never };
    const next = {
      position: 2,
      clock: MARCH + 1,
      alerts: [sampleEvent('confirmed', MARCH + 1, { state: 'confirmed' })],
    };
    expect(() => writer.commit({ ...next, pages: [broken] })).toThrow();
    expect(writer.position()).toBe(1);
    expect(reader.alert('al-1')?.state).toBe('provisional');
    expect(reader.outboxSpan()).toEqual({ first: 1, last: 1 });
    writer.commit(next);
    expect(reader.alert('al-1')?.state).toBe('confirmed');
    expect(reader.outbox(0, 10).map((m) => m.id)).toEqual([1, 2]);
  });

  test('never steps back, may stand', () => {
    const { writer } = openStore();
    writer.commit({ position: 5, clock: 1 });
    writer.commit({ position: 5, clock: 1, devices: [sampleDevice()] });
    expect(() => writer.commit({ position: 4, clock: 2 })).toThrow('cannot step back');
  });

  test('a file of a newer version is refused', () => {
    const { path } = openStore();
    const db = new DatabaseSync(path);
    db.exec("insert into migration values (99, 'from the future')");
    db.close();
    expect(() => new StoreWriter(path)).toThrow('newer version');
  });

  test('a reader finds nothing to open before a writer has been there', () => {
    expect(() => new StoreReader(temporaryFile('none.db'))).toThrow();
  });
});

describe('history', () => {
  test('alerts keep what was raised, confirmed, withdrawn, and the newest hundred revisions', () => {
    const { writer, reader } = openStore();
    const events = [
      sampleEvent('raised', MARCH),
      sampleEvent('confirmed', MARCH + 1, { state: 'confirmed' }),
      ...Array.from({ length: 300 }, (_, i) => sampleEvent('revised', MARCH + 2 + i, { count: i + 2 })),
      sampleEvent('withdrawn', MARCH + 900, { state: 'withdrawn' }),
    ];
    writer.commit({ position: 1, clock: MARCH, alerts: events });
    const history = reader.alertHistory('al-1');
    expect(history.slice(0, 2).map((e) => e.event)).toEqual(['raised', 'confirmed']);
    expect(history.at(-1)).toEqual(events.at(-1));
    const revisions = history.filter((e) => e.event === 'revised');
    expect(revisions.at(-1)?.alert.count).toBe(301);
    expect(revisions.length).toBe(99);
    expect(revisions).toEqual(events.slice(-100, -1));
    expect(reader.alert('al-1')).toEqual({ ...events.at(-1)?.alert, updatedAt: MARCH + 900 });
  });

  test('a lead remembers every move and knows its alerts both ways', () => {
    const { writer, reader } = openStore();
    const at = MARCH;
    const second = sampleLead({ alerts: ['al-2'], version: 2 });
    const moved = { ...second, state: 'assigned', assignee: '张三', version: 3 } as const;
    writer.commit({
      position: 1,
      clock: at,
      alerts: [sampleEvent('raised', at), sampleEvent('raised', at, { id: 'al-2' })],
      leads: [
        { at, by: 'fluewatch', from: null, reason: 'opened', lead: sampleLead() },
        { at: at + 1, by: 'fluewatch', from: 'new', reason: 'attached', lead: second },
        { at: at + 2, by: '张三', from: 'new', reason: '现场核查', lead: moved },
      ],
    });
    expect(reader.lead('ld-1')).toEqual(moved);
    expect(reader.leadHistory('ld-1')).toEqual([
      { at, by: 'fluewatch', from: null, to: 'new', reason: 'opened' },
      { at: at + 1, by: 'fluewatch', from: 'new', to: 'new', reason: 'attached' },
      { at: at + 2, by: '张三', from: 'new', to: 'assigned', reason: '现场核查' },
    ]);
    expect(reader.leadsOfAlert('al-1')).toEqual([]);
    expect(reader.leadsOfAlert('al-2')).toEqual(['ld-1']);
    expect(reader.alertsOfLead('ld-1').map((a) => a.id)).toEqual(['al-2']);
    expect(reader.leadsByState('enforcement')).toEqual({
      new: 0,
      assigned: 1,
      confirmed: 0,
      referred: 0,
      dismissed: 0,
      closed: 0,
    });
  });

  test('of a mark every version is kept and the one created last is shown, whatever came last', () => {
    const { writer, reader } = openStore();
    const first = sampleMark();
    const third = sampleMark({ createdAt: first.createdAt + 2, end: first.end + 3 });
    const second = sampleMark({ createdAt: first.createdAt + 1, end: first.end + 2 });
    writer.commit({ position: 1, clock: MARCH, marks: [first, third, second] });
    expect([...writer.loadMarks()]).toEqual([first, third, second]);
    expect(reader.marks({}, null, 10).items).toEqual([third]);
    expect(reader.marks({ outlet: first.outlet, from: third.end }, null, 10).items).toEqual([]);
    expect(reader.marks({ from: third.end - 1, to: third.end }, null, 10).items).toEqual([third]);
    expect(reader.marks({ to: third.start }, null, 10).items).toEqual([]);
    writer.commit({ position: 2, clock: MARCH, marks: [{ ...third, createdAt: third.createdAt + 1, revoked: true }] });
    expect(reader.marks({}, null, 10).items).toEqual([]);
  });
});

describe('stream', () => {
  test('an event of a lead keeps the lead as it stood then, however often and late it is read', () => {
    const { writer, reader } = openStore();
    const states = Array.from({ length: 3 }, (_, i) => i + 1).map((version) =>
      sampleLead({ version, priority: version }),
    );
    states.forEach((lead, i) => {
      writer.commit({
        position: i + 1,
        clock: MARCH,
        leads: [{ at: MARCH + i, by: 'fluewatch', from: null, reason: '', lead }],
      });
    });
    const told = () => reader.eventsAfter(0, 10).map((event) => (event.kind === 'lead' ? event.lead.version : 0));
    expect(told()).toEqual([1, 2, 3]);
    for (let version = 4; version <= 103; version++) {
      const lead = sampleLead({ version });
      writer.commit({
        position: version,
        clock: MARCH,
        leads: [{ at: MARCH + version, by: 'fluewatch', from: null, reason: '', lead }],
      });
    }
    // Of the first three it is forgotten: they are told as the lead stands now.
    expect(told().slice(0, 5)).toEqual([103, 103, 103, 4, 5]);
  });

  test('numbers grow by one over alerts and leads and over restarts', () => {
    const { path, writer, reader } = openStore();
    const lead = { at: MARCH, by: 'fluewatch', from: null, reason: '', lead: sampleLead() };
    writer.commit({ position: 1, clock: MARCH, alerts: [sampleEvent('raised', MARCH)], leads: [lead] });
    const again = new StoreWriter(path);
    onTestFinished(() => again.close());
    again.commit({ position: 2, clock: MARCH, alerts: [sampleEvent('withdrawn', MARCH, { state: 'withdrawn' })] });
    expect(reader.outbox(0, 10).map((m) => [m.id, m.kind, JSON.parse(m.body)])).toEqual([
      [1, 'alert', { id: 'al-1', event: 'raised', severity: 'serious', site: 'demo-wte' }],
      [2, 'lead', { id: 'ld-1', state: 'new', site: 'demo-wte' }],
      [3, 'alert', { id: 'al-1', event: 'withdrawn', severity: 'serious', site: 'demo-wte' }],
    ]);
    expect(reader.outbox(1, 1).map((m) => m.id)).toEqual([2]);
  });

  test('the newest hundred thousand messages are kept', () => {
    const path = temporaryFile('outbox.db');
    const db = openForWriting(path);
    onTestFinished(() => db.close());
    migrate(db);
    const write = outboxWrites(db);
    const many = Array.from({ length: KEPT_MESSAGES }, () => sampleEvent('revised', MARCH));
    const last = db.transaction(() => write(many.slice(0, 7), [], write(many, [], 0)));
    expect(last).toBe(KEPT_MESSAGES + 7);
    const reader = new StoreReader(path);
    onTestFinished(() => reader.close());
    expect(reader.outboxSpan().first).toBe(8);
  });
});

describe('senders', () => {
  test('are counted by whether they belong to an outlet and when they were last heard', () => {
    const { writer, reader } = openStore();
    const devices = [
      sampleDevice({ mn: 'a', lastSeen: MARCH }),
      sampleDevice({ mn: 'b', lastSeen: MARCH - 1 }),
      sampleDevice({ mn: 'c', lastSeen: null }),
      sampleDevice({ mn: 'd', outlet: null }),
    ];
    writer.commit({ position: 1, clock: MARCH, devices });
    expect(reader.senderCounts(MARCH)).toEqual({ online: 1, silent: 1, quarantined: 1 });
    expect(reader.device('c')).toEqual(devices[2]);
    const first = reader.devices(null, 3);
    expect([first.items, first.next]).toEqual([devices.slice(0, 3), ['c']]);
    expect(reader.devices(first.next, 3)).toEqual({ items: [devices[3]], next: null });
  });

  test('the quarantine keeps the newest two hundred of each sender, bounded in bytes', () => {
    const { writer, reader } = openStore();
    const item = (mn: string | null, at: number, text: string) => ({
      at,
      mn,
      peer: 'tcp 127.0.0.1:1',
      why: 'CRC',
      bytes: Buffer.from(text),
    });
    const flood = Array.from({ length: 250 }, (_, i) => item('noisy', i, `frame ${i}`));
    writer.commit({ position: 1, clock: MARCH, quarantine: [item(null, 1, 'first'), ...flood.slice(0, 201)] });
    writer.commit({ position: 2, clock: MARCH, quarantine: flood.slice(201) });
    writer.commit({ position: 3, clock: MARCH, quarantine: [item('big', 1, 'x'.repeat(20_000))] });
    const kept = reader.quarantine('noisy', null, 500).items;
    expect([kept.length, kept[0]?.at, kept.at(-1)?.at]).toEqual([200, 249, 50]);
    expect(reader.quarantine(null, null, 500).items.map((q) => [q.mn, Buffer.from(q.bytes).toString()])).toEqual([
      [null, 'first'],
    ]);
    const [big] = reader.quarantine('big', null, 1).items;
    expect([big?.length, big?.bytes.length]).toEqual([20_000, 8192]);
  });

  test('many senders together cannot fill the quarantine beyond twenty thousand', () => {
    const { writer, reader } = openStore();
    const of = (sender: number) =>
      Array.from({ length: 200 }, (_, at) => ({ at, mn: `m${sender}`, peer: '', why: 'CRC', bytes: Buffer.from('x') }));
    for (let sender = 0; sender <= 100; sender++) writer.commit({ position: 1, clock: MARCH, quarantine: of(sender) });
    expect(reader.quarantine('m0', null, 500).items).toEqual([]);
    expect(reader.quarantine('m1', null, 500).items.length).toBe(200);
    expect(reader.quarantine('m100', null, 500).items.length).toBe(200);
  });

  test('no password reaches the quarantine', () => {
    const { writer, reader } = openStore();
    const frames = [
      '##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80',
      '##0045ST=32;PW=secret1;CP=&&NewPW=secret2&&0000',
      'torn off in the middle PW=secret3',
      'pw=secret4;',
    ];
    const quarantine = frames.map((text, at) => ({ at, mn: 'm', peer: '', why: 'CRC', bytes: Buffer.from(text) }));
    writer.commit({ position: 1, clock: MARCH, quarantine });
    const text = reader.quarantine('m', null, 10).items.map((q) => Buffer.from(q.bytes).toString());
    expect(text.join('\n')).not.toMatch(/100000|secret/);
    expect(text.at(-1)).toBe(frames[0]?.replace('PW=100000', 'PW=******'));
  });
});
