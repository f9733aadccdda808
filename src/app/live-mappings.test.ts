import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../api/testing.ts';
import type { IngestView } from '../model/views/ingest.ts';
import type { SeriesView } from '../model/views/series.ts';
import { ownRules } from '../testing/own-rules.ts';
import { weekCatalogue } from '../testing/week.ts';
import { type Running, serve } from './serve.ts';

const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-mappings-'));
const mappings = path.join(data, 'mappings');
const connections = path.join(data, 'connections.yaml');
const CONNECTIONS =
  'inputs: [{id: gw, kind: mqtt-broker, listen: "127.0.0.1:0", subscribe: [{filter: a, mapping: gw}]}]\n';
const mapping = (more: string) => `id: gw
format: json
sender: week-f1
time: { path: at }
grain: minute
stat: avg
values: [{ path: v, factor: a21026${more} }]
`;
const write = (text: string, name = 'gw') => writeFileSync(path.join(mappings, `${name}.yaml`), text);

let running: Running;
const logged: string[] = [];

beforeAll(async () => {
  mkdirSync(mappings);
  write(mapping(''));
  writeFileSync(connections, CONNECTIONS);
  running = await serve({
    http: { host: '127.0.0.1', port: 0 },
    tcp: { host: '127.0.0.1', port: 0 },
    data,
    catalogue: [weekCatalogue()],
    rules: ownRules({}).folder,
    connections: { name: connections, text: CONNECTIONS },
    mappings,
    fresh: false,
    log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
  });
});
afterAll(async () => {
  await running.close();
  rmSync(data, { recursive: true });
});

let minute = 0;
/** What becomes of one value; undefined where the mapping is not known. */
async function send(value: number, by = 'gw'): Promise<IngestView | undefined> {
  const at = `2026-03-02 08:${String(minute++).padStart(2, '0')}:00`;
  const payload = JSON.stringify({ at, v: value });
  const headers = { 'content-type': 'application/json' };
  const { status, body } = await ask(running.api, { method: 'POST', url: `/ingest?mapping=${by}`, headers, payload });
  return status === 200 ? (body as IngestView) : undefined;
}
async function lastStored(): Promise<number | null> {
  await running.settled();
  const query =
    'outlet=week-f1&factor=a21026&basis=measured&from=2026-03-02T08:00:00%2B08:00&to=2026-03-02T09:00:00%2B08:00';
  const { body } = await ask(running.api, `/api/v1/series?${query}&width=60`);
  return (body as SeriesView).max.findLast((value) => value !== null) ?? null;
}
const says = (words: string) => expect.poll(() => logged.join('')).toContain(words);

describe('mappings while the server runs', () => {
  it('an edited one is in force for what comes from then on', async () => {
    expect(await send(50)).toMatchObject({ readings: 1 });
    expect(await lastStored()).toBe(50);
    write(mapping(', scale: 0.1'));
    await says('these mappings are in force');
    await send(510);
    expect(await lastStored()).toBe(51);
  });

  it('a new one is known without a restart', async () => {
    expect(await send(60, 'other')).toBeUndefined();
    write(mapping('').replace('id: gw', 'id: other'), 'other');
    await says('"other"');
    expect(await send(60, 'other')).toMatchObject({ readings: 1 });
  });

  it('a wrong one is refused with its line, and one that an input needs may not go: those in force stay', async () => {
    write(mapping(', scael: 2'));
    await says('gw.yaml:7:');
    await says('did you mean \\"scale\\"');
    await send(520);
    expect(await lastStored()).toBe(52);
    rmSync(path.join(mappings, 'gw.yaml'));
    await says('no such mapping \\"gw\\"');
    await send(530);
    expect(await lastStored()).toBe(53);
    write(mapping(', scale: 0.1'));
  });

  it('connections that were edited are named as waiting for a restart', async () => {
    writeFileSync(connections, `${CONNECTIONS}outputs: []\n`);
    await says('restart to put them in force');
  });
});
