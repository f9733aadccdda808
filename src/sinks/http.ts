import type { Text } from '../model/text.ts';
import { Away } from './away.ts';
import { Refused } from './carrier.ts';
import { exchange, type Said } from './exchange.ts';

const TIMEOUT_MS = 15_000;

/** More of an answer is not read. */
const MOST_ANSWER = 64 * 1024;

export interface Answer {
  status: number;
  text: string;
}

/**
 * Posts and reads the answer. Where it leads stays unsaid in errors: addresses of robots hold tokens.
 * @throws Away for what passes (429, 5xx, no answer), Refused for every other answer that is not 2xx
 */
export async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  method = 'POST',
): Promise<Answer> {
  const response = await exchange(url, {
    method,
    headers,
    ...(method !== 'GET' && { body }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  const text = await read(response);
  const { status } = response;
  if (!isTaken(response)) throw notTaken(response, text, [...new URL(url).searchParams.values()]);
  return { status, text };
}

export const isTaken = ({ status }: Said): boolean => status >= 200 && status < 300;

/** What an answer that is not 2xx means for us. @param text what it said */
export function notTaken({ status, headers }: Said, text: string, secrets: readonly string[]): Away | Refused {
  const said = withoutSecrets(text.replace(/\s+/g, ' '), secrets);
  if (status === 429 || status >= 500) {
    const says = { zh: `对方暂不接收（${status}）`, en: `the other side takes nothing now (${status})` };
    return new Away(says, { retryAfterMs: retryAfter(headers['retry-after']) });
  }
  return new Refused(refusal(status, said), status === 401 || status === 403 || status === 410);
}

function refusal(status: number, said: string): Text {
  const words = said === '' ? '' : `：${said}`;
  const english = said === '' ? '' : `: ${said}`;
  if (status >= 300 && status < 400) {
    return { zh: `对方要求改址（${status}）：请填写最终地址`, en: `it redirects (${status}): give the final address` };
  }
  if (status === 401 || status === 403) {
    return {
      zh: `对方拒绝（${status}）：请检查密钥与权限${words}`,
      en: `refused (${status}): check secret and permission${english}`,
    };
  }
  if (status === 404 || status === 410) {
    return { zh: `对方无此地址（${status}）：请检查 url`, en: `no such address there (${status}): check url` };
  }
  return { zh: `对方不收（${status}）${words}`, en: `not taken (${status})${english}` };
}

/** Seconds, or a date (RFC 9110 §10.2.3). */
function retryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), 3_600_000);
}

/** The beginning of what it said. */
export async function read({ body }: Said): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MOST_ANSWER) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** What a receiver said, without what only it and we may know. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((rest, secret) => (secret === '' ? rest : rest.replaceAll(secret, '***')), text).slice(0, 200);
}
