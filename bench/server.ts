import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { pino } from 'pino';
import { SHIPPED_RULES } from '../src/app/rule-folder.ts';
import { type Running, serve } from '../src/app/serve.ts';
import type { LoadOptions, LoadResult } from '../src/simulator/load.ts';
import { loadMn } from '../src/simulator/load-frames.ts';

/** A whole server of this process on free loopback ports, with a catalogue of so many load devices, for a bench. */
export async function withServer<T>(
  devices: number,
  use: (running: Running, http: string) => Promise<T>,
  rules = SHIPPED_RULES,
): Promise<T> {
  const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-bench-'));
  const running = await serve({
    http: { host: '127.0.0.1', port: 0 },
    tcp: { host: '127.0.0.1', port: 0 },
    data,
    catalogue: [{ name: 'load.yaml', text: loadCatalogue(devices) }],
    rules,
    fresh: false,
    log: pino({ level: 'silent' }),
  });
  try {
    return await use(running, `http://127.0.0.1:${(running.api.server.address() as { port: number }).port}`);
  } finally {
    await running.close();
    rmSync(data, { recursive: true });
  }
}

/** Two furnaces a site, under the shipped rules of waste incineration. */
export function loadCatalogue(devices: number): string {
  const lines = ['sites:'];
  for (let i = 0; i < devices; i++) {
    if (i % 2 === 0) {
      lines.push(
        `  - id: load-${i / 2}`,
        `    name: Load ${i / 2}`,
        '    industry: waste-incineration',
        '    outlets:',
      );
    }
    lines.push(
      `      - id: load-o${i}`,
      '        medium: flue-gas',
      '        standard: gb18485-2014',
      `        devices: [{ mn: "${loadMn(i)}" }]`,
    );
  }
  return lines.join('\n');
}

/** Sends from a process of its own, so that the sender's work is not the server's. */
export async function send(options: LoadOptions): Promise<LoadResult> {
  const sender = path.join(import.meta.dirname, 'end-to-end-sender.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [sender, JSON.stringify(options)]);
  return JSON.parse(stdout) as LoadResult;
}
