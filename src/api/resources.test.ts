import { describe, expect, test } from 'vitest';
import type { AlertRow } from '../model/views/alerts.ts';
import type { LeadView } from '../model/views/leads.ts';
import type { Page } from '../model/views/page.ts';
import { MARCH, type sampleAlert, sampleDevice, sampleEvent, sampleLead, sampleMark } from '../store/samples.ts';
import { ask, bench, engine, NOW } from './testing.ts';

const post = (url: string, payload: object) => ({ method: 'POST', url, payload }) as const;

describe('alerts', () => {
  const raised = (id: string, change: Parameters<typeof sampleAlert>[0] = {}) =>
    sampleEvent('raised', MARCH, { id, ...change });

  test('open ones, the most severe first, with names', async () => {
    const { app, commit } = await bench();
    commit({
      alerts: [
        raised('a', { severity: 'info' }),
        raised('b', { severity: 'critical', state: 'confirmed' }),
        raised('c', { severity: 'critical', state: 'withdrawn' }),
        raised('d', { severity: 'critical', start: MARCH + 1, outlet: null, factor: null, rule: 'gone' }),
      ],
    });
    const { items } = (await ask(app, '/api/v1/alerts')).body as Page<AlertRow>;
    expect(items.map((a) => a.id)).toEqual(['d', 'b', 'a']);
    expect(items[0]).toMatchObject({ outletName: { zh: '全厂' }, factorName: null, ruleTitle: { zh: 'gone' } });
    expect(items[1]).toMatchObject({
      v: 1,
      start: '2026-03-01T00:00:00+08:00',
      end: '2026-03-02T00:00:00+08:00',
      updatedAt: '2026-03-01T00:00:00+08:00',
      siteName: { zh: '示范垃圾焚烧发电厂' },
      outletName: { en: 'Furnace 1' },
      factorName: { zh: '一氧化碳' },
      ruleTitle: { zh: '日均值超标' },
    });
  });

  test.each([
    ['state=all', 'abc'],
    ['state=withdrawn', 'c'],
    ['severity=info,warning', 'a'],
    ['kind=power', ''],
    ['from=2026-03-02', 'b'],
    ['to=2026-03-01%2000:00', ''],
    ['to=2026-03-01T00:00:01%2B08:00', 'a'],
    ['to=2026-03-01T00:00:01+08:00', 'a'],
    ['from=2026-03-01T19:00:00Z', 'b'],
    ['from=2026-03-01T20:00:00Z', ''],
    ['q=%E7%A4%BA%E8%8C%83', 'ab'],
    ['q=furnace', 'ab'],
    ['q=MG/M3', 'ab'],
    ['q=nowhere', ''],
    ['q=a', 'ab'],
    ['site=demo-wte&outlet=demo-wte-f1&rule=wte-daily-mean', 'ab'],
    ['site=elsewhere', ''],
  ])('?%s', async (query, ids) => {
    const { app, commit } = await bench();
    const nextDay = { start: MARCH + 90_000_000, end: MARCH + 100_000_000 };
    commit({
      alerts: [
        raised('a', { severity: 'info' }),
        raised('b', { kind: 'duty', ...nextDay }),
        raised('c', { state: 'withdrawn' }),
      ],
    });
    const answer = await ask(app, `/api/v1/alerts?${query}`);
    const found = (answer.body as Page<AlertRow>).items.map((a) => a.id);
    expect([answer.status, found.sort().join('')]).toEqual([200, ids]);
  });

  test('pages meet without gap or overlap while alerts come in', async () => {
    const { app, commit } = await bench();
    const ids = Array.from({ length: 23 }, (_, i) => `al-${String(i).padStart(2, '0')}`);
    commit({ alerts: ids.map((id, i) => raised(id, { start: MARCH + i })) });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const url: string = `/api/v1/alerts?sort=-start&limit=5&cursor=${cursor}`;
      const page = (await ask(app, url)).body as Page<AlertRow>;
      seen.push(...page.items.map((a) => a.id));
      cursor = page.next;
      commit({ alerts: [raised(`new-${seen.length}`, { start: MARCH + 1000 + seen.length })] });
    }
    expect(seen).toEqual(ids.toReversed());
  });

  test('the cursor of another list or order is refused', async () => {
    const { app, commit } = await bench();
    commit({ alerts: [raised('a'), raised('b')] });
    const { next } = (await ask(app, '/api/v1/alerts?limit=1')).body as Page<AlertRow>;
    for (const url of [
      `/alerts?sort=-start&cursor=${next}`,
      `/leads?cursor=${next}`,
      '/alerts?cursor=bm8',
      '/marks?cursor=WyJtYXJrcyIsMV0',
    ]) {
      const answer = await ask(app, `/api/v1${url}`);
      expect(answer.body).toMatchObject({ code: 'FW-A4220', errors: [{ pointer: '/cursor', code: 'bad-cursor' }] });
    }
  });

  test('one with its history, its argument and its leads', async () => {
    const { app, commit } = await bench();
    commit({
      alerts: [raised('al-1'), sampleEvent('confirmed', MARCH + 60_000, { state: 'confirmed' })],
      leads: [{ at: MARCH, by: 'fluewatch', from: null, reason: '', lead: sampleLead() }],
    });
    const { body } = await ask(app, '/api/v1/alerts/al-1');
    expect(body).toMatchObject({
      state: 'confirmed',
      updatedAt: '2026-03-01T00:01:00+08:00',
      history: [
        { event: 'raised', alert: { state: 'provisional' } },
        { event: 'confirmed', at: '2026-03-01T00:01:00+08:00', alert: { state: 'confirmed' } },
      ],
      steps: [{ formula: 'Σc/n', output: 81.3 }],
      against: [{ en: 'mark "Shut-down"' }],
      leads: ['ld-1'],
    });
    expect((await ask(app, '/api/v1/alerts/nobody')).status).toBe(404);
  });

  test('an alert of a rule that is gone still has its page', async () => {
    const { app, commit } = await bench({}, { engine: { ...engine, explain: async () => undefined } });
    commit({ alerts: [raised('al-1', { rule: 'gone' })] });
    const { body } = await ask(app, '/api/v1/alerts/al-1');
    expect(body).toMatchObject({ ruleTitle: { zh: 'gone' }, steps: [], basis: [], against: [] });
  });
});

describe('leads', () => {
  const opened = (change: Parameters<typeof sampleLead>[0] = {}) => ({
    at: MARCH,
    by: 'fluewatch',
    from: null,
    reason: '',
    lead: sampleLead(change),
  });

  test('the most urgent first, filtered by state, site and words', async () => {
    const { app, commit } = await bench();
    commit({
      leads: [
        opened({ id: 'l', priority: 10 }),
        opened({ id: 'h', priority: 90.5 }),
        opened({ id: 'c', priority: 50, state: 'closed' }),
      ],
    });
    const listed = async (query: string) =>
      ((await ask(app, `/api/v1/leads?${query}`)).body as Page<LeadView>).items.map((l) => l.id).join('');
    expect(await listed('')).toBe('hcl');
    expect(await listed('state=open')).toBe('hl');
    expect(await listed('state=closed,dismissed')).toBe('c');
    expect(await listed('site=elsewhere')).toBe('');
    expect(await listed(`q=${encodeURIComponent('垃圾')}`)).toBe('hcl');
    const first = (await ask(app, '/api/v1/leads?limit=2')).body as Page<LeadView>;
    expect(await listed(`limit=2&cursor=${first.next}`)).toBe('l');
  });

  test('one with its alerts, its argument and its history', async () => {
    const { app, commit } = await bench();
    commit({ alerts: [sampleEvent('raised', MARCH)], leads: [opened()] });
    expect((await ask(app, '/api/v1/leads/ld-1')).body).toMatchObject({
      siteName: { zh: '示范垃圾焚烧发电厂' },
      moves: ['assigned', 'dismissed'],
      openedAt: '2026-03-03T00:00:00+08:00',
      alertList: [{ id: 'al-1' }],
      steps: [{ formula: 'Σc/n' }],
      against: [{ zh: '标记“停炉”' }],
      history: [{ by: 'fluewatch', from: null, to: 'new' }],
    });
    expect((await ask(app, '/api/v1/leads/nobody')).status).toBe(404);
  });

  const move = (to: string, version = 1, by = '张三') =>
    post('/api/v1/leads/ld-1:move', { to, version, by, reason: '现场核查' });

  test('moves along its states and says what is possible next', async () => {
    const { app, commit, commands } = await bench();
    commit({ leads: [opened()] });
    const { status, body } = await ask(app, move('assigned'));
    expect([status, body]).toMatchObject([200, { state: 'assigned', moves: ['confirmed', 'dismissed'], version: 2 }]);
    expect(commands).toEqual([
      ['lead-move', { lead: 'ld-1', to: 'assigned', version: 1, by: '张三', reason: '现场核查' }],
    ]);
  });

  test('a move that the state does not allow is a conflict and names those that are', async () => {
    const { app, commit, commands } = await bench();
    commit({ leads: [opened({ state: 'assigned' })] });
    const { status, body } = await ask(app, move('referred'));
    expect([status, body]).toMatchObject([
      409,
      { code: 'FW-A4090', detail: expect.stringMatching('confirmed, dismissed') },
    ]);
    expect(commands).toEqual([]);
  });

  test('a version that is not the last is stale, also when two move at once', async () => {
    const { app, commit } = await bench();
    commit({ leads: [opened({ version: 5 })] });
    expect((await ask(app, move('assigned', 4))).status).toBe(412);
    const both = await Promise.all([ask(app, move('assigned', 5, '张三')), ask(app, move('assigned', 5, '李四'))]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 412]);
  });

  test('the engine has the last word: what it ignored is not claimed', async () => {
    const { app, commit } = await bench({}, { command: async () => {} });
    commit({ leads: [opened()] });
    expect((await ask(app, move('assigned'))).body).toMatchObject({ code: 'FW-A4120' });
  });

  test('a lead that does not exist, a state that is no word', async () => {
    const { app } = await bench();
    expect((await ask(app, move('assigned'))).status).toBe(404);
    expect((await ask(app, move('asigned'))).body).toMatchObject({
      status: 422,
      errors: [{ pointer: '/to', code: 'unknown-word', hint: expect.stringContaining('"assigned"') }],
    });
  });
});

describe('marks', () => {
  const mark = { outlet: 'demo-wte-f1', mark: '停炉', start: '2026-03-02 01:00', end: '2026-03-02 03:30' };

  test('that hold, of an outlet and a span', async () => {
    const { app, commit } = await bench();
    commit({ marks: [sampleMark(), sampleMark({ id: 'mk-2', revoked: true })] });
    expect((await ask(app, '/api/v1/marks?outlet=demo-wte-f1&from=2026-03-01&to=2026-03-02')).body).toEqual({
      items: [
        {
          id: 'mk-1',
          outlet: 'demo-wte-f1',
          kind: 'shut-down',
          name: { zh: '停炉', en: 'Shut-down' },
          layer: 'A',
          start: '2026-03-01T01:00:00+08:00',
          end: '2026-03-01T03:00:00+08:00',
          createdAt: '2026-03-01T09:00:00+08:00',
          factor: null,
          receivedAt: '2026-03-01T09:00:00+08:00',
          author: null,
          note: null,
          revoked: false,
        },
      ],
      next: null,
    });
    expect((await ask(app, '/api/v1/marks?outlet=other')).body).toEqual({ items: [], next: null });
  });

  test('are entered with the word of the ordinance or the id', async () => {
    const { app, commands } = await bench();
    const { status, body } = await ask(app, post('/api/v1/marks', mark));
    expect([status, body]).toMatchObject([
      201,
      { kind: 'shut-down', start: '2026-03-02T01:00:00+08:00', createdAt: '2026-03-04T00:00:00+08:00' },
    ]);
    expect(commands).toMatchObject([['mark', { outlet: 'demo-wte-f1', kind: 'shut-down', createdAt: NOW }]]);
    expect((await ask(app, '/api/v1/marks')).body).toMatchObject({ items: [{ id: (body as { id: string }).id }] });
    expect((await ask(app, post('/api/v1/marks', { ...mark, mark: 'CEMS维护', factor: 'a21005' }))).status).toBe(201);
  });

  test('sent twice are one; of another content a new version, and none is lost', async () => {
    const { app, commands } = await bench();
    const first = await ask(app, post('/api/v1/marks', { ...mark, id: 'M-1', role: '企业', by: 'E017' }));
    expect([first.status, first.body]).toMatchObject([201, { id: 'M-1', author: { role: 'enterprise', id: 'E017' } }]);
    const again = await ask(app, post('/api/v1/marks', { ...mark, id: 'M-1', role: '企业', by: 'E017' }));
    expect([again.status, commands.length]).toEqual([200, 1]);
    const rows = [
      { ...mark, id: 'M-1', end: '2026-03-02 04:00' },
      { ...mark, id: 'M-1', end: '2026-03-02 04:00' },
      { ...mark, id: 'M-2', mark: '停路' },
      7,
      { ...mark, id: 'M-1', end: '2026-03-02 04:00', revoked: true },
    ];
    const many = await ask(app, post('/api/v1/marks', rows));
    expect([many.status, many.body]).toMatchObject([
      200,
      {
        accepted: 0,
        revised: 2,
        repeat: 1,
        rejected: 2,
        rows: [
          { row: 0, id: 'M-1', outcome: 'revised' },
          { row: 1, outcome: 'repeat' },
          {
            row: 2,
            outcome: 'rejected',
            field: 'mark',
            why: 'unknown-word',
            says: { en: expect.stringMatching(/停炉/) },
          },
          { row: 3, outcome: 'rejected', why: 'wrong-type' },
          { row: 4, outcome: 'revised' },
        ],
      },
    ]);
    expect((await ask(app, '/api/v1/marks')).body).toMatchObject({ items: [] });
    expect((await ask(app, '/api/v1/marks?revoked=true')).body).toMatchObject({
      items: [{ id: 'M-1', revoked: true }],
    });
    const { body } = await ask(app, '/api/v1/marks/M-1');
    expect((body as { versions: { end: string; revoked: boolean }[] }).versions.map((v) => [v.end, v.revoked])).toEqual(
      [
        ['2026-03-02T03:30:00+08:00', false],
        ['2026-03-02T04:00:00+08:00', false],
        ['2026-03-02T04:00:00+08:00', true],
      ],
    );
    expect((await ask(app, '/api/v1/marks/none')).status).toBe(404);
  });

  test('an id of another outlet, a time of entry that lies ahead and a body without a usable row are refused', async () => {
    const { app, commit, commands } = await bench();
    commit({ marks: [sampleMark({ id: 'M-9', outlet: 'elsewhere' })] });
    const refused = await ask(
      app,
      post('/api/v1/marks', [
        { ...mark, id: 'M-9' },
        { ...mark, createdAt: '2026-03-09 00:00' },
      ]),
    );
    expect([refused.status, refused.body]).toMatchObject([
      422,
      {
        errors: [
          { pointer: '/0/id', code: 'unusable' },
          { pointer: '/1/createdAt', code: 'out-of-range' },
        ],
      },
    ]);
    expect((await ask(app, post('/api/v1/marks', []))).status).toBe(422);
    expect(commands).toEqual([]);
  });

  test.each([
    [{ mark: '停路' }, '/mark', 'unknown-word', '停炉'],
    [{ mark: 'start-upp' }, '/mark', 'unknown-word', 'start-up'],
    [{ outlet: 'demo-wte-f2' }, '/outlet', 'unknown-id', 'demo-wte-f1'],
    [{ start: '2026-02-30' }, '/start', 'not-a-time', '2026-03-01 14:00'],
    [{ end: '2026-03-02 01:00' }, '/end', 'empty-span', ''],
    [{ end: undefined }, '/end', 'missing', ''],
    [{ start: 5 }, '/start', 'wrong-type', ''],
    [{ markk: '停炉' }, '/markk', 'unknown-key', '"mark"'],
  ])('%j is refused in words that help', async (change, pointer, code, hint) => {
    const { app, commands } = await bench();
    const { status, body } = await ask(app, post('/api/v1/marks', { ...mark, ...change }));
    expect([status, body]).toMatchObject([422, { code: 'FW-A4220', errors: [{ pointer, code }] }]);
    expect((body as { errors: [{ hint?: string }] }).errors[0].hint ?? '').toContain(hint);
    expect(commands).toEqual([]);
  });
});

describe('devices', () => {
  const stranger = sampleDevice({ mn: 'A1', outlet: null });

  test('with their counters and whether they are heard', async () => {
    const { app, commit } = await bench();
    commit({
      devices: [
        sampleDevice({ mn: 'a', lastSeen: NOW }),
        sampleDevice({ mn: 'b', lastSeen: NOW - 7_200_000 }),
        sampleDevice({ mn: 'c', lastSeen: null, lastData: null }),
        stranger,
      ],
    });
    const { items } = (await ask(app, '/api/v1/devices')).body as Page<{ mn: string; state: string }>;
    expect(Object.fromEntries(items.map((d) => [d.mn, d.state]))).toEqual({
      A1: 'quarantined',
      a: 'online',
      b: 'silent',
      c: 'never',
    });
    expect(items.find((d) => d.mn === 'a')).toMatchObject({
      lastSeen: '2026-03-04T00:00:00+08:00',
      received: 10,
      reasons: { CRC: 2 },
      oddities: { LEN: 1 },
    });
    expect((await ask(app, '/api/v1/overview')).body).toMatchObject({
      devices: { online: 1, silent: 1, quarantined: 1 },
    });
  });

  test('what was quarantined can be read, with its true length and no password', async () => {
    const { app, commit } = await bench();
    const item = (mn: string | null, text: string, encoding: BufferEncoding = 'utf8') => ({
      at: MARCH,
      mn,
      peer: 'tcp 127.0.0.1:9',
      why: 'CRC',
      bytes: Buffer.from(text, encoding),
    });
    // The last one is "中文" in GB 18030 (GB 18030-2022: D6D0 CEC4).
    commit({
      quarantine: [item('A1', '##0010PW=123456;\r\n'), item('A1', '\u0000停炉'), item(null, 'd6d0cec4', 'hex')],
    });
    const texts = async (mn: string) =>
      ((await ask(app, `/api/v1/devices/${mn}/quarantine`)).body as Page<{ text: string }>).items.map((q) => q.text);
    expect(await texts('A1')).toEqual(['\\x00停炉', '##0010PW=******;\\r\\n']);
    expect(await texts('-')).toEqual(['中文']);
    expect(await texts('nobody')).toEqual([]);
  });

  const adopt = (mn: string, outlet: string) => post(`/api/v1/devices/${mn}:adopt`, { outlet, by: '值班员' });

  test('a stranger is adopted once; again is no harm, elsewhere is a conflict', async () => {
    const { app, commit, commands } = await bench();
    commit({ devices: [stranger] });
    expect((await ask(app, adopt('A1', 'demo-wte-f1'))).body).toMatchObject({ mn: 'A1', outlet: 'demo-wte-f1' });
    expect(commands).toEqual([['adopt', { mn: 'A1', outlet: 'demo-wte-f1', by: '值班员' }]]);
    expect((await ask(app, adopt('A1', 'demo-wte-f1'))).status).toBe(200);
    expect((await ask(app, adopt('A1', 'new-outlet'))).body).toMatchObject({ code: 'FW-A4091', status: 409 });
    expect(commands.length).toBe(1);
    expect((await ask(app, adopt('A2', 'demo-wte-f1'))).status).toBe(404);
    expect((await ask(app, adopt('A1', 'a b'))).status).toBe(422);
  });
});

describe('connections', () => {
  test('with their state, its reason and what went through them', async () => {
    const { app } = await bench();
    const { body } = await ask(app, '/api/v1/connections');
    expect(body).toEqual({
      items: [
        {
          id: 'gateways',
          direction: 'in',
          kind: 'mqtt',
          to: 'mqtts://broker:8883',
          state: 'waiting',
          says: { zh: '连接被拒绝', en: 'connection refused' },
          since: '2026-03-01T00:00:00+08:00',
          done: 12,
          refused: 1,
          waiting: null,
          lastAt: null,
        },
      ],
    });
  });
});

describe('outputs', () => {
  test('what they gave up, page by page, and again when asked', async () => {
    const { app } = await bench();
    const page = (await ask(app, '/api/v1/connections/hook/dead-letters?limit=2')).body as Page<{ n: number }>;
    expect(page.items.map(({ n }) => n)).toEqual([1, 2]);
    const rest = await ask(app, `/api/v1/connections/hook/dead-letters?limit=2&cursor=${page.next}`);
    expect(rest.body).toEqual({
      items: [
        {
          n: 3,
          id: 'al-3.1',
          about: '超标报警',
          why: { zh: '不收', en: 'not taken' },
          at: '2026-03-04T00:00:00+08:00',
        },
      ],
      next: null,
    });
    expect((await ask(app, '/api/v1/connections/nobody/dead-letters')).status).toBe(404);
    const resend = (n: number) =>
      ask(app, { method: 'POST', url: `/api/v1/connections/hook/dead-letters/${n}:resend` });
    expect((await resend(3)).status).toBe(202);
    expect((await resend(4)).status).toBe(404);
  });

  test('what was told of an alert, and who would be told', async () => {
    const { app } = await bench();
    expect((await ask(app, '/api/v1/deliveries?subject=al-1')).body).toMatchObject({
      items: [{ output: 'hook', id: 'al-1.1', state: 'sent', receipt: 'HTTP 204', at: '2026-03-04T00:00:00+08:00' }],
    });
    expect((await ask(app, '/api/v1/connections/preview?alert=al-1')).body).toMatchObject({
      items: [{ output: 'duty', sent: true, people: ['张'], text: '▲' }],
    });
    expect((await ask(app, '/api/v1/connections/preview?alert=al-9')).status).toBe(404);
    expect((await ask(app, '/api/v1/connections/preview?lead=a&alert=b')).status).toBe(422);
    expect((await ask(app, '/api/v1/connections/preview')).status).toBe(422);
  });
});

describe('what the engine answers', () => {
  test('sites, found by id, name or region', async () => {
    const { app } = await bench();
    const found = async (query: string) =>
      ((await ask(app, `/api/v1/sites?${query}`)).body as Page<{ id: string }>).items.map((s) => s.id);
    expect(await found('')).toEqual(['demo-wte', 'other']);
    expect(await found('q=STEEL')).toEqual(['other']);
    expect(await found('q=3301')).toEqual(['demo-wte']);
    const first = (await ask(app, '/api/v1/sites?limit=1')).body as Page<unknown>;
    expect(await found(`limit=1&cursor=${first.next}`)).toEqual(['other']);
    expect((await ask(app, '/api/v1/sites/demo-wte')).body).toMatchObject({ outletList: [{ furnace: 1 }] });
    expect((await ask(app, '/api/v1/sites/nobody')).status).toBe(404);
  });

  test('rules, with their file', async () => {
    const { app } = await bench();
    expect((await ask(app, '/api/v1/rules')).body).toMatchObject({ items: [{ id: 'wte-daily-mean' }], next: null });
    expect((await ask(app, '/api/v1/rules/wte-daily-mean')).body).toMatchObject({ yaml: 'id: wte-daily-mean\n' });
    expect((await ask(app, '/api/v1/rules/nobody')).status).toBe(404);
  });

  const SPAN = 'from=2026-03-01&to=2026-03-01%2002:00';

  test('a curve, with the marks and alerts of its span drawn in', async () => {
    const { app, commit } = await bench();
    commit({
      alerts: [
        sampleEvent('raised', MARCH),
        sampleEvent('raised', MARCH, { id: 'whole-outlet', factor: null }),
        sampleEvent('raised', MARCH, { id: 'other-factor', factor: 'a21026' }),
        sampleEvent('raised', MARCH, { id: 'later', start: MARCH + 7_200_000 }),
      ],
      marks: [sampleMark(), sampleMark({ id: 'later', start: MARCH + 7_200_000 })],
    });
    const { body } = await ask(app, `/api/v1/series?outlet=demo-wte-f1&factor=a21005&${SPAN}`);
    expect(body).toMatchObject({ basis: 'converted', min: [41.2, null], max: [90, null], marks: [{ id: 'mk-1' }] });
    const { alerts } = body as { alerts: { id: string }[] };
    expect(alerts.map((a) => a.id).sort()).toEqual(['al-1', 'whole-outlet']);
  });

  test('a curve that does not exist names what was meant', async () => {
    const { app } = await bench();
    const outlet = await ask(app, `/api/v1/series?outlet=demo-wte-f2&factor=a21005&${SPAN}`);
    expect(outlet.body).toMatchObject({ status: 404, errors: [{ hint: expect.stringContaining('demo-wte-f1') }] });
    const factor = await ask(app, `/api/v1/series?outlet=demo-wte-f1&factor=a21006&${SPAN}`);
    expect(factor.body).toMatchObject({ status: 404, errors: [{ hint: expect.stringContaining('a21005') }] });
    const backwards = await ask(app, '/api/v1/series?outlet=o&factor=f&from=2026-03-02&to=2026-03-01');
    expect(backwards.body).toMatchObject({ status: 422, errors: [{ code: 'empty-span' }] });
  });

  test('the overview puts counts and engine together', async () => {
    const { app, commit } = await bench();
    commit({
      alerts: [sampleEvent('raised', MARCH)],
      leads: [{ at: MARCH, by: 'fluewatch', from: null, reason: '', lead: sampleLead() }],
    });
    expect((await ask(app, '/api/v1/overview')).body).toMatchObject({
      now: '2026-03-04T00:00:00+08:00',
      open: { info: 0, warning: 0, serious: 1, critical: 0 },
      leads: { new: 1, closed: 0 },
      readingsPerSecond: 12.5,
      journalAgeMs: 400,
    });
  });
});

describe('the limits of an outlet', () => {
  test('on a day in Beijing, by default today, with why and what else was in force', async () => {
    const { app } = await bench();
    const on = async (query: string) => await ask(app, `/api/v1/outlets/demo-wte-f1/limits${query}`);
    // 16:30 UTC is half an hour past midnight in Beijing
    expect((await on('?date=2026-03-01T16:30:00Z')).body).toMatchObject({
      date: '2026-03-02',
      limits: [{ factor: 'a21005', binding: { value: 80, verified: true }, candidates: [{ source: 'gb18485-2014' }] }],
    });
    expect((await on('?date=2026-02-28')).body).toMatchObject({ date: '2026-02-28' });
    expect((await on('')).body).toMatchObject({ date: '2026-03-04' });
    expect((await on('?date=yesterday')).status).toBe(422);
    expect((await ask(app, '/api/v1/outlets/nobody/limits')).status).toBe(404);
  });
});
