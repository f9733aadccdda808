/**
 * A small video platform in a process of its own, for tests: `node video-platform.ts PORT FOLDER`. It takes orders for
 * clips, works on them for a while, and gives pictures. What it was told and what it has in hand lies in its folder, so
 * it knows them again after it was killed; `behaviour.json` there says how it behaves.
 */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OtherServer } from './process.ts';

export interface Behaviour {
  /** answers nothing at all, for ever */
  silent?: boolean;
  /** ms until it answers */
  after?: number;
  /** status of every answer */
  status?: number;
  /** how often it is asked before a clip is done; -1 = for ever */
  polls?: number;
  /** hash that it says, instead of the true one */
  sha256?: string;
  /** where it says that its files are, instead of at itself */
  filesAt?: string;
  /** bytes of every file */
  size?: number;
  /** says the length of a file beforehand */
  length?: boolean;
  /** state of every clip, with the reason */
  fails?: string;
  /** speaks HTTP/1.0: closes its end when all is sent, whether it was read or not */
  closes?: boolean;
  /** sends the caller elsewhere */
  redirect?: string;
  /** answers JSON where a picture is asked for */
  noPicture?: boolean;
  /** reference of every clip */
  reference?: string;
}

export interface HeardRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

export class VideoPlatform {
  readonly server: OtherServer;

  private constructor(server: OtherServer) {
    this.server = server;
  }

  static async prepare(): Promise<VideoPlatform> {
    const server = await OtherServer.prepare((port, folder) => [
      process.execPath,
      import.meta.filename,
      String(port),
      folder,
    ]);
    return new VideoPlatform(server);
  }

  get url(): string {
    return `http://127.0.0.1:${this.server.port}`;
  }

  behave(behaviour: Behaviour): void {
    keep(path.join(this.server.folder, 'behaviour.json'), behaviour);
  }

  /** Forgets what it heard, not what it has in hand. */
  forget(): void {
    rmSync(path.join(this.server.folder, 'heard.jsonl'), { force: true });
  }

  heard(): HeardRequest[] {
    const file = path.join(this.server.folder, 'heard.jsonl');
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as HeardRequest);
  }

  /** Orders for clips, as it understood them. */
  orders(): Record<string, string>[] {
    return this.heard()
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => JSON.parse(body) as Record<string, string>);
  }
}

/** Whole or not at all: somebody may be reading, and whoever writes may be killed. */
function keep(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, JSON.stringify(value));
  renameSync(`${file}.new`, file);
}

/** What every file of it begins with; the rest is its reference over and over. */
export const fileOf = (reference: string, size = 5000): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(size, reference)]);

if (process.argv[1] === import.meta.filename) run(Number(process.argv[2]), process.argv[3]!);

function run(port: number, folder: string): void {
  const kept = (name: string) => path.join(folder, name);
  const read = <T>(name: string, otherwise: T): T =>
    existsSync(kept(name)) ? (JSON.parse(readFileSync(kept(name), 'utf8')) as T) : otherwise;
  const jobs = read<Record<string, number>>('jobs.json', {});
  const say = (response: ServerResponse, status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { method, url, headers } = request;
    appendFileSync(kept('heard.jsonl'), `${JSON.stringify({ method, url, headers, body })}\n`);
    const how = read<Behaviour>('behaviour.json', {});
    if (how.silent) return;
    if (how.after) await sleep(how.after);
    if (how.redirect) {
      response.writeHead(302, { location: how.redirect }).end();
      return;
    }
    if (how.status) {
      say(response, how.status, { message: `no: ${headers.authorization}` });
      return;
    }
    const [, room, name = ''] = new URL(url!, 'http://h').pathname.split('/');
    if (room === 'files' || room === 'snapshot') {
      if (how.noPicture) {
        say(response, 200, { code: -1, msg: 'no such channel' });
        return;
      }
      const bytes = fileOf(decodeURIComponent(name), how.size);
      if (how.closes) {
        const head = `HTTP/1.0 200 OK\r\ncontent-type: image/jpeg\r\ncontent-length: ${bytes.length}\r\n\r\n`;
        request.socket.end(Buffer.concat([Buffer.from(head), bytes]));
        return;
      }
      const length = how.length === false ? {} : { 'content-length': bytes.length };
      response.writeHead(200, { 'content-type': room === 'files' ? 'video/mp4' : 'image/jpeg', ...length });
      response.end(bytes);
      return;
    }
    const id = method === 'POST' ? (how.reference ?? `clip/${Object.keys(jobs).length + 1}`) : decodeURIComponent(name);
    if (method === 'POST') jobs[id] = 0;
    else if (!(id in jobs)) {
      say(response, 404, { message: 'no such clip' });
      return;
    } else jobs[id]!++;
    keep(kept('jobs.json'), jobs);
    const { polls = 0, fails, filesAt = `http://127.0.0.1:${port}` } = how;
    if (fails) say(response, 200, { data: { id, status: 'error', message: fails } });
    else if (polls < 0 || jobs[id]! < polls) say(response, 200, { data: { id, status: 'working' } });
    else {
      const sha256 = how.sha256 ?? createHash('sha256').update(fileOf(id, how.size)).digest('hex').toUpperCase();
      say(response, 200, {
        data: { id, status: 'done', url: `${filesAt}/files/${encodeURIComponent(id)}`, sha256 },
      });
    }
  }).listen(port, '127.0.0.1');
}
