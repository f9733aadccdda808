import type { z } from 'zod';
import type { Carrier } from '../../carrier.ts';
import { post } from '../../http.ts';
import { fit } from '../fit.ts';
import type { Notice } from '../notice.ts';
import type { Person } from '../roster.ts';
import type { wecomSettings } from '../settings.ts';
import { MARKDOWN, textOf } from '../text.ts';
import { receiptOf, WECOM, WECOM_CODES } from './robot.ts';

/** A robot of a WeCom group (企业微信). Its limit is on the text, not on the body. */
export function wecomCarrier(
  settings: z.output<typeof wecomSettings>,
  duty: (at: number) => readonly Person[],
): Carrier<Notice> {
  const url = settings.url.reveal();
  return {
    to: new URL(url).origin,
    perMinute: WECOM.perMinute,
    compose(notices, now) {
      const called = duty(now).flatMap(({ wecom }) => (wecom ? [`<@${wecom}>`] : []));
      const { body: text, taken } = fit(notices, WECOM.markdownBytes, (some) => ({
        body: [...textOf(some, settings, MARKDOWN).lines, ...called].join('\n'),
      }));
      return { taken, text, body: JSON.stringify({ msgtype: 'markdown', markdown: { content: text } }) };
    },
    async send({ body }, _notices, signal) {
      const answer = await post(url, body, { 'content-type': 'application/json' }, signal);
      return receiptOf(answer, 'errcode', WECOM_CODES, [...new URL(url).searchParams.values()]);
    },
  };
}
