import { Secret } from '../../config/secret.ts';
import { rfc3339, secondText } from '../../model/beijing.ts';
import { exchange, type Said } from '../exchange.ts';
import { isTaken, notTaken, read } from '../http.ts';
import { filler } from '../template.ts';
import type { Bookmark } from './bookmark.ts';
import type { RequestSettings, VideoSettings } from './settings.ts';

/** What templates may ask for, as text. */
export type Values = Readonly<Record<string, string>>;

export function valuesOf({ footage, outlet, start }: Bookmark, time: VideoSettings['time']): Values {
  const { id, alert, site, camera, from, to } = footage;
  const said = (at: number) => timeText(at, time);
  const times = { at: said(start), from: said(from), to: said(to) };
  return { id, alert, site, outlet: outlet ?? '', camera: camera.id, channel: camera.channel, ...times };
}

function timeText(at: number, form: VideoSettings['time']): string {
  switch (form) {
    case 'utc':
      return new Date(at).toISOString().replace('.000Z', 'Z');
    case 'beijing':
      return secondText(at);
    case 'compact':
      return secondText(at).replace(/\D/g, '');
    case 's':
      return String(Math.floor(at / 1000));
    case 'ms':
      return String(at);
    default:
      return rfc3339(at);
  }
}

/**
 * One request, no redirects: where it goes is said by the settings alone.
 * @returns the answer, which is 2xx; its body is still to be read
 * @throws Away for what passes (429, 5xx, no answer in time), Refused for every other answer
 */
export async function ask(
  { url, method, headers, query = {}, contentType, body }: RequestSettings,
  values: Values,
  signal: AbortSignal,
): Promise<Said> {
  const plain = filler('text', values);
  const whole = new URL(filler('form', values)(url));
  for (const [name, value] of Object.entries(query)) whole.searchParams.set(name, textOf(value, plain));
  const sends = method !== 'GET' && body !== undefined;
  const response = await exchange(whole, {
    method,
    headers: {
      'idempotency-key': values.id!,
      ...(sends && { 'content-type': contentType ?? 'application/json' }),
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, textOf(value, plain)])),
    },
    ...(sends && { body: filler(contentType ?? 'application/json', values)(body) }),
    signal,
  });
  if (!isTaken(response)) throw notTaken(response, await read(response), secretsOf({ headers, query }));
  return response;
}

const textOf = (value: Secret | string, plain: (template: string) => string) =>
  value instanceof Secret ? value.reveal() : plain(value);

/** What must not be shown even where the other side repeats it. */
export const secretsOf = ({ headers, query = {} }: Pick<RequestSettings, 'headers' | 'query'>): string[] =>
  [...Object.values(headers), ...Object.values(query)].flatMap((value) =>
    value instanceof Secret ? [value.reveal(), ...value.reveal().split(/\s+/).slice(1)] : [],
  );
