import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';

const BINARY = process.env.VICTORIA_METRICS ?? '/usr/bin/victoria-metrics';

/** False: its tests are skipped, but never where everything is required. */
export const withVictoriaMetrics = existsSync(BINARY) || process.env.FLUEWATCH_REQUIRE_ALL === '1';

/**
 * A real VictoriaMetrics, which takes the InfluxDB v2 write protocol. It keeps numbers only, and of several samples of
 * one series and instant one, as InfluxDB does.
 */
export class VictoriaMetrics {
  readonly #folder: string;
  readonly #port: number;
  #process: ChildProcess | undefined;

  constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const args = [
      `-httpListenAddr=127.0.0.1:${this.#port}`,
      `-storageDataPath=${this.#folder}`,
      '-retentionPeriod=100y',
      '-dedup.minScrapeInterval=1ms',
      '-search.latencyOffset=0s',
      '-memory.allowedBytes=128MB',
      '-loggerLevel=ERROR',
    ];
    const started = spawn(BINARY, args, { stdio: 'ignore' });
    this.#process = started;
    for (let tries = 0; ; tries++) {
      const up = await fetch(`${this.url}/health`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (up) return;
      if (started.exitCode !== null || tries > 300)
        throw new Error(`VictoriaMetrics did not start (${started.exitCode})`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Ends it as an operator does: what it took is on disk. */
  async stop(): Promise<void> {
    if (!this.#process || this.#process.exitCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
  }

  /** Every sample of the series that a selector matches: labels, and values by epoch ms. */
  async export(selector: string): Promise<{ labels: Record<string, string>; samples: Map<number, number> }[]> {
    await fetch(`${this.url}/internal/force_flush`);
    const query = new URLSearchParams({ 'match[]': selector });
    const text = await (await fetch(`${this.url}/api/v1/export?${query}`)).text();
    const series = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const { metric, values, timestamps } = JSON.parse(line) as {
          metric: Record<string, string>;
          values: number[];
          timestamps: number[];
        };
        if (new Set(timestamps).size !== timestamps.length) throw new Error(`a sample was kept twice in ${selector}`);
        return { labels: metric, samples: new Map(timestamps.map((at, i) => [at, values[i]!])) };
      });
    const key = ({ labels }: (typeof series)[number]) => JSON.stringify(Object.entries(labels).sort());
    return series.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  /** The value of a query at an instant (epoch ms), by its labels. */
  async query(expression: string, at: number): Promise<{ labels: Record<string, string>; value: number }[]> {
    await fetch(`${this.url}/internal/force_flush`);
    const query = new URLSearchParams({ query: expression, time: String(at / 1000) });
    const answer = (await (await fetch(`${this.url}/api/v1/query?${query}`)).json()) as {
      status: string;
      error?: string;
      data: { result: { metric: Record<string, string>; value: [number, string] }[] };
    };
    if (answer.status !== 'success') throw new Error(answer.error);
    return answer.data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
