import type { z } from 'zod';
import { type Carrier, Refused } from '../../carrier.ts';
import { post, withoutSecrets } from '../../http.ts';
import { filler } from '../../template.ts';
import { fit } from '../fit.ts';
import type { Notice } from '../notice.ts';
import type { Person } from '../roster.ts';
import type { smsSettings } from '../settings.ts';
import { PLAIN, textOf } from '../text.ts';

/** Gateways bill by the piece, and people read few. */
const PER_MINUTE = 10;

/** A gateway for text messages: any that takes an HTTP request made from a template. */
export function smsCarrier(
  settings: z.output<typeof smsSettings>,
  duty: (at: number) => readonly Person[],
): Carrier<Notice> {
  const url = settings.url.reveal();
  const secrets = [url, ...Object.values(settings.headers).map((value) => value.reveal())];
  const success = settings.success === undefined ? undefined : new RegExp(settings.success);
  const numbers = (at: number) => [...new Set([...settings.to, ...duty(at).flatMap(({ mobile }) => mobile ?? [])])];
  return {
    to: new URL(url).origin,
    perMinute: PER_MINUTE,
    compose: (notices, now) =>
      fit(
        notices,
        settings.mostCharacters,
        (some) => {
          const text = `${settings.signature}${textOf(some, settings, PLAIN).lines.join('\n')}`;
          return { text, body: JSON.stringify({ numbers: numbers(now), text }) };
        },
        ({ text }) => [...text].length,
      ),
    async send({ body }, [notice], signal) {
      const { numbers, text } = JSON.parse(body) as { numbers: string[]; text: string };
      if (numbers.length === 0) {
        throw new Refused(
          { zh: '没有手机号：检查 to 与值班表', en: 'no number to send to: check to and the roster' },
          true,
        );
      }
      const headers = Object.fromEntries(
        Object.entries(settings.headers).map(([name, value]) => [name, value.reveal()]),
      );
      const filled = filler(settings.contentType, { mobiles: numbers.join(','), text, id: notice!.id });
      const request = { 'content-type': settings.contentType, ...headers };
      const answer = await post(url, filled(settings.body), request, signal);
      const said = withoutSecrets(answer.text.replace(/\s+/g, ' '), secrets);
      if (success && !success.test(answer.text)) {
        throw new Refused({ zh: `短信网关不收：${said}`, en: `the gateway does not take it: ${said}` });
      }
      return `HTTP ${answer.status} ${said}`;
    },
  };
}
