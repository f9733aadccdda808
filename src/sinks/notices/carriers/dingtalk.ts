import { createHmac } from 'node:crypto';
import type { z } from 'zod';
import type { Carrier } from '../../carrier.ts';
import { post } from '../../http.ts';
import { fit } from '../fit.ts';
import type { Notice } from '../notice.ts';
import type { Person } from '../roster.ts';
import type { dingtalkSettings } from '../settings.ts';
import { MARKDOWN, textOf } from '../text.ts';
import { DINGTALK, DINGTALK_CODES, receiptOf } from './robot.ts';

/** A robot of a DingTalk group. Signed: HMAC-SHA256 of `timestamp\nsecret` under the secret, in the address. */
export function dingtalkCarrier(
  settings: z.output<typeof dingtalkSettings>,
  duty: (at: number) => readonly Person[],
): Carrier<Notice> {
  const url = settings.url.reveal();
  const secret = settings.secret?.reveal();
  return {
    to: new URL(url).origin,
    perMinute: DINGTALK.perMinute,
    compose: (notices, now) =>
      fit(notices, DINGTALK.bodyBytes, (some) => {
        const { title, lines } = textOf(some, settings, MARKDOWN);
        const atMobiles = duty(now).flatMap(({ mobile }) => mobile ?? []);
        const text = [
          ...lines,
          ...(atMobiles.length > 0 ? [atMobiles.map((mobile) => `@${mobile}`).join(' ')] : []),
        ].join('\n\n');
        const at = atMobiles.length > 0 ? { at: { atMobiles } } : {};
        return { text, body: JSON.stringify({ msgtype: 'markdown', markdown: { title, text }, ...at }) };
      }),
    async send({ body }, _notices, signal) {
      const answer = await post(signed(url, secret), body, { 'content-type': 'application/json' }, signal);
      return receiptOf(answer, 'errcode', DINGTALK_CODES, secretsOf(url, secret));
    },
  };
}

function signed(url: string, secret: string | undefined): string {
  if (secret === undefined) return url;
  const timestamp = String(Date.now());
  const whole = new URL(url);
  whole.searchParams.set('timestamp', timestamp);
  whole.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
  return whole.href;
}

const secretsOf = (url: string, secret = '') => [secret, ...new URL(url).searchParams.values()];
