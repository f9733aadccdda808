import type { OutputsPort } from '../api/ports.ts';
import type { Connection, Output } from '../model/connection.ts';
import { NoticeOutput } from '../sinks/notices/notice-output.ts';
import { alertNow, leadNow } from '../sinks/notices/preview.ts';
import type { StoreReader } from '../store/reader.ts';

/** What the API asks of the outputs among the connections. */
export function outputsPort(connections: () => readonly Connection[], views: StoreReader): OutputsPort {
  const outputs = () => connections().filter((one): one is Output => 'deadLetters' in one);
  const named = (id: string) => outputs().find((one) => one.status().id === id);
  return {
    deadLetters: (id, after, limit) => named(id)?.deadLetters(after, limit),
    resend: (id, n) => named(id)?.resend(n) ?? false,
    deliveries: (subject) =>
      outputs().flatMap((one) => {
        const { id: output, kind } = one.status();
        return one.deliveries?.(subject).map((delivery) => ({ ...delivery, output, kind })) ?? [];
      }),
    async preview(subject) {
      const now = Date.now();
      const event = 'alert' in subject ? alertNow(views, subject.alert, now) : leadNow(views, subject.lead, now);
      if (!event) return undefined;
      return Promise.all(outputs().flatMap((one) => (one instanceof NoticeOutput ? [one.preview(event)] : [])));
    },
  };
}
