import { existsSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, OtherServer } from './process.ts';

const INFLUXD = process.env.INFLUXD ?? '/usr/bin/influxd';

/** False: its tests are skipped, but never where everything is required. */
export const withInfluxDb = existsSync(INFLUXD) || process.env.FLUEWATCH_REQUIRE_ALL === '1';

const DATABASE = 'b';

export interface Series {
  name: string;
  tags?: Record<string, string>;
  columns: string[];
  values: (number | string | boolean | null)[][];
}

/**
 * The InfluxDB 1 that Debian has, whose storage keeps points and puts one in the place of another as version 2 does. It
 * lacks the address of version 2 for writing: a door beside it hands such requests on, as InfluxDB 1.8 does by itself.
 */
export class InfluxDb {
  readonly #server: OtherServer;
  readonly #door: Server;

  private constructor(server: OtherServer, door: Server) {
    this.#server = server;
    this.#door = door;
  }

  static async prepare(): Promise<InfluxDb> {
    const inner = await freePort();
    const server = await OtherServer.prepare((port, folder) => {
      const file = path.join(folder, 'influxdb.conf');
      const lines = [
        'reporting-disabled = true',
        `bind-address = "127.0.0.1:${inner}"`,
        `[meta]\ndir = "${folder}/meta"`,
        `[data]\ndir = "${folder}/data"\nwal-dir = "${folder}/wal"\nquery-log-enabled = false`,
        '[monitor]\nstore-enabled = false',
        `[http]\nbind-address = "127.0.0.1:${port}"\nlog-enabled = false`,
      ];
      writeFileSync(file, `${lines.join('\n')}\n`);
      return [INFLUXD, '-config', file];
    });
    const door = createServer((asked, answer) => {
      const { pathname, searchParams } = new URL(asked.url!, 'http://door');
      const to =
        pathname === '/ping'
          ? '/ping'
          : `/write?db=${searchParams.get('bucket')}&precision=${searchParams.get('precision')}`;
      const { port } = server;
      const { 'content-encoding': encoding } = asked.headers;
      const onwards = request({
        port,
        path: to,
        method: asked.method!,
        headers: encoding ? { 'content-encoding': encoding } : {},
      });
      onwards.on('response', (said) => {
        answer.writeHead(said.statusCode!, said.headers);
        said.pipe(answer);
      });
      onwards.on('error', () => asked.socket.destroy());
      asked.pipe(onwards);
    });
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    return new InfluxDb(server, door);
  }

  /** where InfluxDB 2 would be */
  get url(): string {
    return `http://127.0.0.1:${(this.#door.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    await this.#server.start();
    for (;;) {
      const made = await this.#ask(`CREATE DATABASE ${DATABASE}`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (made) return;
      await sleep(50);
    }
  }

  /** Kills it: what it took is in its log. */
  stop(): Promise<void> {
    return this.#server.stop('SIGKILL');
  }

  async remove(): Promise<void> {
    this.#door.close();
    this.#door.closeAllConnections();
    await this.#server.remove();
  }

  /** @throws Error with what the server says is wrong */
  async query(influxql: string): Promise<Series[]> {
    const { results, error } = (await (await this.#ask(influxql)).json()) as {
      error?: string;
      results?: { series?: Series[]; error?: string }[];
    };
    const wrong = error ?? results?.find((result) => result.error)?.error;
    if (wrong) throw new Error(`${wrong}: ${influxql}`);
    return results!.flatMap(({ series = [] }) => series);
  }

  #ask(q: string): Promise<Response> {
    const body = new URLSearchParams({ q, db: DATABASE, epoch: 'ms' });
    return fetch(`http://127.0.0.1:${this.#server.port}/query`, { method: 'POST', body });
  }
}
