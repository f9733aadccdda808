import { type IncomingHttpHeaders, type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';

export interface Said {
  status: number;
  headers: IncomingHttpHeaders;
  /** to be read, to its end or as far as it is wanted */
  body: AsyncIterable<Uint8Array>;
  /** reads nothing of it */
  drop(): void;
}

/**
 * One HTTP request; redirects are not followed, nothing is unpacked. Not by `fetch`: that of Node 24 ends the whole process
 * (an assertion in undici's parser) where a server closes its end while we have not yet read what it sent.
 * @throws what the socket says, or the reason of the signal
 */
export function exchange(
  url: URL | string,
  {
    method,
    headers,
    body,
    signal,
  }: { method: string; headers: Record<string, string>; body?: string; signal: AbortSignal },
): Promise<Said> {
  const { protocol } = new URL(url);
  return new Promise((resolve, reject) => {
    const send = protocol === 'https:' ? overHttps : overHttp;
    const request = send(url, { method, headers, signal }, (response) => {
      const { statusCode, headers } = response;
      const drop = () => void response.destroy();
      resolve({ status: statusCode!, headers, body: bodyOf(response, signal), drop });
    });
    request.on('error', (error) => reject(signal.aborted ? signal.reason : error));
    request.end(body);
  });
}

async function* bodyOf(response: IncomingMessage, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response) yield chunk as Buffer;
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}
