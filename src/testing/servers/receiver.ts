import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Heard {
  at: number;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Said {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
  /** the connection is cut instead, in the middle of the answer */
  cut?: boolean;
  /** ms until it answers */
  after?: number;
}

/** A real HTTP server that hears what is posted to it and answers as told; it can be stopped and started again. */
export class Receiver {
  readonly heard: Heard[] = [];
  answer: (heard: Heard, before: number) => Said = () => ({});
  #server: Server | undefined;
  #port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get json(): unknown[] {
    return this.heard.map(({ body }) => JSON.parse(body));
  }

  async start(): Promise<void> {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { url, headers } = request;
      const heard = { at: Date.now(), url: url!, headers, body: Buffer.concat(chunks).toString() };
      this.heard.push(heard);
      const { status = 200, body = {}, headers: more = {}, cut, after = 0 } = this.answer(heard, this.heard.length - 1);
      if (after > 0) await new Promise((resolve) => setTimeout(resolve, after));
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      if (cut) {
        response.writeHead(200, { 'content-length': text.length + 100 });
        response.write(text);
        setTimeout(() => (request.socket as Socket).destroy(), 10);
        return;
      }
      response.writeHead(status, { 'content-type': 'application/json', ...more }).end(text);
    });
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server?.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
}
