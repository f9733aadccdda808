import { Webhook } from 'standardwebhooks';
import type { z } from 'zod';
import { rfc3339 } from '../../../model/beijing.ts';
import type { Carrier, Message } from '../../carrier.ts';
import { post } from '../../http.ts';
import type { Notice } from '../notice.ts';
import type { webhookSettings } from '../settings.ts';

/** Standard Webhooks: one event a message, its id in `webhook-id`, signed with `v1` where there is a secret. */
export function webhookCarrier({ url, secret }: z.output<typeof webhookSettings>): Carrier<Notice> {
  const signer = secret && new Webhook(secret.reveal());
  return {
    to: new URL(url).origin,
    perMinute: Number.POSITIVE_INFINITY,
    compose([notice]: readonly Notice[]): Message {
      const { what, event, at, data } = notice!;
      const body = JSON.stringify({ type: `${what}.${event}`, timestamp: rfc3339(at), data });
      return { taken: 1, body, text: body };
    },
    async send({ body }, [notice], signal) {
      const { id } = notice!;
      const now = new Date();
      const { status } = await post(
        url,
        body,
        {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
          ...(signer && { 'webhook-signature': signer.sign(id, now, body) }),
        },
        signal,
      );
      return `HTTP ${status}`;
    },
  };
}
