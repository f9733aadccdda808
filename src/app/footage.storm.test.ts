import { createHash } from 'node:crypto';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { journalCommand } from '../cli/journal.ts';
import type { AlertView } from '../model/views/alerts.ts';
import type { FootageView } from '../model/views/connections.ts';
import type { Page } from '../model/views/page.ts';
import { ownRules } from '../testing/own-rules.ts';
import { PLANT_WEEK } from '../testing/plant-week.ts';
import { runCommand } from '../testing/run-command.ts';
import { type ServerProcess, sendFrames, startServer, stopServer } from '../testing/server-process.ts';
import { fileOf, VideoPlatform } from '../testing/servers/video-platform.ts';
import { weekAndMore } from '../testing/week-server.ts';
import { SHIPPED_RULES } from './rule-folder.ts';

const CAMERAS = `    cameras:
      - { id: c1, name: { zh: 1 号炉膛, en: furnace 1 }, view: furnace, channel: "34020000001320000001", serves: [week-f1] }
`;
const connections = (url: string) => `
outputs:
  - id: stills
    kind: video
    from: start
    match: [{ kinds: [exceedance] }]
    request: { url: "${url}/snapshot/{{channel}}?at={{at}}", method: GET }
    answer: { as: file }
  - id: clips
    kind: video
    from: start
    match: [{ kinds: [exceedance] }]
    request: { url: "${url}/clips", body: '{"ref":"{{id}}"}' }
    answer: { reference: data.id, url: data.url, sha256: data.sha256 }
`;

const get = async <T>({ http }: ServerProcess, resource: string): Promise<T> =>
  (await (await fetch(`${http}/api/v1${resource}`)).json()) as T;

it('what cameras saw is journaled with its hash, shown beside the alert, and computed again from the journal', async () => {
  const platform = await VideoPlatform.prepare();
  await platform.server.start();
  onTestFinished(() => platform.server.remove());
  const data = mkdtempSync(path.join(tmpdir(), 'fluewatch-footage-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const catalogue = readFileSync(path.join(PLANT_WEEK, 'catalogue.yaml'), 'utf8');
  writeFileSync(path.join(data, 'catalogue.yaml'), catalogue.replace('    outlets:\n', `${CAMERAS}    outlets:\n`));
  writeFileSync(path.join(data, 'connections.yaml'), connections(platform.url));

  const rule = 'incineration/wte-daily-mean.yaml';
  const { folder: rules } = ownRules({ [rule]: readFileSync(path.join(SHIPPED_RULES, rule), 'utf8') });
  let server = await startServer(['--data', data, '--rules', rules]);
  onTestFinished(() => void server.process.kill('SIGKILL'));
  await sendFrames(server.tcp, firstDay(), 0);
  const of = async () => {
    const { items: alerts } = await get<Page<AlertView>>(server, '/alerts?kind=exceedance&outlet=week-f1&limit=500');
    const lists = alerts.map(
      async ({ id }) => (await get<{ items: FootageView[] }>(server, `/footage?alert=${id}`)).items,
    );
    return { alerts, footage: (await Promise.all(lists)).flat() };
  };
  await expect
    .poll(
      async () => {
        const { alerts, footage } = await of();
        const got = footage.filter(({ state }) => state === 'got').length;
        return alerts.length > 0 && got >= 2 * alerts.filter(({ state }) => state !== 'withdrawn').length;
      },
      { timeout: 30_000, interval: 200 },
    )
    .toBe(true);
  const { footage } = await of();
  const still = footage.find(({ output }) => output === 'stills')!;
  const clip = footage.find(({ output }) => output === 'clips')!;
  expect(still).toMatchObject({ hashedBy: 'us', mediaType: 'image/jpeg', camera: { id: 'c1', view: 'furnace' } });
  expect(clip).toMatchObject({ hashedBy: 'platform', file: null, reference: expect.stringMatching(/^clip/) });
  const file = await fetch(server.http + still.file!);
  expect(file.headers.get('content-type')).toBe('image/jpeg');
  expect(file.headers.get('content-security-policy')).toContain('sandbox');
  const bytes = Buffer.from(await file.arrayBuffer());
  expect(bytes.equals(fileOf('34020000001320000001'))).toBe(true);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(still.sha256);

  // Everything but the journal and the files is computed again.
  await stopServer(server, 'SIGKILL');
  for (const views of globSync('views.db*', { cwd: data })) rmSync(path.join(data, views));
  rmSync(path.join(data, 'connections.yaml'));
  server = await startServer(['--data', data, '--rules', rules]);
  const again = await of();
  expect(again.footage.sort(byId)).toEqual(footage.sort(byId));
  await stopServer(server, 'SIGTERM');

  const verify = async () => {
    const { out } = await runCommand(journalCommand(), ['verify', data]);
    return out.replaceAll(/\d+/g, 'N');
  };
  expect(await verify()).toContain('✓ files of footage have the hashes of the journal: N');
  writeFileSync(path.join(data, 'footage', still.sha256!.slice(0, 2), still.sha256!), 'another');
  expect(await verify()).toContain('the file does not have its hash');
}, 60_000);

/** The first day of the week, on which a daily mean is over its limit, and a few hours more. */
const firstDay = () => weekAndMore().filter((frame) => /DataTime=202603(02|030[0-4])/.test(frame));

const byId = (a: FootageView, b: FootageView) => (a.id < b.id ? -1 : 1);
