import { existsSync } from 'node:fs';
import { OtherServer } from './process.ts';

const BINARY = process.env.VICTORIA_METRICS ?? '/usr/bin/victoria-metrics';

/** False: its tests are skipped, but never where everything is required. */
export const withVictoriaMetrics = existsSync(BINARY) || process.env.FLUEWATCH_REQUIRE_ALL === '1';

/**
 * A real VictoriaMetrics, which takes the InfluxDB v2 write protocol. It keeps numbers only; of several samples of one
 * series and instant it keeps one, though not always the last.
 */
export class VictoriaMetrics {
  readonly #server: OtherServer;

  private constructor(server: OtherServer) {
    this.#server = server;
  }

  static async prepare(): Promise<VictoriaMetrics> {
    return new VictoriaMetrics(
      await OtherServer.prepare((port, folder) => [
        BINARY,
        `-httpListenAddr=127.0.0.1:${port}`,
        `-storageDataPath=${folder}`,
        '-retentionPeriod=100y',
        '-dedup.minScrapeInterval=1ms',
        '-search.latencyOffset=0s',
        '-memory.allowedBytes=128MB',
        '-loggerLevel=ERROR',
      ]),
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  start(): Promise<void> {
    return this.#server.start();
  }

  /** Ends it as an operator does: what it took is on disk. */
  stop(): Promise<void> {
    return this.#server.stop('SIGTERM');
  }

  remove(): Promise<void> {
    return this.#server.remove();
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
