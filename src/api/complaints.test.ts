import { describe, expect, test } from 'vitest';
import { MARCH, sampleEvent, sampleLead } from '../store/samples.ts';
import { isPersonalField, personalTrace } from './personal.ts';
import { ask, bench } from './testing.ts';

const HOUR = 3_600_000;
const post = (payload: unknown) => ({ method: 'POST' as const, url: '/api/v1/complaints', payload: payload as object });
const csv = (payload: string) => ({
  method: 'POST' as const,
  url: '/api/v1/complaints',
  headers: { 'content-type': 'text/csv' },
  payload,
});

const complaint = {
  id: 'P20260302-017',
  kind: '异味',
  receivedAt: '2026-03-01 22:40',
  from: '2026-03-01 21:00',
  to: '2026-03-01 22:30',
  site: 'demo-wte',
  text: '下风向有刺鼻气味，夜里更重',
};

describe('who complained is kept out', () => {
  test.each([
    'name',
    'Name',
    'complainant',
    'complainant_name',
    'phone',
    'mobile',
    'tel',
    'address',
    'idNumber',
    'id_card',
    'email',
    'wechat',
    '姓名',
    '举报人',
    '举报人姓名',
    '联系电话',
    '手机号',
    '家庭住址',
    '身份证号',
  ])('the field %s', (field) => {
    expect(isPersonalField(field)).toBe(true);
  });

  test.each([
    'id',
    'kind',
    'receivedAt',
    'from',
    'to',
    'site',
    'outlet',
    'place',
    'text',
    '编号',
    '类型',
    '内容',
    '受理时间',
  ])('but %s is about the matter', (field) => {
    expect(isPersonalField(field)).toBe(false);
  });

  test.each([
    ['请打 13800138000', 'phone'],
    ['电话138-0013-8000', 'phone'],
    ['１３８００１３８０００', 'phone'],
    ['一三八零零一三八零零零', 'phone'],
    ['+86 138 0013 8000', 'phone'],
    ['0571-88888888 找我', 'phone'],
    ['11010519491231002X', 'id-number'],
    ['110105 19491231 002x', 'id-number'],
    ['a.b@example.com', 'mail'],
    ['微信：abc12345', 'mail'],
    ['我叫王小明', 'name'],
    ['住户张女士反映', 'name'],
    ['幸福里3幢201', 'address'],
    ['3号楼二单元', 'address'],
  ])('%s', (text, trace) => {
    expect(personalTrace(text)).toBe(trace);
  });

  test.each([
    '2026年3月1日21:00至22:30，厂区东侧有刺鼻气味',
    '烟囱冒黑烟约30分钟，距居民区300米',
    '110105202603010017',
    'P20260302-017',
    '2026-03-02 21:00 起 2 号炉排口颜色发黄',
    '水体发黑，长约1200米',
  ])('but not the matter itself: %s', (text) => {
    expect(personalTrace(text)).toBeUndefined();
  });

  test('in no form does it come further than the door: not into answers, not into the log, not into a command', async () => {
    const { app, commands, log } = await bench();
    const secret = ['王小明', '13800138000', '幸福里3幢201', '11010519491231002X'];
    const bodies = [
      post({ ...complaint, name: secret[0] }),
      post({ ...complaint, 举报人: { 姓名: secret[0], 电话: secret[1] } }),
      post([{ ...complaint, phone: secret[1] }]),
      post({ ...complaint, text: `我叫${secret[0]}，电话${secret[1]}` }),
      post({ ...complaint, place: secret[2] }),
      post({ ...complaint, id: secret[1] }),
      post({ ...complaint, site: secret[0] }),
      post({ ...complaint, kind: secret[0] }),
      post({ ...complaint, from: secret[0] }),
      post({ ...complaint, [secret[0]!]: 1 }),
      csv(`编号,类型,受理时间,开始,结束,企业,姓名\nP1,异味,2026-03-01,2026-03-01,2026-03-02,demo-wte,${secret[0]}`),
      csv(`P1,异味,${secret[0]},${secret[1]}\nP2,异味,2026-03-01,2026-03-02`),
      csv(`编号,类型,受理时间,开始,结束,企业,内容\nP1,异味,2026-03-01,2026-03-01,2026-03-02,demo-wte,${secret[3]}`),
    ];
    for (const body of bodies) {
      const answer = await app.inject(body);
      expect(answer.statusCode).toBe(422);
      for (const word of secret) expect(answer.body).not.toContain(word);
    }
    expect(commands).toEqual([]);
    for (const word of secret) expect(log.join('\n')).not.toContain(word);
  });

  test('while other rows of the table are taken, and an empty column does no harm', async () => {
    const { app, commands } = await bench();
    const table = [
      '编号,类型,受理时间,开始,结束,企业,内容,联系电话',
      'P1,异味,2026-03-01 22:40,2026-03-01 21:00,2026-03-01 22:30,demo-wte,刺鼻,',
      'P2,异味,2026-03-01 22:40,2026-03-01 21:00,2026-03-01 22:30,demo-wte,刺鼻,13800138000',
    ].join('\n');
    const { body } = await ask(app, csv(table));
    expect(body).toMatchObject({
      accepted: 1,
      rejected: 1,
      rows: [
        { id: 'P1', outcome: 'accepted' },
        { row: 1, line: 3, id: null, why: 'personal-data', field: '联系电话' },
      ],
    });
    expect(commands).toHaveLength(1);
  });
});

describe('complaints', () => {
  test('are shown on alerts and leads of their site within 24 hours, as number and kinds, never their words', async () => {
    const { app, commit } = await bench();
    commit({
      alerts: [
        sampleEvent('raised', MARCH),
        sampleEvent('raised', MARCH, { id: 'far', start: MARCH + 60 * HOUR, end: MARCH + 61 * HOUR }),
        sampleEvent('raised', MARCH, { id: 'edge', start: MARCH + 46.5 * HOUR, end: MARCH + 47 * HOUR }),
        sampleEvent('raised', MARCH, { id: 'near', start: MARCH + 46.4 * HOUR, end: MARCH + 47 * HOUR }),
      ],
      leads: [{ at: MARCH, by: 'fluewatch', from: null, reason: '', lead: sampleLead() }],
    });
    expect((await ask(app, post(complaint))).status).toBe(201);
    expect(
      (await ask(app, post({ ...complaint, id: 'P2', kind: 'smoke', outlet: 'demo-wte-f1', site: undefined }))).status,
    ).toBe(201);
    const about = async (route: string) => {
      const { body } = await ask(app, `/api/v1/${route}`);
      expect(JSON.stringify(body)).not.toContain('刺鼻');
      return (body as { complaints: { count: number; kinds: { kind: string; count: number }[] } }).complaints;
    };
    expect(await about('alerts/al-1')).toMatchObject({
      count: 2,
      kinds: [
        { kind: 'odour', count: 1 },
        { kind: 'smoke', count: 1 },
      ],
    });
    expect((await about('leads/ld-1')).count).toBe(2);
    // Observed until 22:30 on the first: 24 hours later ends at 46.5 hours after midnight of the first.
    expect((await about('alerts/near')).count).toBe(2);
    expect((await about('alerts/edge')).count).toBe(0);
    expect((await about('alerts/far')).count).toBe(0);
    expect((await ask(app, '/api/v1/complaints/P20260302-017')).body).toMatchObject({
      text: complaint.text,
      alerts: ['near', 'al-1'],
      leads: ['ld-1'],
      data: { from: '2026-02-28T21:00:00+08:00', to: '2026-03-02T22:30:00+08:00' },
    });
  });

  test('that are taken back, or moved, are linked anew; both versions stay', async () => {
    const { app, commit } = await bench();
    commit({ alerts: [sampleEvent('raised', MARCH)] });
    await ask(app, post({ ...complaint, site: undefined, place: '厂区东侧河边' }));
    expect((await ask(app, '/api/v1/alerts/al-1')).body).toMatchObject({ complaints: { count: 0 } });
    expect((await ask(app, post(complaint))).status).toBe(201);
    expect((await ask(app, '/api/v1/alerts/al-1')).body).toMatchObject({ complaints: { count: 1 } });
    expect((await ask(app, post({ ...complaint, revoked: true }))).status).toBe(201);
    expect((await ask(app, '/api/v1/alerts/al-1')).body).toMatchObject({ complaints: { count: 0 } });
    const { body } = await ask(app, '/api/v1/complaints/P20260302-017');
    expect((body as { versions: unknown[] }).versions).toHaveLength(3);
    expect((await ask(app, '/api/v1/complaints?site=demo-wte')).body).toMatchObject({ items: [{ revoked: true }] });
  });

  test.each([
    [{ site: 'demo-wtee' }, '/site', 'unknown-id', 'demo-wte'],
    [{ outlet: 'demo-wte-f9' }, '/outlet', 'unknown-id', 'demo-wte-f1'],
    [{ site: undefined }, '/site', 'missing', ''],
    [{ to: '2026-03-01 21:00' }, '/to', 'empty-span', ''],
    [{ kind: 'smell' }, '/kind', 'unknown-word', '异味'],
  ])('%j are refused in words that help', async (change, pointer, code, hint) => {
    const { app } = await bench();
    const { status, body } = await ask(app, post({ ...complaint, ...change }));
    expect([status, body]).toMatchObject([422, { errors: [{ pointer, code }] }]);
    expect((body as { errors: [{ hint?: string }] }).errors[0].hint ?? '').toContain(hint);
  });
});
