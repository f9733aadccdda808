import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MARCH } from '../../store/samples.ts';
import { Receiver } from '../../testing/servers/receiver.ts';
import { webhookCarrier } from './carriers/webhook.ts';
import { webhookSettings } from './settings.ts';
import { noticeHouse } from './trial.ts';

const KEY = 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
process.env.WEBHOOK_SECRET_OF_TEST = `whsec_${KEY}`;

const receiver = new Receiver();
beforeEach(async () => {
  receiver.heard.length = 0;
  receiver.answer = () => ({});
  await receiver.start();
});
afterEach(() => receiver.stop());

const settings = (more: object = {}) =>
  webhookSettings.parse({
    id: 'hook',
    kind: 'webhook',
    url: `${receiver.url}/in?x=1`,
    secret: { env: 'WEBHOOK_SECRET_OF_TEST' },
    from: 'start',
    ...more,
  });

const open = (house: ReturnType<typeof noticeHouse>, more: object = {}, options: object = {}) => {
  const set = settings(more);
  return house.open(set, webhookCarrier(set), options);
};

const ids = () => receiver.heard.map(({ headers }) => headers['webhook-id']);

describe('a webhook', () => {
  it('is signed as Standard Webhooks ask, and carries the whole event', async () => {
    const house = noticeHouse();
    house.alert('raised', { id: 'al-1' });
    const output = open(house);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'open', done: 1, waiting: 0 }));
    const [heard] = receiver.heard;
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = heard!.headers;
    expect(id).toBe('al-1.1');
    expect(Math.abs(Number(at) * 1000 - Date.now())).toBeLessThan(60_000);
    // By the text of the specification: HMAC-SHA256 of `id.timestamp.body` under the decoded secret, base64, after `v1,`.
    const hmac = createHmac('sha256', Buffer.from(KEY, 'base64')).update(`${id}.${at}.${heard!.body}`);
    expect(signature).toBe(`v1,${hmac.digest('base64')}`);
    expect(JSON.parse(heard!.body)).toMatchObject({
      type: 'alert.raised',
      timestamp: '2026-03-01T00:00:00+08:00',
      data: { v: 1, id: 'al-1', kind: 'exceedance', value: 81.3, limit: 80, start: '2026-03-01T00:00:00+08:00' },
    });
    expect(heard!.url).toBe('/in?x=1');
  });

  it('tells of leads without saying who moved them', async () => {
    const house = noticeHouse();
    house.lead(null, { id: 'ld-1' });
    house.lead('new', { id: 'ld-1', state: 'assigned', assignee: '李四' });
    open(house);
    await vi.waitFor(() => expect(ids()).toEqual(['ld-1.1', 'ld-1.2']));
    expect(receiver.json).toMatchObject([
      { type: 'lead.opened' },
      { type: 'lead.moved', data: { from: 'new', to: 'assigned' } },
    ]);
    expect(receiver.heard.map(({ body }) => body).join()).not.toMatch(/张三|李四/);
  });

  it('loses nothing while the receiver is stopped for long, and says what is wrong', async () => {
    const house = noticeHouse();
    const output = open(house);
    house.alert('raised', { id: 'a0' });
    await vi.waitFor(() => expect(ids()).toEqual(['a0.1']));
    await receiver.stop();
    for (let n = 1; n <= 30; n++) house.alert('raised', { id: `a${n}` });
    await vi.waitFor(() =>
      expect(output.status()).toMatchObject({
        state: 'waiting',
        waiting: 30,
        says: { en: expect.stringContaining('ECONNREFUSED') },
      }),
    );
    await receiver.start();
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'open', waiting: 0, done: 31 }), 5000);
    expect([...new Set(ids())].sort()).toEqual(Array.from({ length: 31 }, (_, n) => `a${n}.1`).sort());
    expect(ids()).toHaveLength(31);
  });

  it('sends again what was cut off in the middle of the answer, under the same id', async () => {
    const house = noticeHouse();
    receiver.answer = (_, before) => (before === 0 ? { cut: true } : {});
    house.alert('raised', { id: 'a' });
    const output = open(house);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 1 }));
    expect(ids()).toEqual(['a.1', 'a.1']);
  });

  it('leaves a receiver alone as long as it asks', async () => {
    const house = noticeHouse();
    receiver.answer = (_, before) => (before === 0 ? { status: 429, headers: { 'retry-after': '1' } } : {});
    house.alert('raised', { id: 'a' });
    const output = open(house);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 1 }), 3000);
    const [first, second] = receiver.heard;
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(990);
    expect(receiver.heard).toHaveLength(2);
  });

  it('does not hold the others up with one that is refused, gives it up in the end and sends it again when asked', async () => {
    const house = noticeHouse();
    receiver.answer = ({ headers }) => (headers['webhook-id'] === 'bad.1' ? { status: 422, body: 'no such site' } : {});
    const output = open(house, {}, { patienceMs: 300 });
    house.alert('raised', { id: 'bad' });
    house.alert('raised', { id: 'good' });
    await vi.waitFor(() => expect(ids()).toContain('good.1'));
    await vi.waitFor(() => expect(output.status()).toMatchObject({ refused: 1, waiting: 0 }));
    const [letter] = output.deadLetters(0, 10);
    expect(letter).toMatchObject({ id: 'bad.1', why: { en: expect.stringContaining('no such site') } });
    expect(output.deliveries('bad')).toMatchObject([{ state: 'dead' }]);
    receiver.answer = () => ({ status: 202 });
    expect(output.resend(letter!.n)).toBe(true);
    await vi.waitFor(() => expect(output.deliveries('bad')).toMatchObject([{ state: 'sent', receipt: 'HTTP 202' }]));
    expect(output.status().refused).toBe(0);
    expect(output.resend(letter!.n)).toBe(false);
  });

  it('repeats under the same id what was sent when the process died', async () => {
    const house = noticeHouse();
    // It takes the message, and the answer never comes.
    receiver.answer = () => ({ after: 60_000 });
    house.alert('raised', { id: 'a' });
    const first = open(house);
    await vi.waitFor(() => expect(ids()).toEqual(['a.1']));
    await first.close();
    receiver.answer = () => ({});
    open(house);
    await vi.waitFor(() => expect(ids()).toEqual(['a.1', 'a.1']));
  });

  it('says how to mend a wrong secret, and shows none', async () => {
    const house = noticeHouse();
    receiver.answer = () => ({ status: 401 });
    house.alert('raised');
    const output = open(house);
    await vi.waitFor(() =>
      expect(output.status()).toMatchObject({ state: 'failed', says: { zh: expect.stringContaining('密钥') } }),
    );
    expect(JSON.stringify(output.status())).not.toContain(KEY);
    expect(output.status().to).toBe(receiver.url);
  });

  it('sends only what a line of match names', async () => {
    const house = noticeHouse();
    open(house, {
      match: [
        { what: 'alert', severity: 'serious', regions: ['3301'] },
        { what: 'lead', queues: ['review'] },
      ],
    });
    house.alert('raised', { id: 'yes' });
    house.alert('raised', { id: 'too-light', severity: 'warning' });
    house.alert('raised', { id: 'elsewhere', site: 'demo-ww', outlet: null });
    house.alert('raised', { id: 'unknown-site', site: 'nobody', outlet: null });
    house.lead(null, { id: 'enforcement' });
    house.lead(null, { id: 'review', queue: 'review', severity: 'info' });
    house.alert('raised', { id: 'end', severity: 'critical' });
    await vi.waitFor(() => expect(ids()).toEqual(['yes.1', 'review.1', 'end.1']));
  });

  it('tells an enterprise of no lead, no suspicion and nobody else', async () => {
    expect(() => settings({ audience: 'enterprise' })).toThrow(/must name its sites/);
    expect(() => settings({ audience: 'enterprise', match: [{ sites: ['demo-wte'] }, {}] })).toThrow(
      /must name its sites/,
    );
    const house = noticeHouse();
    open(house, { audience: 'enterprise', match: [{ sites: ['demo-wte'] }] });
    house.alert('raised', { id: 'suspicion', kind: 'falsification', covers: ['F22'] });
    house.alert('raised', { id: 'mark-abuse', kind: 'mark', covers: ['F32'] });
    house.alert('raised', { id: 'power', kind: 'power', covers: [] });
    house.lead(null, { id: 'lead' });
    house.alert('raised', { id: 'other', site: 'demo-ww', outlet: null });
    house.alert('raised', { id: 'exceedance' });
    await vi.waitFor(() => expect(ids()).toEqual(['exceedance.1']));
  });

  it('begins at now', async () => {
    const house = noticeHouse();
    house.alert('raised', { id: 'before' });
    open(house, { from: 'now' });
    house.alert('raised', { id: 'after', start: MARCH });
    await vi.waitFor(() => expect(ids()).toEqual(['after.1']));
  });
});
