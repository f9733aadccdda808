import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../api/testing.ts';
import type { RuleDetail, RuleDiffView, RulePage, RuleVersionDetail, RuleVersionView } from '../model/views/rules.ts';
import { HOUR_RULE, ownRules } from '../testing/own-rules.ts';
import { weekCatalogue } from '../testing/week.ts';
import { type Running, serve } from './serve.ts';

const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-live-'));
afterAll(() => rmSync(data, { recursive: true }));

const FILE = 'own/own-hour.yaml';
const rules = ownRules({ [FILE]: HOUR_RULE });
const WARNING = HOUR_RULE;
const SERIOUS = HOUR_RULE.replace('severity: warning', 'severity: serious');
const MISSPELT = HOUR_RULE.replace('minMinutes: 45', 'minMinuets: 45');

let running: Running;
/** long enough on the busiest machine */
const SOON = { timeout: 20_000 };

const start = async () => {
  running = await serve({
    http: { host: '127.0.0.1', port: 0 },
    tcp: { host: '127.0.0.1', port: 0 },
    data,
    catalogue: [weekCatalogue()],
    rules: rules.folder,
    fresh: false,
    log: pino({ level: 'silent' }),
  });
};
beforeAll(start);
afterAll(() => running.close());
beforeEach(async () => {
  rules.write(FILE, WARNING);
  await expect.poll(async () => [(await state()).problems.length, (await rule()).yaml], SOON).toEqual([0, WARNING]);
});

async function get<T>(url: string): Promise<T> {
  const { status, body } = await ask(running.api, `/api/v1${url}`);
  expect([url, status]).toEqual([url, 200]);
  return body;
}
const rule = (id = 'own-hour') => get<RuleDetail>(`/rules/${id}`);
const state = async () => (await get<RulePage>('/rules')).state;
const versions = async (id = 'own-hour') => (await get<{ items: RuleVersionView[] }>(`/rules/${id}/versions`)).items;
const onDisk = (file = FILE) => readFileSync(path.join(rules.folder, file), 'utf8');

function publish(yaml: string, headers: Record<string, string>, id = 'own-hour', reason = 'stricter from today') {
  const payload = { yaml, by: 'rule-editor', reason };
  return ask(running.api, { method: 'PUT', url: `/api/v1/rules/${id}`, headers, payload });
}
const seen = (version: string) => ({ 'if-match': `"${version}"` });

describe('rules while the server runs', () => {
  it('are followed when a file is edited, added and removed', async () => {
    const before = await rule();
    rules.write(FILE, SERIOUS);
    await expect.poll(async () => (await rule()).severity, SOON).toBe('serious');
    rules.write('own/another.yaml', HOUR_RULE.replace('id: own-hour', 'id: another-hour'));
    await expect.poll(async () => (await ask(running.api, '/api/v1/rules/another-hour')).status, SOON).toBe(200);
    rmSync(path.join(rules.folder, 'own/another.yaml'));
    await expect.poll(async () => (await ask(running.api, '/api/v1/rules/another-hour')).status, SOON).toBe(404);
    expect((await versions('another-hour')).map(({ version, by }) => [version !== null, by])).toEqual([
      [false, null],
      [true, null],
    ]);
    const [now, then] = await versions();
    expect([now!.inForce, then!.inForce, then!.version]).toEqual([true, false, before.version]);
    const text = await get<RuleVersionDetail>(`/rules/own-hour/versions/${before.version}`);
    expect(text.yaml).toBe(WARNING);
  });

  it('stay as they were while a file is wrong, and the API says what is wrong and where', async () => {
    const { version } = await rule();
    const before = await state();
    rules.write(FILE, MISSPELT);
    await expect.poll(async () => (await state()).problems.length, SOON).toBeGreaterThan(0);
    const { problems, edit, folder } = await state();
    expect([edit, (await rule()).version]).toEqual([before.edit, version]);
    // Line 8 of the rule, the key that is misspelt, and the name it comes closest to.
    const named = problems.find(({ path: at }) => at === 'with.minMinuets')!;
    expect([named.file, named.line]).toEqual([path.join(folder, FILE), 9]);
    expect([named.says.zh, named.says.en]).toEqual([
      expect.stringContaining('minMinutes'),
      expect.stringContaining('did you mean "minMinutes"'),
    ]);
    const { body: metrics } = await ask(running.api, '/metrics');
    expect(metrics).toContain(`fluewatch_rules_problems ${problems.length}`);
    // A stop and a start in this state keep the last good version as well.
    await running.close();
    await start();
    expect([(await rule()).version, (await state()).problems.length]).toEqual([version, problems.length]);
    rules.write(FILE, SERIOUS);
    await expect.poll(async () => (await state()).problems.length, SOON).toBe(0);
    expect((await rule()).severity).toBe('serious');
  });

  it('are published with author and reason, written to the folder, compared and rolled back', async () => {
    const before = await rule();
    const { status, body, headers } = await publish(SERIOUS, seen(before.version));
    const after = body as RuleDetail;
    expect([status, after.severity, headers.etag]).toEqual([200, 'serious', `"${after.version}"`]);
    expect(onDisk()).toBe(SERIOUS);
    const { lines } = await get<RuleDiffView>('/rules/own-hour/diff');
    expect(lines.filter(({ sign }) => sign !== ' ')).toEqual([
      { sign: '-', text: 'severity: warning' },
      { sign: '+', text: 'severity: serious' },
    ]);
    const old = await get<RuleVersionDetail>(`/rules/own-hour/versions/${before.version}`);
    expect((await publish(old.yaml, seen(after.version), 'own-hour', 'too many alerts')).status).toBe(200);
    const history = (await versions()).slice(0, 3).map(({ version, by, reason }) => [version, by, reason]);
    expect(history).toEqual([
      [before.version, 'rule-editor', 'too many alerts'],
      [after.version, 'rule-editor', 'stricter from today'],
      [before.version, null, null],
    ]);
    expect(onDisk()).toBe(WARNING);
  });

  it('are not published over what the author has not seen', async () => {
    const { version } = await rule();
    expect((await publish(SERIOUS, {})).status).toBe(428);
    expect((await publish(SERIOUS, { 'if-none-match': '*' })).status).toBe(412);
    // Somebody saved the file a moment ago: the folder is read before the version is compared.
    rules.write(FILE, `# another hand\n${WARNING}`);
    expect((await publish(SERIOUS, seen(version))).status).toBe(412);
    expect(onDisk()).toBe(`# another hand\n${WARNING}`);
    const now = await rule();
    const both = await Promise.all([publish(SERIOUS, seen(now.version)), publish(SERIOUS, seen(now.version))]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('are refused whole where the text is wrong, with the file untouched', async () => {
    const { version } = await rule();
    const { status, body } = await publish(MISSPELT, seen(version));
    const { errors, code } = body as { errors: { line: number; message: string }[]; code: string };
    expect([status, code, onDisk()]).toEqual([422, 'FW-A4221', WARNING]);
    expect(errors.find(({ line }) => line === 9)!.message).toContain('minMinutes');
    const renamed = await publish(HOUR_RULE.replace('id: own-hour', 'id: other-hour'), seen(version));
    expect(renamed.status).toBe(422);
    const draft = { method: 'POST' as const, url: '/api/v1/rules/own-hour:check', payload: { yaml: MISSPELT } };
    const checked = (await ask(running.api, draft)).body as { problems: { line: number }[] };
    expect(checked.problems.map(({ line }) => line)).toContain(9);
    expect((await rule()).version).toBe(version);
  });

  it('begin and end through the API', async () => {
    const text = HOUR_RULE.replace('id: own-hour', 'id: second-hour');
    const { status, body } = await publish(text, { 'if-none-match': '*' }, 'second-hour');
    expect([status, onDisk('local/second-hour.yaml')]).toEqual([200, text]);
    const end = {
      method: 'POST' as const,
      url: '/api/v1/rules/second-hour:retire',
      headers: seen((body as RuleDetail).version),
      payload: { by: 'rule-editor', reason: 'no longer needed' },
    };
    expect((await ask(running.api, end)).status).toBe(200);
    expect(existsSync(path.join(rules.folder, 'local/second-hour.yaml'))).toBe(false);
    expect((await ask(running.api, '/api/v1/rules/second-hour')).status).toBe(404);
    expect((await versions('second-hour')).map(({ reason }) => reason)).toEqual([
      'no longer needed',
      'stricter from today',
    ]);
  });

  it('change nothing where the folder cannot be written', async () => {
    // A new rule goes to the folder `local`, and there is a file of that name.
    const place = path.join(rules.folder, 'local');
    rmSync(place, { recursive: true, force: true });
    writeFileSync(place, 'not a folder');
    const text = HOUR_RULE.replace('id: own-hour', 'id: third-hour');
    const { edit } = await state();
    const { status, body } = await publish(text, { 'if-none-match': '*' }, 'third-hour');
    expect([status, (body as { code: string }).code]).toEqual([409, 'FW-A4092']);
    expect([(await state()).edit, (await ask(running.api, '/api/v1/rules/third-hour')).status]).toEqual([edit, 404]);
    rmSync(place);
  });

  it('tell the live stream', async () => {
    const { port } = running.api.server.address() as AddressInfo;
    const stop = new AbortController();
    const stream = await fetch(`http://127.0.0.1:${port}/api/v1/stream`, { signal: stop.signal });
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    rules.write(FILE, MISSPELT);
    let heard = '';
    while (!heard.includes('event: rules')) heard += (await reader.read()).value;
    expect(heard).toMatch(/event: rules\ndata: \{"edit":\d+,"problems":[1-9]/);
    stop.abort();
  });
});
