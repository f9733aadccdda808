import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyJournal } from '../journal/verify.ts';
import { parseTime } from '../model/beijing.ts';
import type { AlertDetail, AlertView } from '../model/views/alerts.ts';
import type { DeviceView } from '../model/views/devices.ts';
import type { Page } from '../model/views/page.ts';
import type { RuleDetail, RulePage } from '../model/views/rules.ts';
import { minuteFrame, PLANT_WEEK, weekFrames } from '../testing/plant-week.ts';
import { sendFrames, startServer, stopServer } from '../testing/server-process.ts';
import { expectedAlerts, TOLD } from '../testing/week.ts';
import { SHIPPED_RULES } from './rule-folder.ts';

/** long enough on the busiest machine */
const SOON = { timeout: 30_000 };

const folder = mkdtempSync(path.join(tmpdir(), 'fluewatch-reload-'));
afterAll(() => rmSync(folder, { recursive: true }));
const rules = path.join(folder, 'rules');
cpSync(SHIPPED_RULES, rules, { recursive: true });

const start = () =>
  startServer([
    ...['--data', path.join(folder, 'data'), '--rules', rules],
    ...['--catalogue', path.join(PLANT_WEEK, 'catalogue.yaml')],
  ]);

/** Furnace 1 from 03-02 to 03-04, and a minute of 03-05: only then is the last day over on its own clock. */
const frames = [
  ...weekFrames()
    .toString('latin1')
    .split(/(?=##\d{4}QN)/)
    .filter((frame) => frame.includes('MN=88888880000101') && /DataTime=2026030[234]/.test(frame)),
  minuteFrame('week-f1', parseTime('2026-03-05 00:20'), ['a19001-Avg=11,a19001-Flag=N']),
];

const DAILY = path.join(rules, 'incineration/wte-daily-mean.yaml');
const STANDARD = path.join(rules, 'standards/gb18485-2014.yaml');
const shipped = new Map([DAILY, STANDARD].map((file) => [file, readFileSync(file, 'utf8')]));
const edit = (file: string, piece: string, by: string) => writeFileSync(file, shipped.get(file)!.replace(piece, by));

/** What happens to the folder, one after the other and again and again. */
const EDITS = [
  () => edit(DAILY, 'severity: serious', 'severity: warning'),
  () => edit(DAILY, 'minHours: 20', 'minHuors: 20'),
  () => rmSync(DAILY),
  () => edit(STANDARD, 'a21005, basis: day, value: 80', 'a21005, basis: day, value: 60'),
  () => edit(DAILY, 'id: wte-daily-mean', 'id: wte-daily-mean # the same'),
  () => edit(STANDARD, 'a21026, basis: day, value: 80', 'a21026, basis: day, value: 90'),
];

const key = ({ start, rule, factor }: AlertView) => `${start}|${rule}|${factor ?? ''}`;

async function alertsOf(http: string): Promise<AlertView[]> {
  const answer = await fetch(`${http}/api/v1/alerts?limit=500&sort=-start&state=all`);
  const { items } = (await answer.json()) as Page<AlertView>;
  return items.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Which edit is in force, and how much is wrong with the folder. */
async function stateOf(http: string): Promise<[edit: number, problems: number]> {
  const { state } = (await (await fetch(`${http}/api/v1/rules`)).json()) as RulePage;
  return [state.edit, state.problems.length];
}

const told = (alerts: readonly AlertView[]) =>
  alerts
    .filter(({ start, state }) => start < '2026-03-05' && state !== 'withdrawn')
    .map((alert) => Object.fromEntries(TOLD.map((name) => [name, alert[name]])));

/** By the arithmetic of the fixture: SO2 81 on 03-02, CO 88 and 82 on 03-03 and 03-04. */
const expected = expectedAlerts().filter(
  ({ start, outlet, rule }) => String(start) < '2026-03-05' && outlet === 'week-f1' && rule === 'wte-daily-mean',
);

describe('rules that are reloaded again and again while frames come in', () => {
  it('lose no reading, repeat no alert and end as if nobody had touched them, a kill -9 between included', async () => {
    let server = await start();
    let answered = 0;
    /** Edits of the folder one after the other, each while a piece of the frames comes in. */
    const editWhileSending = async (until: number) => {
      const piece = Math.ceil((until - answered) / EDITS.length);
      for (const change of EDITS) {
        const before = await stateOf(server.http);
        change();
        const [done] = await Promise.all([
          sendFrames(server.tcp, frames.slice(0, Math.min(until, answered + piece)), answered),
          expect.poll(() => stateOf(server.http), SOON).not.toEqual(before),
        ]);
        answered = done;
      }
      for (const [file, text] of shipped) writeFileSync(file, text);
    };
    await editWhileSending(Math.floor(frames.length / 2));
    // Published, and killed the moment the answer is there.
    const url = () => `${server.http}/api/v1/rules/wte-daily-mean`;
    const rule = async () => (await (await fetch(url())).json()) as RuleDetail;
    await expect.poll(async () => (await rule()).yaml, SOON).toBe(shipped.get(DAILY));
    const published = await fetch(url(), {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'if-match': `"${(await rule()).version}"` },
      body: JSON.stringify({ yaml: `# 2\n${shipped.get(DAILY)}`, by: 'rule-editor', reason: 'test' }),
    });
    const { version } = (await published.json()) as RuleDetail;
    await stopServer(server, 'SIGKILL');
    server = await start();
    expect((await rule()).version).toBe(version);

    await editWhileSending(frames.length);
    expect(answered).toBe(frames.length);
    await expect.poll(async () => told(await alertsOf(server.http)), SOON).toEqual(expected);
    await expect.poll(async () => (await rule()).yaml, SOON).toBe(shipped.get(DAILY));

    const { items } = (await (await fetch(`${server.http}/api/v1/devices`)).json()) as Page<DeviceView>;
    expect(items.find(({ mn }) => mn === '88888880000101')).toMatchObject({
      received: frames.length,
      accepted: frames.length,
    });
    for (const { id, rule: from } of await alertsOf(server.http)) {
      const alert = (await (await fetch(`${server.http}/api/v1/alerts/${id}`)).json()) as AlertDetail;
      const turns = alert.history.map(({ event }) => event).filter((event) => /raised|withdrawn/.test(event));
      expect([from, ...turns]).toEqual([from, ...turns.map((_, i) => (i % 2 === 0 ? 'raised' : 'withdrawn'))]);
      if (from === 'wte-daily-mean' && alert.state !== 'withdrawn') {
        expect(alert.ruleVersion).toBe((await rule()).version);
      }
    }
    await stopServer(server, 'SIGTERM');
    expect(verifyJournal(path.join(folder, 'data/journal.db'))).toMatchObject({ ok: true });
  }, 120_000);
});
