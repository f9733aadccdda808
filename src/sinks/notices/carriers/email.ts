import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { z } from 'zod';
import { Away } from '../../away.ts';
import { type Carrier, Refused } from '../../carrier.ts';
import { fit } from '../fit.ts';
import type { Notice } from '../notice.ts';
import type { Person } from '../roster.ts';
import type { emailSettings } from '../settings.ts';
import { PLAIN, textOf } from '../text.ts';

/** More in a minute looks like spam to a mail server, and to its reader. */
const PER_MINUTE = 20;

const MOST_BYTES = 100_000;

const TIMEOUT_MS = 30_000;

/** Mail by SMTP. Its Message-ID comes from what it tells, so that a repeat can be told. */
export function emailCarrier(
  settings: z.output<typeof emailSettings>,
  duty: (at: number) => readonly Person[],
): Carrier<Notice> {
  const { host, port, tls, user, password, sender } = settings;
  const transport = createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    ...(user !== undefined && { auth: { user, pass: password?.reveal() ?? '' } }),
  });
  const receivers = (at: number) => [...new Set([...settings.to, ...duty(at).flatMap(({ email }) => email ?? [])])];
  return {
    to: `smtp://${host}:${port}`,
    perMinute: PER_MINUTE,
    compose: (notices, now) =>
      fit(notices, MOST_BYTES, (some) => {
        const { title, lines } = textOf(some, settings, PLAIN);
        const text = lines.join('\n\n');
        return { text, body: JSON.stringify({ to: receivers(now), subject: title, text }) };
      }),
    async send({ body }, notices) {
      const { to, subject, text } = JSON.parse(body) as { to: string[]; subject: string; text: string };
      if (to.length === 0) {
        throw new Refused(
          { zh: '没有收件人：检查 to 与值班表', en: 'nobody to send to: check to and the roster' },
          true,
        );
      }
      try {
        const sent = await transport.sendMail({ from: sender, to, subject, text, messageId: messageId(notices) });
        const rejected =
          sent.rejected.length === 0 ? '' : `; ${sent.rejected.length} of ${to.length} receivers refused`;
        return `SMTP ${sent.response.slice(0, 100)}${rejected}`;
      } catch (error) {
        throw mailError(error);
      }
    },
    close: () => transport.close(),
  };
}

function messageId(notices: readonly Notice[]): string {
  const hash = createHash('sha256').update(notices.map(({ id }) => id).join(' '));
  return `<${hash.digest('hex').slice(0, 32)}@fluewatch>`;
}

/** What an SMTP server says with 4xx passes, with 5xx not; without any number it was not reached. */
function mailError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  if (code === 'EAUTH') {
    return new Refused(
      {
        zh: '邮件服务器拒绝登录：检查 user 与 password',
        en: 'the mail server refuses the login: check user and password',
      },
      true,
    );
  }
  if (code === 'ETLS') {
    return new Away(
      {
        zh: '邮件服务器的 TLS 不可用：检查 tls 与证书',
        en: 'no TLS with the mail server: check tls and its certificate',
      },
      { broken: true },
    );
  }
  if (responseCode === undefined) return error;
  if (responseCode < 500) {
    return new Away({
      zh: `邮件服务器暂不接收（${responseCode}）`,
      en: `the mail server takes nothing now (${responseCode})`,
    });
  }
  return new Refused({
    zh: `邮件服务器不收（${responseCode}）：检查收件人与发件人`,
    en: `the mail server does not take it (${responseCode}): check receivers and sender`,
  });
}
