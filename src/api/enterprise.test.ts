import { describe, expect, test } from 'vitest';
import { MARCH, sampleEvent, sampleLead, sampleMark } from '../store/samples.ts';
import { ask, bench } from './testing.ts';

const OWN = { authorization: 'Bearer own-token-of-the-plant' };
const NEIGHBOUR = { authorization: 'Bearer token-of-the-neighbour' };

const get = (url: string, headers: Record<string, string> = OWN) => ({ url: `/api/v1${url}`, headers });
const post = (url: string, payload: object, headers: Record<string, string> = OWN) => ({
  method: 'POST' as const,
  url: `/api/v1${url}`,
  headers,
  payload,
});

const mark = {
  outlet: 'demo-wte-f1',
  mark: '停炉',
  start: '2026-03-02 01:00',
  end: '2026-03-02 03:30',
  note: '计划检修',
  by: 'E017',
};

describe('a plant', () => {
  test('sees its own outlets with marks that its industry has, what they excuse and what is left', async () => {
    const { app } = await bench();
    expect((await ask(app, get('/enterprise'))).body).toMatchObject({
      id: 'plant',
      sites: [
        { id: 'demo-wte', outlets: [{ id: 'demo-wte-f1', groups: [{ quota: { capHours: 60, usedHours: 12 } }] }] },
      ],
    });
  });

  test.each([
    '/enterprise',
    '/enterprise/alerts',
    '/enterprise/marks?outlet=demo-wte-f1',
  ])('is asked for its token by %s, and a wrong one opens nothing', async (url) => {
    const { app } = await bench();
    for (const headers of [{}, { authorization: 'Bearer nobody' }, { authorization: 'Basic own-token-of-the-plant' }]) {
      expect((await ask(app, get(url, headers as Record<string, string>))).status).toBe(401);
    }
    expect((await ask(app, get(url))).status).toBe(200);
  });

  test('enters a mark under its role and number at the time of the server, corrects it and takes it back', async () => {
    const { app, commands } = await bench();
    const first = await ask(app, post('/enterprise/marks', { ...mark, id: 'M1' }));
    expect([first.status, first.body]).toMatchObject([
      201,
      { author: { role: 'enterprise', id: 'E017' }, createdAt: '2026-03-04T00:00:00+08:00', note: '计划检修' },
    ]);
    expect((await ask(app, post('/enterprise/marks', { ...mark, id: 'M1' }))).status).toBe(200);
    expect((await ask(app, post('/enterprise/marks', { ...mark, id: 'M1', revoked: true }))).status).toBe(201);
    expect(commands).toHaveLength(2);
    expect((await ask(app, get('/enterprise/marks?outlet=demo-wte-f1'))).body).toMatchObject({
      items: [{ id: 'M1', revoked: true }],
    });
  });

  test.each([
    [{ mark: '烘炉' }, '/mark', 'unknown-word', '停炉'],
    [{ outlet: 'other-f1' }, '/outlet', 'unknown-id', ''],
    [{ createdAt: '2026-03-01' }, '/createdAt', 'unknown-key', ''],
    [{ role: 'authority' }, '/role', 'unknown-key', ''],
    [{ by: undefined }, '/by', 'missing', ''],
    [{ note: ' ' }, '/note', 'out-of-range', ''],
    [{ end: '2026-03-02 01:00' }, '/end', 'empty-span', ''],
  ])('is told what is wrong with %j', async (change, pointer, code, hint) => {
    const { app, commands } = await bench();
    const { status, body } = await ask(app, post('/enterprise/marks', { ...mark, ...change }));
    expect([status, body]).toMatchObject([422, { errors: [{ pointer, code }] }]);
    expect((body as { errors: [{ hint?: string }] }).errors[0].hint ?? '').toContain(hint);
    expect(commands).toEqual([]);
  });

  test('sees open alerts about itself and answers them; the answer stays with alert and lead', async () => {
    const { app, commit } = await bench();
    commit({
      alerts: [sampleEvent('raised', MARCH)],
      leads: [{ at: MARCH, by: 'fluewatch', from: null, reason: '', lead: sampleLead() }],
    });
    expect((await ask(app, get('/enterprise/alerts'))).body).toMatchObject({ items: [{ id: 'al-1', answers: [] }] });
    const said = { text: '更换滤袋，10:30 恢复', by: 'E017' };
    expect((await ask(app, post('/enterprise/alerts/al-1:answer', said))).status).toBe(201);
    expect((await ask(app, post('/enterprise/alerts/al-1:answer', said))).status).toBe(200);
    const answers = [{ text: said.text, enterprise: 'plant', author: { role: 'enterprise', id: 'E017' } }];
    expect((await ask(app, get('/enterprise/alerts'))).body).toMatchObject({ items: [{ answers }] });
    expect((await ask(app, '/api/v1/alerts/al-1')).body).toMatchObject({ answers });
    expect((await ask(app, '/api/v1/leads/ld-1')).body).toMatchObject({ answers });
    expect((await ask(app, post('/enterprise/alerts/al-1:answer', { text: '', by: 'E017' }))).status).toBe(422);
  });

  test('is never shown a suspicion, what suggests a covert check, or that there is a lead', async () => {
    const { app, commit } = await bench();
    commit({
      alerts: [
        sampleEvent('raised', MARCH, { id: 'suspicion', kind: 'falsification' }),
        sampleEvent('raised', MARCH, { id: 'covert', rule: 'lad-reinspection-watch' }),
        sampleEvent('withdrawn', MARCH, { id: 'gone', state: 'withdrawn' }),
        sampleEvent('raised', MARCH, { id: 'plain' }),
      ],
      leads: [{ at: MARCH, by: 'fluewatch', from: null, reason: '', lead: sampleLead({ alerts: ['plain'] }) }],
    });
    const { body } = await ask(app, get('/enterprise/alerts'));
    expect((body as { items: { id: string }[] }).items.map(({ id }) => id)).toEqual(['plain']);
    const all = JSON.stringify([body, (await ask(app, get('/enterprise'))).body]);
    for (const word of ['suspicion', 'covert', 'ld-1', 'lead']) expect(all).not.toContain(word);
    for (const id of ['suspicion', 'covert', 'gone', 'none']) {
      expect((await ask(app, post(`/enterprise/alerts/${id}:answer`, { text: '无', by: 'E017' }))).status).toBe(404);
    }
  });
});

describe('its neighbour', () => {
  test('can neither read nor mark nor answer what is not its own', async () => {
    const { app, commit, commands } = await bench();
    commit({ alerts: [sampleEvent('raised', MARCH)], marks: [sampleMark()] });
    expect((await ask(app, get('/enterprise', NEIGHBOUR))).body).toMatchObject({ id: 'neighbour', sites: [] });
    expect((await ask(app, get('/enterprise/alerts', NEIGHBOUR))).body).toEqual({ items: [] });
    const marks = await ask(app, get('/enterprise/marks?outlet=demo-wte-f1', NEIGHBOUR));
    expect([marks.status, JSON.stringify(marks.body)]).toEqual([422, expect.not.stringContaining('mk-1')]);
    expect((await ask(app, post('/enterprise/marks', mark, NEIGHBOUR))).status).toBe(422);
    expect((await ask(app, post('/enterprise/alerts/al-1:answer', { text: '无', by: 'N1' }, NEIGHBOUR))).status).toBe(
      404,
    );
    expect(commands).toEqual([]);
  });
});
