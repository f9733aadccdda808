import { createHmac } from 'node:crypto';
import type { z } from 'zod';
import { SEVERITIES, type Severity } from '../../../model/alert.ts';
import type { Carrier } from '../../carrier.ts';
import { post } from '../../http.ts';
import { fit } from '../fit.ts';
import type { Notice } from '../notice.ts';
import type { Person } from '../roster.ts';
import type { feishuSettings } from '../settings.ts';
import { MARKDOWN, textOf } from '../text.ts';
import { FEISHU, FEISHU_CODES, receiptOf } from './robot.ts';

/** Room for what is added to a body when it is signed. */
const SIGNATURE_BYTES = 120;

const COLOURS: Record<Severity, string> = { critical: 'red', serious: 'orange', warning: 'yellow', info: 'blue' };

/** A robot of a Feishu group. Signed: HMAC-SHA256 of nothing under `timestamp\nsecret`, in the body. */
export function feishuCarrier(
  settings: z.output<typeof feishuSettings>,
  duty: (at: number) => readonly Person[],
): Carrier<Notice> {
  const url = settings.url.reveal();
  const secret = settings.secret?.reveal();
  return {
    to: new URL(url).origin,
    perMinute: FEISHU.perMinute,
    spacingMs: FEISHU.spacingMs,
    compose: (notices, now) =>
      fit(notices, FEISHU.bodyBytes - SIGNATURE_BYTES, (some) => {
        const { title, lines } = textOf(some, settings, MARKDOWN);
        const called = duty(now).flatMap(({ feishu }) => (feishu ? [`<at id=${feishu}></at>`] : []));
        const text = [...lines.slice(1), ...called].join('\n');
        const card = {
          config: { wide_screen_mode: true },
          header: { title: { tag: 'plain_text', content: title }, template: COLOURS[gravest(some)] },
          elements: [{ tag: 'markdown', content: text }],
        };
        return { text: `${title}\n${text}`, body: JSON.stringify({ msg_type: 'interactive', card }) };
      }),
    async send({ body }, _notices, signal) {
      const answer = await post(url, signed(body, secret), { 'content-type': 'application/json' }, signal);
      return receiptOf(answer, 'code', FEISHU_CODES, [secret ?? '', new URL(url).pathname.split('/').at(-1)!]);
    },
  };
}

function signed(body: string, secret: string | undefined): string {
  if (secret === undefined) return body;
  const timestamp = String(Math.floor(Date.now() / 1000));
  const sign = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
  return JSON.stringify({ timestamp, sign, ...(JSON.parse(body) as object) });
}

const gravest = (notices: readonly Notice[]) =>
  SEVERITIES.findLast((severity) => notices.some((notice) => notice.severity === severity))!;
