import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseTime } from '../../model/beijing.ts';
import { type Heard, Receiver } from '../../testing/servers/receiver.ts';
import { dingtalkCarrier } from './carriers/dingtalk.ts';
import { feishuCarrier } from './carriers/feishu.ts';
import { wecomCarrier } from './carriers/wecom.ts';
import { personSchema } from './roster.ts';
import { dingtalkSettings, feishuSettings, wecomSettings } from './settings.ts';
import { noticeHouse } from './trial.ts';

const TOKEN = 'a-token-nobody-may-read';
const SECRET = 'SECa-secret-nobody-may-read';

const receiver = new Receiver();
beforeEach(async () => {
  receiver.heard.length = 0;
  receiver.answer = () => ({ body: { errcode: 0, errmsg: 'ok', code: 0 } });
  await receiver.start();
  process.env.CHAT_SECRET_OF_TEST = SECRET;
  process.env.DINGTALK_URL_OF_TEST = `${receiver.url}/robot/send?access_token=${TOKEN}`;
  process.env.WECOM_URL_OF_TEST = `${receiver.url}/cgi-bin/webhook/send?key=${TOKEN}`;
  process.env.FEISHU_URL_OF_TEST = `${receiver.url}/open-apis/bot/v2/hook/${TOKEN}`;
});
afterEach(() => receiver.stop());

const secret = { env: 'CHAT_SECRET_OF_TEST' };
const common = { from: 'start', console: 'https://watch.example/' };

type House = ReturnType<typeof noticeHouse>;
type More = { options?: object } & Record<string, unknown>;

const DIALECTS = {
  dingtalk: {
    open(house: House, { options, ...more }: More = {}) {
      const settings = dingtalkSettings.parse({
        id: 'd',
        kind: 'dingtalk',
        url: { env: 'DINGTALK_URL_OF_TEST' },
        secret,
        ...common,
        ...more,
      });
      return house.open(
        settings,
        dingtalkCarrier(settings, () => []),
        options,
      );
    },
    text: ({ body }: Heard) => (JSON.parse(body) as { markdown: { text: string } }).markdown.text,
    flood: { errcode: 130101, errmsg: 'send too fast, exceed 20 times per minute' },
    refusal: { errcode: 40035, errmsg: `bad parameter ${TOKEN}` },
    mend: { errcode: 310000, errmsg: 'sign not match' },
    bytes: ({ body }: Heard) => Buffer.byteLength(body),
    most: 20_000,
  },
  wecom: {
    open(house: House, { options, ...more }: More = {}) {
      const settings = wecomSettings.parse({
        id: 'w',
        kind: 'wecom',
        url: { env: 'WECOM_URL_OF_TEST' },
        ...common,
        ...more,
      });
      return house.open(
        settings,
        wecomCarrier(settings, () => []),
        options,
      );
    },
    text: ({ body }: Heard) => (JSON.parse(body) as { markdown: { content: string } }).markdown.content,
    flood: { errcode: 45009, errmsg: 'api freq out of limit' },
    refusal: { errcode: 40008, errmsg: `invalid message type ${TOKEN}` },
    mend: { errcode: 93000, errmsg: 'invalid webhook url' },
    bytes: (heard: Heard) => Buffer.byteLength(DIALECTS.wecom.text(heard)),
    most: 4096,
  },
  feishu: {
    open(house: House, { options, ...more }: More = {}) {
      const settings = feishuSettings.parse({
        id: 'f',
        kind: 'feishu',
        url: { env: 'FEISHU_URL_OF_TEST' },
        secret,
        ...common,
        ...more,
      });
      return house.open(
        settings,
        feishuCarrier(settings, () => []),
        options,
      );
    },
    text({ body }: Heard) {
      const { card } = JSON.parse(body) as {
        card: { header: { title: { content: string } }; elements: { content: string }[] };
      };
      return `${card.header.title.content}\n${card.elements[0]!.content}`;
    },
    flood: { code: 11232, msg: 'frequency limited' },
    refusal: { code: 9499, msg: `Bad Request ${TOKEN}` },
    mend: { code: 19021, msg: 'sign match fail' },
    bytes: ({ body }: Heard) => Buffer.byteLength(body),
    most: 20_000,
  },
};

describe.each(Object.entries(DIALECTS))('%s', (_, dialect) => {
  const { open, text, flood, refusal, mend, bytes, most } = dialect;

  it('says it in Chinese first, in English below, with a link and no more than is suspected', async () => {
    const house = noticeHouse();
    house.alert('raised', { id: 'al/1', kind: 'falsification', says: { zh: '数值[恒定]<b>', en: 'value frozen' } });
    const output = open(house);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'open', done: 1 }));
    const said = text(receiver.heard[0]!);
    expect(said).toMatch(
      /橙 疑似数据异常报警 · 示范垃圾焚烧厂 1 号炉[\s\S]*orange data inconsistent with honest operation: alert · Demo/,
    );
    expect(said).toContain('数值［恒定］＜b＞');
    expect(said).toContain('2026-03-01 00:00 起（北京时间）');
    expect(said).toContain('https://watch.example/alerts/al%2F1)');
    expect(said).not.toMatch(/造假|falsif/);
  });

  it('the first of a site goes at once, what follows as one digest in which nothing is missing', async () => {
    const house = noticeHouse();
    let now = parseTime('2026-03-02 10:00');
    const output = open(house, { options: { now: () => now } });
    house.alert('raised', { id: 'first' });
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 1 }));
    for (let n = 0; n < 20; n++)
      house.alert('raised', { id: `later-${n}`, says: { zh: `第 ${n} 条`, en: `number ${n}` } });
    house.alert('raised', { id: 'elsewhere', site: 'demo-ww', outlet: null });
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 2, waiting: 20 }));
    expect(text(receiver.heard[1]!)).toContain('示范污水厂');
    now += 9 * 60_000;
    house.alert('raised', { id: 'still-later' });
    await vi.waitFor(() => expect(output.status()).toMatchObject({ waiting: 21 }));
    now += 60_000;
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 23, waiting: 0 }));
    const digests = receiver.heard.slice(2).map(text);
    expect(digests[0]).toMatch(/汇总：\d+ 条 \/ digest: \d+ notices/);
    for (let n = 0; n < 20; n++) expect(digests.filter((digest) => digest.includes(`第 ${n} 条`))).toHaveLength(1);
    expect(output.deliveries('later-7')).toMatchObject([{ event: 'raised', state: 'sent', tries: 1 }]);
  });

  it('what is graver than all before it does not wait', async () => {
    const house = noticeHouse();
    const output = open(house);
    house.alert('raised', { id: 'a', severity: 'warning' });
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 1 }));
    house.alert('raised', { id: 'b', severity: 'warning' });
    house.alert('raised', { id: 'c', severity: 'critical' });
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 2, waiting: 1 }));
    expect(output.deliveries('c')).toMatchObject([{ state: 'sent' }]);
  });

  it('keeps within the size that the platform takes, losing nothing', async () => {
    const house = noticeHouse();
    await receiver.stop();
    const output = open(house, { bundleMinutes: 0 });
    const long = '氮'.repeat(300);
    const numbers = Array.from({ length: 30 }, (__, n) => n);
    for (const n of numbers)
      house.alert('raised', { id: `a${n}`, says: { zh: `〔${n}〕${long}`, en: 'x'.repeat(300) } });
    await vi.waitFor(() => expect(output.status()).toMatchObject({ waiting: 30, state: 'waiting' }));
    await receiver.start();
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 30, waiting: 0 }), 5000);
    expect(receiver.heard.length).toBeGreaterThan(1);
    for (const heard of receiver.heard) expect(bytes(heard)).toBeLessThanOrEqual(most);
    const said = receiver.heard.map(text).join();
    expect(numbers.map((n) => said.split(`〔${n}〕`).length - 1)).toEqual(numbers.map(() => 1));
  });

  it('cuts one that is too long by itself', async () => {
    const house = noticeHouse();
    house.alert('raised', { says: { zh: '长'.repeat(9000), en: 'long' } });
    const output = open(house);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 1 }));
    expect(bytes(receiver.heard[0]!)).toBeLessThanOrEqual(most);
    expect(text(receiver.heard[0]!)).toContain('https://watch.example/alerts/al-1');
  });

  it('a refusal that says 200 is none the less a refusal; nothing secret is shown of it', async () => {
    const house = noticeHouse();
    receiver.answer = () => ({ body: refusal });
    house.alert('raised');
    const output = open(house, { options: { patienceMs: 100 } });
    await vi.waitFor(() => expect(output.status()).toMatchObject({ refused: 1, done: 0 }));
    const shown = JSON.stringify([output.status(), output.deadLetters(0, 9), output.deliveries('al-1')]);
    expect(shown).toContain('***');
    expect(shown).not.toContain(TOKEN);
    expect(shown).not.toContain(SECRET);
  });

  it('waits when the platform has had enough', async () => {
    const house = noticeHouse();
    receiver.answer = () => ({ body: flood });
    house.alert('raised');
    const output = open(house);
    await vi.waitFor(() =>
      expect(output.status()).toMatchObject({ state: 'waiting', says: { zh: expect.stringContaining('频繁') } }),
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(receiver.heard).toHaveLength(1);
    expect(output.status()).toMatchObject({ waiting: 1, refused: 0 });
  });

  it('says what to mend where the platform says so', async () => {
    const house = noticeHouse();
    receiver.answer = () => ({ body: mend });
    house.alert('raised');
    const output = open(house);
    await vi.waitFor(() =>
      expect(output.status()).toMatchObject({ state: 'failed', says: { zh: expect.stringMatching(/检查|url/) } }),
    );
  });

  it('tells of a withdrawal only whoever heard of the alert', async () => {
    const house = noticeHouse();
    const output = open(house, { match: [{ severity: 'serious' }], bundleMinutes: 0 });
    house.alert('raised', { id: 'light', severity: 'info' });
    house.alert('withdrawn', { id: 'light', severity: 'serious' });
    house.alert('raised', { id: 'grave' });
    house.alert('withdrawn', { id: 'grave', severity: 'info' });
    house.alert('raised', { id: 'grows', severity: 'info' });
    house.alert('revised', { id: 'grows', severity: 'serious' });
    house.alert('revised', { id: 'grows', severity: 'serious' });
    house.alert('revised', { id: 'grows', severity: 'critical' });
    await vi.waitFor(() => expect(output.deliveries('grows')).toHaveLength(2));
    expect(output.deliveries('light')).toEqual([]);
    expect(output.deliveries('grave').map(({ event }) => event)).toEqual(['raised', 'withdrawn']);
    expect(output.deliveries('grows').map(({ event }) => event)).toEqual(['escalated', 'escalated']);
  });

  it('keeps quiet hours, but for the gravest', async () => {
    const house = noticeHouse();
    let now = parseTime('2026-03-02 23:30');
    const output = open(house, { quiet: { from: '22:00', to: '07:00' }, options: { now: () => now } });
    house.alert('raised', { id: 'a' });
    house.alert('raised', { id: 'b', site: 'demo-ww', outlet: null, severity: 'critical' });
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 1, waiting: 1 }));
    expect(output.deliveries('b')).toMatchObject([{ state: 'sent' }]);
    expect(output.deliveries('a')).toMatchObject([{ state: 'waiting', at: parseTime('2026-03-03 07:00') }]);
    now = parseTime('2026-03-03 07:00');
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 2, waiting: 0 }));
  });
});

describe('by the platforms’ own formulas', () => {
  it('DingTalk: base64 of HMAC-SHA256 over `timestamp\\nsecret` under the secret, in the address', async () => {
    const house = noticeHouse();
    house.alert('raised');
    DIALECTS.dingtalk.open(house);
    await vi.waitFor(() => expect(receiver.heard).toHaveLength(1));
    const { searchParams } = new URL(receiver.heard[0]!.url, receiver.url);
    expect(searchParams.get('access_token')).toBe(TOKEN);
    const timestamp = searchParams.get('timestamp')!;
    expect(Math.abs(Number(timestamp) - Date.now())).toBeLessThan(60_000);
    const hmac = createHmac('sha256', SECRET).update(`${timestamp}\n${SECRET}`);
    expect(searchParams.get('sign')).toBe(hmac.digest('base64'));
  });

  it('Feishu: base64 of HMAC-SHA256 over nothing under `timestamp\\nsecret`, in the body', async () => {
    const house = noticeHouse();
    house.alert('raised');
    DIALECTS.feishu.open(house);
    await vi.waitFor(() => expect(receiver.heard).toHaveLength(1));
    const { timestamp, sign, msg_type } = JSON.parse(receiver.heard[0]!.body) as Record<string, string>;
    expect(Math.abs(Number(timestamp) * 1000 - Date.now())).toBeLessThan(60_000);
    expect(sign).toBe(createHmac('sha256', `${timestamp}\n${SECRET}`).update('').digest('base64'));
    expect(msg_type).toBe('interactive');
  });

  it('whoever is on duty is called in the way of each platform', async () => {
    const zhang = personSchema.parse({ id: 'z', name: '张', mobile: '13800000001', wecom: 'zhangsan', feishu: 'ou_1' });
    const parse = <S>(schema: { parse(value: object): S }, kind: string, url: string) =>
      schema.parse({ id: kind, kind, url: { env: url }, ...common });
    const house = noticeHouse();
    house.alert('raised');
    const ding = parse(dingtalkSettings, 'dingtalk', 'DINGTALK_URL_OF_TEST');
    house.open(
      ding,
      dingtalkCarrier(ding, () => [zhang]),
    );
    await vi.waitFor(() => expect(receiver.heard).toHaveLength(1));
    expect(JSON.parse(receiver.heard[0]!.body)).toMatchObject({
      at: { atMobiles: ['13800000001'] },
      markdown: { text: expect.stringContaining('@13800000001') },
    });
    const wecom = parse(wecomSettings, 'wecom', 'WECOM_URL_OF_TEST');
    house.open(
      wecom,
      wecomCarrier(wecom, () => [zhang]),
    );
    await vi.waitFor(() => expect(receiver.heard).toHaveLength(2));
    expect(DIALECTS.wecom.text(receiver.heard[1]!)).toContain('<@zhangsan>');
    const feishu = parse(feishuSettings, 'feishu', 'FEISHU_URL_OF_TEST');
    house.open(
      feishu,
      feishuCarrier(feishu, () => [zhang]),
    );
    await vi.waitFor(() => expect(receiver.heard).toHaveLength(3));
    expect(DIALECTS.feishu.text(receiver.heard[2]!)).toContain('<at id=ou_1></at>');
  });

  it('no more than twenty messages in a minute go to DingTalk, and the rest goes together', async () => {
    const house = noticeHouse();
    let now = parseTime('2026-03-02 10:00');
    const output = DIALECTS.dingtalk.open(house, { bundleMinutes: 0, options: { now: () => now } });
    for (let n = 0; n < 25; n++) {
      house.alert('raised', { id: `a${n}` });
      if (n < 20) await vi.waitFor(() => expect(output.status().done).toBe(n + 1), { timeout: 2000, interval: 5 });
    }
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 20, waiting: 5 }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(receiver.heard).toHaveLength(20);
    now += 60_001;
    await output.close();
    const again = DIALECTS.dingtalk.open(house, { bundleMinutes: 0, options: { now: () => now } });
    await vi.waitFor(() => expect(again.status()).toMatchObject({ done: 5, waiting: 0 }));
    expect(receiver.heard).toHaveLength(21);
  }, 20_000);
});
