import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { AlertView } from '../model/views/alerts.ts';
import { PLANT_WEEK } from '../testing/plant-week.ts';
import { expectedAlerts } from '../testing/week.ts';

const LAUNCH = path.join(import.meta.dirname, 'launch.js');
const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-replay-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

function fluewatch(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, FLUEWATCH_LANG: 'en' };
    execFile(process.execPath, [LAUNCH, ...args], { env, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

const week = (name: string) => path.join(PLANT_WEEK, name);
const WEEK = [week('readings.csv.gz'), '--catalogue', week('catalogue.yaml'), '--marks', week('marks.csv')];
const parsed = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as AlertView & { event?: string });

/** contract §2: the keys of an alert, in this order */
const KEYS =
  'v id rule ruleVersion covers kind severity state site outlet factor start end value limit unit count facts says'.split(
    ' ',
  );

describe('fluewatch replay', () => {
  it('prints each alert once in its final state, ordered by start, rule, outlet, factor', async () => {
    const { code, stdout, stderr } = await fluewatch('replay', ...WEEK);
    expect(code).toBe(0);
    const alerts = parsed(stdout);
    expect(alerts).toHaveLength(expectedAlerts().length);
    for (const alert of alerts) {
      expect(Object.keys(alert)).toEqual(KEYS);
      expect(alert.v).toBe(1);
      expect(alert.state).toBe('confirmed');
      expect(alert.start).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/);
      expect(alert.end).not.toBeNull();
      expect(alert.says.zh).not.toMatch(/[{}]/);
      expect(alert.says.en).not.toMatch(/[{}]|[\u4e00-\u9fff]/);
      if (alert.severity === 'info') expect(alert.covers).toEqual([]);
    }
    const keys = alerts.map((a) => [Date.parse(a.start), a.rule, a.outlet, a.factor ?? ''] as const);
    expect(keys).toEqual(
      [...keys].sort((a, b) => a[0] - b[0] || (a.slice(1).join('|') < b.slice(1).join('|') ? -1 : 1)),
    );
    expect(stderr).toContain('128940 readings, 5 marks; 17 alerts');
  });

  it('with --events prints every change with the alert as it then stood, and the ends agree', async () => {
    const { stdout } = await fluewatch('replay', ...WEEK, '--events');
    const changes = parsed(stdout);
    expect(new Set(changes.map((change) => change.event))).toEqual(
      new Set(['raised', 'revised', 'confirmed', 'withdrawn']),
    );
    const last = new Map(changes.map((change) => [change.id, change]));
    const standing = [...last.values()].filter((change) => change.state !== 'withdrawn');
    expect(standing).toHaveLength(expectedAlerts().length);
    for (const id of last.keys()) expect(changes.find((change) => change.id === id)?.event).toBe('raised');
  });

  it('groups what is one act and lists every window with its raw mean', async () => {
    const { stdout } = await fluewatch('replay', ...WEEK);
    const co = parsed(stdout).find((alert) => alert.rule === 'wte-daily-mean' && alert.factor === 'a21005')!;
    expect(co.facts.act).toBe('week-f1/2026-03-03');
    expect(co.facts.windows).toEqual([
      {
        start: '2026-03-03T00:00:00+08:00',
        end: '2026-03-04T00:00:00+08:00',
        value: 88,
        limit: 80,
        act: 'week-f1/2026-03-03',
        raw: 88,
      },
      {
        start: '2026-03-04T00:00:00+08:00',
        end: '2026-03-05T00:00:00+08:00',
        value: 82,
        limit: 80,
        act: 'week-f1/2026-03-04',
        raw: 82,
      },
    ]);
  });

  it('counts and names rows that it cannot use, and goes on', async () => {
    const file = path.join(folder, 'odd.csv');
    const rows = [
      'time,outlet,factor,grain,stat,value,flag',
      '2026-03-02 00:00:00,week-f1,a21005,minute,avg,1,N',
      '2026-03-02 00:61:00,week-f1,a21005,minute,avg,1,N',
      '2026-03-02 00:01:00,week-f9,a21005,minute,avg,1,N',
      '2026-03-02 00:02:00,week-f1,a21005,minuet,avg,1,N',
      '2026-03-02 00:03:00,week-f1,a21005,minute,average,1,N',
      '2026-03-02 00:04:00,week-f1,a21005,minute,avg,n/a,N',
      '2026-03-02 00:05:00,week-f1,a21005,minute,avg,,N',
    ];
    writeFileSync(file, `${rows.join('\r\n')}\r\n`);
    const { code, stdout, stderr } = await fluewatch('replay', file, '--catalogue', week('catalogue.yaml'));
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('odd.csv:3 TIME "2026-03-02 00:61:00" is not a time');
    expect(stderr).toContain('rejected: TIME 1, OUTLET 1, GRAIN 1, STAT 1, VALUE 1');
    expect(stderr).toContain('2 readings');
  });

  it.each([
    ['a missing file', ['replay', 'none.csv', '--catalogue', week('catalogue.yaml')], 4, 'no such file: none.csv'],
    ['no catalogue', ['replay', week('readings.csv.gz')], 2, '--catalogue'],
    [
      'a table without its columns',
      ['replay', week('marks.csv'), '--catalogue', week('catalogue.yaml')],
      4,
      'column "time" is missing',
    ],
    ['an unknown command', ['replai'], 2, 'Did you mean replay?'],
  ])('ends %s with its exit code', async (_, args, code, says) => {
    const outcome = await fluewatch(...args);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toContain(says);
  });
});
