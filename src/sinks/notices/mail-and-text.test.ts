import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { freePort } from '../../testing/servers/process.ts';
import { Receiver } from '../../testing/servers/receiver.ts';
import { emailCarrier } from './carriers/email.ts';
import { smsCarrier } from './carriers/sms.ts';
import { type Person, personSchema } from './roster.ts';
import { emailSettings, smsSettings } from './settings.ts';
import { noticeHouse } from './trial.ts';

const PASSWORD = 'a-password-nobody-may-read';
process.env.MAIL_PASSWORD_OF_TEST = PASSWORD;
process.env.SMS_KEY_OF_TEST = 'a-key-nobody-may-read';

const onCall = (): Person[] => [
  personSchema.parse({ id: 'z', name: '张工', email: 'zhang@example.org', mobile: '13800000001' }),
];

interface Mail {
  to: string[];
  raw: string;
}

/** A real SMTP server of a library, on a port. */
async function mailServer(port: number, options: SMTPServerOptions = {}) {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _, done) =>
      username === 'watch' && password === PASSWORD ? done(null, { user: 'watch' }) : done(new Error('no')),
    onData(stream, { envelope }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({ to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  onTestFinished(close);
  return { mails, close, port: (server.server.address() as AddressInfo).port };
}

function openMail(house: ReturnType<typeof noticeHouse>, port: number, more: object = {}) {
  const settings = emailSettings.parse({
    id: 'mail',
    kind: 'email',
    host: '127.0.0.1',
    port,
    tls: 'none',
    user: 'watch',
    password: { env: 'MAIL_PASSWORD_OF_TEST' },
    sender: '流瞳 <watch@example.org>',
    to: ['office@example.org'],
    from: 'start',
    console: 'https://watch.example',
    ...more,
  });
  return house.open(settings, emailCarrier(settings, onCall));
}

const decoded = ({ raw }: Mail) => {
  const [head, ...rest] = raw.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const text = /base64/i.test(head!)
    ? Buffer.from(body, 'base64').toString()
    : Buffer.from(
        body
          .replace(/=\r\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
        'latin1',
      ).toString();
  return { head: head!, text };
};

describe('mail', () => {
  it('reaches the office and whoever is on duty, and can be told from a repeat', async () => {
    const { mails, port } = await mailServer(0);
    const house = noticeHouse();
    house.alert('raised');
    const output = openMail(house, port);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'open', done: 1 }));
    expect(mails[0]!.to).toEqual(['office@example.org', 'zhang@example.org']);
    const { head, text } = decoded(mails[0]!);
    expect(head).toMatch(/Message-ID: <[0-9a-f]{32}@fluewatch>/i);
    expect(text).toContain('一氧化碳日均值 81.3 mg/m³');
    expect(text).toContain('https://watch.example/alerts/al-1');
    expect(output.deliveries('al-1')).toMatchObject([{ state: 'sent', receipt: expect.stringContaining('250') }]);
  });

  it('waits while the server is stopped, and loses nothing', async () => {
    const port = await freePort();
    const house = noticeHouse();
    for (let n = 0; n < 5; n++) house.alert('raised', { id: `a${n}`, says: { zh: `第 ${n} 条`, en: `number ${n}` } });
    const output = openMail(house, port, { bundleMinutes: 0 });
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'waiting', waiting: 5 }));
    const { mails } = await mailServer(port);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'open', done: 5, waiting: 0 }), 5000);
    const said = mails.map((mail) => decoded(mail).text).join();
    for (let n = 0; n < 5; n++) expect(said.split(`第 ${n} 条`)).toHaveLength(2);
  });

  it('says how to mend a wrong password, and does not show it', async () => {
    const { port } = await mailServer(0, { onAuth: (_auth, _session, done) => done(new Error('bad credentials')) });
    const house = noticeHouse();
    house.alert('raised');
    const output = openMail(house, port);
    await vi.waitFor(() =>
      expect(output.status()).toMatchObject({ state: 'failed', says: { en: expect.stringContaining('password') } }),
    );
    expect(JSON.stringify([output.status(), output.deliveries('al-1')])).not.toContain(PASSWORD);
  });

  it('goes on where one of several receivers is refused, and says so in the receipt', async () => {
    const { mails, port } = await mailServer(0, {
      onRcptTo: ({ address }, _, done) => done(address.startsWith('office') ? new Error('no such mailbox') : null),
    });
    const house = noticeHouse();
    house.alert('raised');
    const output = openMail(house, port);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 1 }));
    expect(mails[0]!.to).toEqual(['zhang@example.org']);
    expect(output.deliveries('al-1')[0]!.receipt).toContain('1 of 2 receivers refused');
  });
});

describe('text messages', () => {
  const receiver = new Receiver();
  beforeEach(async () => {
    receiver.heard.length = 0;
    receiver.answer = () => ({ body: { code: 0 } });
    await receiver.start();
    process.env.SMS_URL_OF_TEST = `${receiver.url}/send`;
  });
  afterEach(() => receiver.stop());

  const openSms = (house: ReturnType<typeof noticeHouse>, more: object = {}) => {
    const settings = smsSettings.parse({
      id: 'sms',
      kind: 'sms',
      url: { env: 'SMS_URL_OF_TEST' },
      headers: { 'x-key': { env: 'SMS_KEY_OF_TEST' } },
      body: '{"to":"{{mobiles}}","content":"{{text}}","ref":"{{id}}"}',
      success: '"code":\\s*0\\b',
      signature: '【某市生态环境局】',
      to: ['13900000002'],
      from: 'start',
      ...more,
    });
    return house.open(settings, smsCarrier(settings, onCall), { patienceMs: 100 });
  };

  it('fill the template of the gateway, whatever signs are in a text', async () => {
    const house = noticeHouse();
    house.alert('raised', { says: { zh: '说“值"恒定\n\\', en: 'x' } });
    const output = openSms(house);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ state: 'open', done: 1 }));
    const [heard] = receiver.heard;
    expect(heard!.headers['x-key']).toBe('a-key-nobody-may-read');
    const { to, content, ref } = JSON.parse(heard!.body) as Record<string, string>;
    expect(to).toBe('13900000002,13800000001');
    expect(ref).toBe('al-1.1');
    expect(content).toMatch(/^【某市生态环境局】▲ 橙 超标报警 · 示范垃圾焚烧厂 1 号炉/);
    expect(content).toContain('说“值"恒定\n\\');
    expect(content).not.toContain('Demo');
  });

  it('fill a form as well, and stay within the characters that are allowed', async () => {
    const house = noticeHouse();
    house.alert('raised', { says: { zh: `${'长'.repeat(500)}&`, en: 'x' } });
    const form = {
      contentType: 'application/x-www-form-urlencoded',
      body: 'm={{mobiles}}&t={{text}}',
      mostCharacters: 120,
    };
    const output = openSms(house, form);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ done: 1 }));
    const fields = new URLSearchParams(receiver.heard[0]!.body);
    expect(fields.get('m')).toBe('13900000002,13800000001');
    expect([...fields.get('t')!].length).toBeLessThanOrEqual(120);
  });

  it('a failure that says 200 is a failure', async () => {
    const house = noticeHouse();
    receiver.answer = () => ({ body: { code: 7, message: 'no money, a-key-nobody-may-read' } });
    house.alert('raised');
    const output = openSms(house);
    await vi.waitFor(() => expect(output.status()).toMatchObject({ refused: 1 }));
    const shown = JSON.stringify([output.status(), output.deadLetters(0, 9)]);
    expect(shown).toContain('no money, ***');
    expect(shown).not.toContain('a-key-nobody-may-read');
  });

  it('a template without a place for the text is refused when it is read', () => {
    const bad = { id: 's', kind: 'sms', url: { env: 'SMS_URL_OF_TEST' }, body: '{{mobiles}}' };
    expect(smsSettings.safeParse(bad).success).toBe(false);
    expect(smsSettings.safeParse({ ...bad, body: '{{mobiles}}{{text}}', success: '(' }).success).toBe(false);
  });
});
