import { readFileSync } from 'node:fs';
import type { TextFile } from '../catalogue/load.ts';
import { demo, demoCataloguePath } from '../simulator/demo.ts';
import type { Running } from './serve.ts';

/** The catalogue of the demonstration plants. */
export function demonstrationCatalogue(): TextFile {
  return { name: 'fixtures/demo/catalogue.yaml', text: readFileSync(demoCataloguePath, 'utf8') };
}

/** Lets the demonstration plants report over TCP, like any other device. */
export function startDemonstration(running: Running, signal: AbortSignal): Promise<void> {
  const { done } = demo({
    host: '127.0.0.1',
    port: running.gateway.port,
    now: Date.now,
    postMark: (mark) => running.command('mark', mark),
    signal,
  });
  return done;
}
