import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pino from 'pino';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openForWriting } from '../store/database.ts';
import { migrate } from '../store/migrations.ts';
import { StoreReader } from '../store/reader.ts';
import { MARCH, sampleEvent, sampleLead, temporaryFile } from '../store/samples.ts';
import { StoreWriter } from '../store/writer.ts';
import { Away } from './away.ts';
import type { Destination, Refusal } from './destination.ts';
import { type EventSent, eventSource } from './event-source.ts';
import { OutputFile } from './output-file.ts';
import { Stream } from './stream.ts';

const log = pino({ level: 'silent' });

/** A far end in memory: takes, refuses or is away as told. */
class FarEnd implements Destination<EventSent> {
  readonly taken: string[] = [];
  away: Away | undefined;
  refuses = new Set<string>();
  /** takes a batch and never says so */
  mute = false;

  async open(): Promise<void> {
    if (this.away) throw this.away;
  }

  async send(batch: readonly EventSent[], signal: AbortSignal): Promise<Refusal[]> {
    if (this.away) throw this.away;
    const refused = batch.filter(({ id }) => this.refuses.has(id));
    this.taken.push(...batch.filter(({ id }) => !this.refuses.has(id)).map(({ id }) => id));
    if (this.mute) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut'))));
    return refused.map(({ id }) => ({ id, why: { zh: '太大', en: 'too large' } }));
  }

  async close(): Promise<void> {}
}

function house() {
  const file = temporaryFile('views.db');
  const writer = new StoreWriter(file);
  const views = new StoreReader(file);
  const data = path.join(path.dirname(file), 'outputs');
  let position = 0;
  const ends: (() => Promise<void>)[] = [];
  onTestFinished(async () => {
    for (const end of ends) await end();
    views.close();
    writer.close();
  });
  return {
    file,
    writer,
    views,
    raise(...ids: string[]) {
      position++;
      writer.commit({
        position,
        clock: MARCH,
        alerts: ids.map((id, i) => sampleEvent('raised', MARCH + position * 1000 + i, { id })),
      });
    },
    open(
      destination: Destination<EventSent>,
      { id = 'out', from = 'start' as 'start' | 'now', views: other = file } = {},
    ) {
      const stream = new Stream({
        id,
        kind: 'test',
        to: 'here',
        from,
        source: eventSource(new StoreReader(other), Date.now),
        destination,
        file: new OutputFile(data, id),
        log,
        batch: 10,
        pauses: { firstMs: 5, longestMs: 20 },
        graceMs: 50,
        lookMs: 15,
      });
      ends.push(() => stream.close());
      return stream;
    },
  };
}

const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `a${from + i}`);
const events = (ids: string[]) => ids.map((id) => `${id}.1`);

describe('a stream', () => {
  it('sends what became of alerts and leads in the order in which it happened', async () => {
    const { writer, open } = house();
    writer.commit({
      position: 1,
      clock: MARCH,
      alerts: [sampleEvent('raised', MARCH, { id: 'a' })],
      leads: [{ at: MARCH, by: 'fluewatch', from: null, reason: '', lead: sampleLead({ id: 'l' }) }],
    });
    writer.commit({ position: 2, clock: MARCH, alerts: [sampleEvent('withdrawn', MARCH, { id: 'a' })] });
    const far = new FarEnd();
    const stream = open(far);
    await vi.waitFor(() => expect(far.taken).toEqual(['a.1', 'l.1', 'a.2']));
    expect(stream.status()).toMatchObject({ state: 'open', says: null, done: 3, waiting: 0, refused: 0 });
  });

  it('begins at now unless told otherwise', async () => {
    const { raise, open } = house();
    raise('before');
    const far = new FarEnd();
    open(far, { from: 'now' });
    raise('after');
    await vi.waitFor(() => expect(far.taken).toEqual(['after.1']));
  });

  it('loses nothing in an outage that outlasts the live stream, and says how it stands', async () => {
    const { raise, open, file } = house();
    const far = new FarEnd();
    const stream = open(far);
    await vi.waitFor(() => expect(stream.status().state).toBe('open'));
    far.away = new Away({ zh: '停机', en: 'down' });
    for (let i = 0; i < 30; i++) raise(...numbered(i * 10, i * 10 + 10));
    const db = new DatabaseSync(file, { timeout: 5000 });
    db.exec('delete from outbox');
    db.close();
    await vi.waitFor(() =>
      expect(stream.status()).toMatchObject({ state: 'waiting', waiting: 300, says: { en: 'down' } }),
    );
    far.away = undefined;
    await vi.waitFor(() => expect(far.taken).toEqual(events(numbered(0, 300))), 5000);
    await vi.waitFor(() => expect(stream.status()).toMatchObject({ state: 'open', waiting: 0, done: 300 }));
  });

  it('goes on after a restart where it was, and repeats only what was under way, under the same ids', async () => {
    const { raise, open } = house();
    const far = new FarEnd();
    const first = open(far);
    raise(...numbered(0, 20));
    await vi.waitFor(() => expect(first.status()).toMatchObject({ done: 20 }));
    far.mute = true;
    raise('under-way');
    await vi.waitFor(() => expect(far.taken).toHaveLength(21));
    // The process dies here: the other side took it, and nobody wrote that down.
    const after = new FarEnd();
    const second = open(after);
    raise('later');
    await vi.waitFor(() => expect(after.taken).toEqual(['under-way.1', 'later.1']));
    await second.close();
  });

  it('keeps what is refused for good as a dead letter, goes on, and sends it again when asked', async () => {
    const { raise, open } = house();
    const far = new FarEnd();
    far.refuses.add('a1.1');
    const stream = open(far);
    raise(...numbered(0, 3));
    await vi.waitFor(() => expect(far.taken).toEqual(['a0.1', 'a2.1']));
    await vi.waitFor(() => expect(stream.status()).toMatchObject({ state: 'open', refused: 1, done: 2 }));
    const [letter] = stream.deadLetters(0, 10);
    expect(letter).toMatchObject({ id: 'a1.1', why: { en: 'too large' } });
    expect(letter?.about).toContain('demo-wte');
    expect(stream.resend(letter!.n)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stream.deadLetters(0, 10)).toMatchObject([{ n: letter!.n }]);
    far.refuses.clear();
    stream.resend(letter!.n);
    await vi.waitFor(() => expect(far.taken).toEqual(['a0.1', 'a2.1', 'a1.1']));
    await vi.waitFor(() => expect(stream.deadLetters(0, 10)).toEqual([]));
    expect(stream.resend(letter!.n)).toBe(false);
  });

  it('stands by itself: one that hangs holds no other', async () => {
    const { raise, open } = house();
    const hung = new FarEnd();
    hung.mute = true;
    open(hung, { id: 'hung' });
    const far = new FarEnd();
    open(far, { id: 'well' });
    raise('a');
    raise('b');
    await vi.waitFor(() => expect(far.taken).toEqual(['a.1', 'b.1']));
    expect(hung.taken.length).toBeGreaterThan(0);
  });

  it('goes on in views that were computed anew, by the time of its place', async () => {
    const old = house();
    const far = new FarEnd();
    const stream = old.open(far);
    old.raise('a');
    old.raise('b');
    await vi.waitFor(() => expect(stream.status().done).toBe(2));
    await stream.close();
    const anew = house();
    anew.writer.commit({
      position: 1,
      clock: MARCH,
      alerts: [sampleEvent('raised', MARCH + 1, { id: 'never-told-by-then' })],
    });
    anew.raise();
    anew.writer.commit({ position: 3, clock: MARCH, alerts: [sampleEvent('raised', MARCH + 2000, { id: 'b' })] });
    anew.writer.commit({ position: 4, clock: MARCH, alerts: [sampleEvent('raised', MARCH + 3000, { id: 'c' })] });
    const again = old.open(far, { views: anew.file });
    await vi.waitFor(() => expect(far.taken).toEqual(['a.1', 'b.1', 'b.1', 'c.1']));
    await again.close();
  });
});

describe('a store of before the numbers', () => {
  it('numbers its events in the order of their times', () => {
    const file = temporaryFile('views.db');
    const old = openForWriting(file);
    migrate(old, 3);
    old.close();
    const db = new DatabaseSync(file);
    const alert = db.prepare(`insert into alert_event (alert, n, event, at, body) values (?, 1, 'raised', ?, '{}')`);
    alert.run('b', MARCH + 5);
    alert.run('a', MARCH);
    db.exec(`
      insert into lead values ('l', 'demo-wte', 'new', 1, 0, 1, '', '{}', 'enforcement');
      insert into lead_event (lead, n, at, author, to_state, reason) values ('l', 1, ${MARCH + 3}, 'fluewatch', 'new', '');
      update progress set outbox = 3;
    `);
    db.close();
    const writer = new StoreWriter(file);
    writer.commit({ position: 2, clock: MARCH, alerts: [sampleEvent('raised', MARCH + 9, { id: 'c' })] });
    writer.close();
    const views = new StoreReader(file);
    expect(views.eventsAfter(0, 10).map(({ seq, id }) => [seq, id])).toEqual([
      [1, 'a.1'],
      [2, 'l.1'],
      [3, 'b.1'],
      [4, 'c.1'],
    ]);
    expect(views.made()).toMatch(/^[0-9a-f]{16}$/);
    views.close();
  });
});
