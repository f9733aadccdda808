import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NotReady } from './ports.ts';
import { PROBLEMS } from './problems.ts';
import { ask, bench, engine } from './testing.ts';

const GET = '/api/v1/alerts';

describe('the list of problems', () => {
  test('every code is stable in form, agrees with its status and stands once', () => {
    const all = Object.values(PROBLEMS);
    for (const { code, status } of all) expect(code).toMatch(new RegExp(`^FW-A${status}\\d$`));
    expect(new Set(all.map((p) => p.code)).size).toBe(all.length);
  });

  test('every problem can happen, and no code is written anywhere else', () => {
    const sources = readdirSync(import.meta.dirname).filter(
      (name) => /^[a-z-]+\.ts$/.test(name) && name !== 'testing.ts',
    );
    const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
    const others = sources
      .filter((name) => name !== 'problems.ts')
      .map(read)
      .join('\n');
    for (const name of Object.keys(PROBLEMS))
      expect(others + read('problems.ts')).toMatch(new RegExp(`[('" ]${name}\\b`));
    const examples = /examples: \['FW-A\d+'\]/;
    expect(others.replace(examples, '')).not.toMatch(/FW-[A-Z]\d/);
  });

  test.each(Object.entries(PROBLEMS))('%s has a page in both languages', async (name, { title, advice, code }) => {
    const { app } = await bench();
    const { status, headers, body } = await ask(app, `/problems/${name}`);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    for (const text of [title.zh, title.en, advice.zh, advice.en, code]) expect(body).toContain(text);
  });

  test('a page that does not exist is itself a problem', async () => {
    const { app } = await bench();
    expect((await ask(app, '/problems/constructor')).body).toMatchObject({ code: 'FW-A4040' });
  });
});

describe('a problem document', () => {
  test('is what RFC 9457 asks for, and names the request', async () => {
    const { app } = await bench();
    const { headers, body } = await ask(app, '/api/v1/alerts/nobody?');
    expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(body).toEqual({
      type: '/problems/not-found',
      title: '没有这个对象',
      status: 404,
      detail: '没有编号为 nobody 的报警',
      instance: '/api/v1/alerts/nobody',
      code: 'FW-A4040',
      traceId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['en', 'en'],
    ['en-GB,en;q=0.9,zh;q=0.8', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['fr, en;q=0.5', 'en'],
    ['fr', 'zh'],
    ['*', 'zh'],
    ['en;q=0', 'zh'],
    ['en;q=zzz, zh;q=0.1', 'zh'],
  ] as const)('speaks the language asked for: %s', async (header, language) => {
    const { app } = await bench();
    const headers = header === undefined ? {} : { 'accept-language': header };
    const answer = await ask(app, { url: `${GET}?limt=1`, headers });
    expect(answer.headers['content-language']).toBe(language);
    expect(answer.body).toMatchObject({ title: PROBLEMS['invalid-input'].title[language] });
    expect(answer.headers.vary).toContain('accept-language');
  });

  test.each([
    ['limt=5', '/limt', 'unknown-key', 'Did you mean "limit"?'],
    ['limit=0', '/limit', 'out-of-range', ''],
    ['limit=501', '/limit', 'out-of-range', ''],
    ['limit=ten', '/limit', 'wrong-type', ''],
    ['limit=1.5', '/limit', 'wrong-type', ''],
    ['limit=1&limit=2', '/limit', 'wrong-type', ''],
    ['state=opened', '/state', 'unknown-word', 'Did you mean "open"?'],
    ['severity=serius', '/severity', 'unknown-word', 'Did you mean "serious"?'],
    ['severity=info,', '/severity', 'unknown-word', 'info, warning, serious, critical'],
    ['sort=severity', '/sort', 'unknown-word', 'Did you mean "-severity"?'],
    ['from=yesterday', '/from', 'not-a-time', '2026-03-01 14:00'],
    ['from=2026-03-02&to=2026-03-02', '/to', 'empty-span', ''],
  ])('?%s says what is wrong and what was meant', async (query, pointer, code, hint) => {
    const { app } = await bench();
    const { status, body } = await ask(app, { url: `${GET}?${query}`, headers: { 'accept-language': 'en' } });
    expect([status, body]).toMatchObject([422, { errors: [{ pointer, code, message: expect.stringMatching(/\w/) }] }]);
    expect((body as { errors: { hint?: string }[] }).errors[0]?.hint ?? '').toContain(hint);
  });

  test('names every fault at once', async () => {
    const { app } = await bench();
    const { body } = await ask(app, '/api/v1/series?widht=5&basis=x');
    const { errors } = body as { errors: { pointer: string }[] };
    expect(errors.map((e) => e.pointer).sort()).toEqual(['/basis', '/factor', '/from', '/outlet', '/to', '/widht']);
  });

  const send = (payload: string, type = 'application/json') =>
    ({
      method: 'POST',
      url: '/api/v1/devices/88888880000001:adopt',
      payload,
      headers: { 'content-type': type },
    }) as const;

  test.each([
    ['no JSON', send('{"outlet":'), 'malformed'],
    ['an empty body', send(''), 'malformed'],
    ['a body of another type', send('a=b', 'application/x-www-form-urlencoded'), 'unsupported-media-type'],
    ['a body that is too large', send(JSON.stringify({ note: 'x'.repeat(70_000) })), 'too-large'],
    ['a body that is no object', send('[]'), 'invalid-input'],
    ['a text instead of an object', send('hello', 'text/plain'), 'invalid-input'],
    ['nothing', { method: 'POST', url: '/api/v1/devices/88888880000001:adopt' }, 'invalid-input'],
    ['a broken address', { url: '/api/v1/alerts/%ff%zz' }, 'malformed'],
    ['an address that leads nowhere', { url: '/api/v1/alrets' }, 'not-found'],
    ['a method that there is not', { method: 'DELETE', url: '/api/v1/alerts' }, 'not-found'],
  ] as const)('%s', async (_, request, name) => {
    const { app } = await bench();
    const answer = await ask(app, request);
    expect(answer.body).toMatchObject({ type: `/problems/${name}`, status: PROBLEMS[name].status });
  });

  test('an engine that catches up asks for patience', async () => {
    const names = async () => {
      throw new NotReady();
    };
    const { app } = await bench({}, { engine: { ...engine, names } });
    const { status, headers, body } = await ask(app, GET);
    expect([status, headers['retry-after'], body]).toMatchObject([503, '3', { code: 'FW-A5030' }]);
  });

  test('a defect is logged under the same id and tells nothing of the inside', async () => {
    const sites = async () => {
      throw new Error('secret path /var/lib');
    };
    const { app, log } = await bench({}, { engine: { ...engine, sites } });
    const { status, body } = await ask(app, '/api/v1/sites');
    expect([status, body]).toMatchObject([500, { code: 'FW-A5000' }]);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(log.find((line) => line.includes('secret'))).toContain((body as { traceId: string }).traceId);
  });
});
