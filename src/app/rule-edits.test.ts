import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Batch } from '../journal/journal.ts';
import type { AlertEventKind } from '../model/alert.ts';
import { alertView, byStart } from '../model/alert-view.ts';
import { dayOf, parseTime } from '../model/beijing.ts';
import type { RuleTexts } from '../model/rule-edit.ts';
import type { AlertView } from '../model/views/alerts.ts';
import { StoreReader } from '../store/reader.ts';
import { StoreWriter } from '../store/writer.ts';
import { seeded, seeds } from '../testing/storm.ts';
import { weekCatalogue, weekJournal } from '../testing/week.ts';
import { rulesCommand, writeCommand } from './command.ts';
import { isInForce, loadDetectors, readTexts, SHIPPED_RULES } from './rule-folder.ts';
import { RuleLibrary } from './rule-library.ts';
import { Shard } from './shard.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-edits-'));
afterAll(() => rmSync(folder, { recursive: true }));

const detectors = await loadDetectors();
const shipped: RuleTexts = new Map([...readTexts(SHIPPED_RULES)].filter(([name]) => isInForce(name)));

/** The week of furnace 1, ten minutes a batch: enough to be judged, and quick. */
const week = tenMinutes(weekJournal());

function tenMinutes(minutes: readonly Batch[]): Batch[] {
  const batches: Batch[] = [];
  for (let from = 0; from < minutes.length; from += 10) {
    const piece = minutes.slice(from, from + 10);
    const entries = piece.flatMap((batch) => batch.entries);
    batches.push({
      seq: batches.length + 1,
      at: piece.at(-1)!.at,
      entries: entries.filter(({ kind, bytes }) => kind !== 'frame' || Buffer.from(bytes).includes('88888880000101')),
    });
  }
  return batches;
}

/** The rules that ship, with a piece of a file replaced. */
function edited(file: string, piece: string, by: string, texts = shipped): RuleTexts {
  const text = texts.get(file)!;
  if (!text.includes(piece)) throw new Error(`${file} does not say ${piece}`);
  return new Map([...texts, [file, text.replace(piece, by)]]);
}
const without = (file: string, texts = shipped): RuleTexts => new Map([...texts].filter(([name]) => name !== file));

const DAILY = 'incineration/wte-daily-mean.yaml';
const LADDER = 'incineration/wte-month-ladder.yaml';
const STANDARD = 'standards/gb18485-2014.yaml';

/** The week with edits of the rules after some of its minutes; the first stands before everything. */
function journalWith(edits: readonly (readonly [minute: number, texts: RuleTexts])[]): Batch[] {
  const known = new Set<string>();
  const batches: Batch[] = [];
  const put = (at: number, entries: Batch['entries']) => batches.push({ seq: batches.length + 1, at, entries });
  const command = (at: number, texts: RuleTexts) => {
    const said = rulesCommand(texts, { by: 'rule-editor', reason: 'test' }, (hash) => known.has(hash));
    for (const hash of Object.keys(said.texts)) known.add(hash);
    put(at, [{ kind: 'command', at, meta: '', bytes: writeCommand(said) }]);
  };
  const queue = [...edits];
  week.forEach((batch, minute) => {
    while (queue.length > 0 && queue[0]![0] <= minute) command(week[Math.max(0, minute - 1)]!.at, queue.shift()![1]);
    put(batch.at, batch.entries);
  });
  for (const [, texts] of queue) command(week.at(-1)!.at, texts);
  return batches;
}

let stores = 0;

/** Plays a journal, killed and started again now and then where a seed is given. */
function play(journal: readonly Batch[], seed?: number): StoreReader {
  const store = path.join(folder, `${++stores}.db`);
  const random = seeded(seed ?? 0);
  const open = () => {
    const writer = new StoreWriter(store);
    const library = new RuleLibrary(detectors, [weekCatalogue()]);
    const ground = library.load(writer.rulesInForce() ?? shipped);
    return { writer, shard: new Shard(ground, library, writer, (from) => journal.slice(from - 1)) };
  };
  let { writer, shard } = open();
  for (let next = 0; next < journal.length; ) {
    const many = seed === undefined ? 64 : 1 + Math.floor(random() * 100);
    shard.take(journal.slice(next, next + many));
    next += many;
    if (seed === undefined || random() > 0.4) continue;
    writer.close();
    ({ writer, shard } = open());
  }
  while (shard.behind > 0) shard.rest();
  writer.close();
  const reader = new StoreReader(store);
  afterAll(() => reader.close());
  return reader;
}

/** Alerts that stand, in full; what is said of the silence after the week is left out. */
function standing(store: StoreReader): AlertView[] {
  const { items } = store.alerts({ states: ['provisional', 'confirmed'] }, 'start', null, 500);
  return items
    .filter((alert) => dayOf(alert.start) < dayOf(parseTime('2026-03-09')))
    .sort(byStart)
    .map(alertView);
}

const brief = (alerts: readonly AlertView[]) =>
  alerts.map(({ start, factor, value, limit }) => `${start.slice(0, 10)} ${factor} ${value} > ${limit}`);
const of = (rule: string, alerts: readonly AlertView[]) => alerts.filter((alert) => alert.rule === rule);

/** Every alert that was ever raised, with what happened to it in order. */
function histories(store: StoreReader): Map<string, AlertEventKind[]> {
  const { items } = store.alerts({ states: ['provisional', 'confirmed', 'withdrawn'] }, 'start', null, 500);
  return new Map(items.map(({ id }) => [id, store.alertHistory(id).map(({ event }) => event)]));
}

const end = week.length;
const noon = (day: number) => week.findIndex(({ at }) => at >= parseTime(`2026-03-0${day} 12:00`));

const calm = play(journalWith([[0, shipped]]));

describe('an edit of the rules', () => {
  it('judges the past anew under a standard that changed, and nothing else is touched', () => {
    // SO2: 81 on 03-02 and, where 78 is permitted and not 80, 79 on 03-08 too. A sixth day of exceedance is none: HCl
    // made 03-08 one already.
    const stricter = edited(STANDARD, 'a21026, basis: day, value: 80', 'a21026, basis: day, value: 78');
    const before = standing(calm);
    const after = standing(
      play(
        journalWith([
          [0, shipped],
          [end, stricter],
        ]),
      ),
    );
    const so2 = (alerts: AlertView[]) =>
      brief(of('wte-daily-mean', alerts).filter(({ factor }) => factor === 'a21026'));
    expect(so2(before)).toEqual(['2026-03-02 a21026 81 > 80']);
    expect(so2(after)).toEqual(['2026-03-02 a21026 81 > 78', '2026-03-08 a21026 79 > 78']);
    const others = (alerts: AlertView[]) => alerts.filter(({ factor }) => factor !== 'a21026');
    expect(others(after)).toEqual(others(before));
  });

  it('gives alerts the version that made them, and tells nothing of rules that did not change', () => {
    const graver = edited(DAILY, 'severity: serious', 'severity: critical');
    const store = play(
      journalWith([
        [0, shipped],
        [end, graver],
      ]),
    );
    const versions = store.ruleVersions('wte-daily-mean');
    expect(versions.map(({ hash, by, reason }) => [store.text(hash!), by, reason])).toEqual([
      [graver.get(DAILY), 'rule-editor', 'test'],
      [shipped.get(DAILY), 'rule-editor', 'test'],
    ]);
    const alerts = standing(store);
    for (const { id, rule, ruleVersion, severity } of alerts) {
      const last = store.alertHistory(id).at(-1)!;
      const [now, then] = versions.map(({ hash }) => hash!.slice(0, 12));
      if (rule !== 'wte-daily-mean') expect([rule, store.ruleVersions(rule).length]).toEqual([rule, 1]);
      else {
        expect([ruleVersion, severity, last.event]).toEqual([now, 'critical', 'revised']);
        expect(store.alertHistory(id)[0]!.alert).toMatchObject({ ruleVersion: then, severity: 'serious' });
      }
    }
    expect(of('wte-daily-mean', alerts)).toHaveLength(4);
    const editedAt = store.editInForce()!.at;
    const touched = alerts.filter(({ id }) => store.alertHistory(id).some(({ at }) => at >= editedAt - 1000));
    expect([...new Set(touched.map(({ rule }) => rule))]).toEqual(['wte-daily-mean']);
  });

  it('withdraws what a rule said that was removed, with what was counted from it, and says it again when it is back', () => {
    const removed = journalWith([
      [0, shipped],
      [end, without(DAILY)],
    ]);
    const back = journalWith([
      [0, shipped],
      [end, without(DAILY)],
      [end, shipped],
    ]);
    const store = play(removed);
    const said = standing(store).map(({ rule }) => rule);
    expect(said).not.toContain('wte-daily-mean');
    expect(said).not.toContain('wte-month-ladder');
    expect(store.ruleVersions('wte-daily-mean').map(({ hash }) => hash === null)).toEqual([true, false]);
    const leads = store.leads({}, null, 50).items.filter(({ cause }) => cause === 'exceedance/week-f1');
    expect(leads.map(({ says }) => says.en.startsWith('[alert withdrawn]'))).toEqual([true]);
    expect(standing(play(back))).toEqual(standing(calm));
  });

  it('does nothing at all where this version cannot read it', () => {
    const wrong = edited(DAILY, 'legal/daily-mean', 'legal/no-such-detector');
    const store = play(
      journalWith([
        [0, shipped],
        [noon(4), wrong],
      ]),
    );
    expect(standing(store)).toEqual(standing(calm));
    expect(store.editInForce()!.edit).toBe(1);
  });

  it.each(
    seeds(2),
  )('ends as if the last rules had been in force all the time, whatever happened between (seed %i)', (seed) => {
    const random = seeded(seed);
    const last = edited(LADDER, 'days: 5', 'days: 4', edited(DAILY, 'minHours: 20', 'minHours: 19'));
    const between: RuleTexts[] = [
      without(DAILY),
      edited(STANDARD, 'a21005, basis: day, value: 80', 'a21005, basis: day, value: 90'),
      edited('marks/waste-incineration.yaml', 'exempts: true', 'exempts: false'),
      edited('incineration/wte-hour-warning.yaml', 'medium: [flue-gas]', 'medium: [waste-water]'),
      without(LADDER, last),
    ];
    const when = between.map(() => Math.floor(random() * end)).sort((a, b) => a - b);
    const edits = between.map((texts, i) => [when[i]!, texts] as const);
    const stormy = play(journalWith([[0, shipped], ...edits, [end - Math.floor(random() * 50), last]]), seed);
    const quiet = play(journalWith([[0, last]]));
    // SO2 of 03-07: 19 valid hours of 100 are a day now.
    expect(brief(of('wte-daily-mean', standing(quiet)))).toContain('2026-03-07 a21026 100 > 80');
    expect(standing(stormy)).toEqual(standing(quiet));
    for (const events of histories(stormy).values()) {
      const turns = events.filter((event) => event === 'raised' || event === 'withdrawn');
      expect(turns).toEqual(turns.map((_, i) => (i % 2 === 0 ? 'raised' : 'withdrawn')));
    }
  });
});
