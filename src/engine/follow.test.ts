import { expect, it } from 'vitest';
import { z } from 'zod';
import { loadRuleFiles, readRuleFolder } from '../app/rule-folder.ts';
import { loadCatalogue } from '../catalogue/load.ts';
import { type Claim, type Detector, defineDetector } from '../detectors/detector.ts';
import { MarkBit } from '../ledger/marks.ts';
import type { WindowView } from '../ledger/view.ts';
import { MINUTE_MS, parseTime } from '../model/beijing.ts';
import { GRAIN_ID, packChannel, STAT_ID } from '../model/channel.ts';
import { Flag, isUsable } from '../model/flag.ts';
import { seeded, seeds } from '../testing/storm.ts';
import { Engine } from './engine.ts';

/**
 * Minutes above a value, told as one claim each run: once by going through the day whole, once by following it from
 * hour to hour. Whatever arrives when, both must say the same at every step.
 */
const FACTOR = 'a21005';
const LIMIT = 50;

interface Runs {
  from: number;
  claims: Claim[];
}

function extend(view: WindowView, runs: Runs, from: number, to: number): void {
  const day = view.day(view.days.from);
  const { values, flags } = day.minutes(FACTOR);
  const stopped = day.minutesMarked(MarkBit.STOPPED);
  for (let m = from; m < to; m++) {
    const above = !stopped[m] && isUsable(flags[m]!) && values[m]! > LIMIT;
    if (above && runs.from < 0) runs.from = m;
    if (above || runs.from < 0) continue;
    const [start, end] = [runs.from, m].map((minute) => view.start + minute * MINUTE_MS) as [number, number];
    runs.claims.push({ factor: null, start, end, value: m - runs.from, limit: null, unit: 'min', facts: {} });
    runs.from = -1;
  }
}

const begin = (): Runs => ({ from: -1, claims: [] });

const define = (evaluate: (view: WindowView) => Claim[]): Detector =>
  defineDetector({ title: { zh: '高值', en: 'High' }, window: 'hour', params: z.strictObject({}), evaluate });

const DETECTORS: [string, Detector][] = [
  [
    'own/whole',
    define((view) => {
      const runs = begin();
      extend(view, runs, 0, (Math.min(view.until, view.end) - view.start) / MINUTE_MS);
      return runs.claims;
    }),
  ],
  [
    'own/followed',
    define((view) => view.follow('runs', begin, (runs, from, to) => extend(view, runs, from, to)).claims),
  ],
];

const rules = ['whole', 'followed'].map((id) => ({
  name: `${id}.yaml`,
  text: `id: ${id}
title: { zh: ${id}, en: ${id} }
detector: own/${id}
kind: statistics
severity: info
with: {}
settle: 1h
says: { zh: "{value}", en: "{value}" }
`,
}));

const CATALOGUE = 'sites: [{id: s, name: 厂, industry: waste-incineration, outlets: [{id: o, medium: flue-gas}]}]';

it.each(seeds(6))('a day followed from hour to hour is as a day seen whole (seed %i)', (seed) => {
  const random = seeded(seed);
  const { rulebook, standards } = loadRuleFiles({ ...readRuleFolder(), rules }, new Map(DETECTORS));
  const catalogue = loadCatalogue([{ name: 'c.yaml', text: CATALOGUE }], standards);
  const engine = new Engine(catalogue, rulebook, (code) => ({ zh: code, en: code }));
  const channel = packChannel(engine.factors.of(FACTOR), GRAIN_ID.minute, STAT_ID.avg);
  const start = parseTime('2026-03-02');
  const told = (rule: string) =>
    [...engine.alerts.alerts()].filter((a) => a.rule === rule).map(({ start: from, end, count }) => [from, end, count]);
  const write = (minute: number, now: number) => {
    const at = start + minute * MINUTE_MS;
    engine.write(0, channel, at, now, random() < 0.3 ? 80 : 20, random() < 0.05 ? Flag.FAULT : Flag.NORMAL);
  };
  // A logger that reports every five minutes and later every one: its earlier records then speak for one minute only.
  const denseFrom = 1440 * 2 * random();
  let said = 0;
  let marks = 0;
  for (let minute = 0; minute < 2 * 1440; minute++) {
    const now = start + (minute + 1) * MINUTE_MS;
    engine.seen(0, now);
    if ((minute % 5 === 0 || minute >= denseFrom) && random() < 0.9) write(minute, now);
    // Late, sent twice with another value, or forgotten for good.
    if (random() < 0.01) write(Math.floor(random() * minute), now);
    if (random() < 0.004) {
      const from = start + Math.floor(random() * minute) * MINUTE_MS;
      const mark = { id: `m${minute}`, outlet: 'o', kind: 'out-of-service' as const };
      engine.mark({ ...mark, start: from, end: from + 20 * MINUTE_MS, createdAt: now });
      marks++;
    }
    engine.advance(now);
    if (minute % 60 !== 30) continue;
    expect(told('followed')).toEqual(told('whole'));
    said += told('whole').length;
  }
  expect(said).toBeGreaterThan(0);
  expect(marks).toBeGreaterThan(0);
});
