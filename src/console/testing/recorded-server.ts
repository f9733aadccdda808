/** The built console and recorded answers of the real API, with a stream that tests can speak through or cut. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { StreamMessages } from '../../model/views/overview.ts';

const RECORDED = path.join(import.meta.dirname, '../../../fixtures/console/recorded.json');
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

export interface RecordedServer {
  url: string;
  recorded: Record<string, unknown>;
  /** what was asked under `/api/v1`, with its query */
  asked: string[];
  /** sends an event to every open page */
  say<K extends keyof StreamMessages>(event: K, data: StreamMessages[K]): void;
  /** cuts the stream and refuses it until it is allowed again */
  refuseStream(refuse: boolean): void;
  close(): Promise<void>;
}

export async function recordedServer(folder: string): Promise<RecordedServer> {
  const recorded = JSON.parse(readFileSync(RECORDED, 'utf8')) as Record<string, unknown>;
  const asked: string[] = [];
  const pages = new Set<ServerResponse>();
  let refusing = false;
  let id = 0;

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://console');
    if (url.pathname.startsWith('/api/v1/')) answer(request, response, url);
    else file(response, url.pathname);
  });

  function answer(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const resource = decodeURIComponent(url.pathname.slice('/api/v1'.length));
    asked.push(`${request.method} ${resource}${url.search}`);
    if (resource === '/stream' && !refusing) return openStream(response);
    const key = resource === '/series' ? `/series/${url.searchParams.get('factor')}` : resource;
    const body = recorded[key];
    if (typeof body === 'string') return page(response, body);
    if (body !== undefined && request.method !== 'PUT') return json(response, 200, body);
    const status = resource === '/stream' ? 503 : request.method === 'GET' ? 404 : 412;
    json(response, status, { title: 'recorded', status, code: `FW-${status}` }, 'application/problem+json');
  }

  function openStream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': recorded\nretry: 200\n\n');
    pages.add(response);
    response.on('close', () => pages.delete(response));
  }

  function file(response: ServerResponse, name: string): void {
    const type = TYPES[path.extname(name)];
    const place = type ? name : 'index.html';
    response.writeHead(200, { 'content-type': `${type ?? 'text/html'}; charset=utf-8` });
    response.end(readFileSync(path.join(folder, place)));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    recorded,
    asked,
    say: (event, data) => {
      for (const page of pages) page.write(`id: ${++id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    refuseStream: (refuse) => {
      refusing = refuse;
      if (refuse) for (const page of pages) page.destroy();
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function page(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(body);
}

function json(response: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type });
  response.end(JSON.stringify(body));
}
