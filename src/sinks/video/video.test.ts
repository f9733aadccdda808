import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Footage } from '../../model/footage.ts';
import { fileOfHash } from '../../model/footage-file.ts';
import type { Place } from '../../model/place.ts';
import { StoreReader } from '../../store/reader.ts';
import { MARCH } from '../../store/samples.ts';
import { fileOf, VideoPlatform } from '../../testing/servers/video-platform.ts';
import { noticeHouse, PLACES } from '../notices/trial.ts';
import { openVideo, type VideoTrial } from './open.ts';
import { videoSettings } from './settings.ts';

process.env.VIDEO_TOKEN_OF_TEST = 'Bearer tokenofthetest';

const camera = (id: string, channel: string, serves: string[] = []) => ({
  id,
  name: { zh: `${id} 号机`, en: `camera ${id}` },
  view: 'furnace' as const,
  channel,
  serves,
});
const WITH_CAMERAS: Record<string, Place> = {
  ...PLACES,
  'demo-wte': { ...PLACES['demo-wte']!, cameras: [camera('c1', '34020000001320000001', ['demo-wte-f1'])] },
};

/** However busy the machine is. */
const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 20 });

let platform: VideoPlatform;
beforeAll(async () => {
  platform = await VideoPlatform.prepare();
  await platform.server.start();
});
afterAll(() => platform.server.remove());
beforeEach(() => {
  platform.forget();
  platform.behave({});
});

const clips = (more: object = {}) => ({
  id: 'video',
  kind: 'video',
  from: 'start',
  request: {
    url: `${platform.url}/clips`,
    headers: { authorization: { env: 'VIDEO_TOKEN_OF_TEST' } },
    body: '{"channel":"{{channel}}","begin":"{{from}}","end":"{{to}}","ref":"{{id}}"}',
  },
  answer: {
    reference: 'data.id',
    url: 'data.url',
    sha256: 'data.sha256',
    state: 'data.status',
    ready: ['done'],
    failed: ['error'],
    says: 'data.message',
  },
  poll: {
    url: `${platform.url}/clips/{{reference}}`,
    headers: { authorization: { env: 'VIDEO_TOKEN_OF_TEST' } },
    every: '0.02s',
  },
  ...more,
});
const snapshots = (more: object = {}) => ({
  id: 'stills',
  kind: 'video',
  from: 'start',
  request: { url: `${platform.url}/snapshot?channel={{channel}}&at={{at}}`, method: 'GET' },
  answer: { as: 'file' },
  ...more,
});

/** A store that alerts are put into, and what the output journals. */
function house(places = WITH_CAMERAS) {
  const inner = noticeHouse();
  const kept: Footage[] = [];
  const logged: string[] = [];
  const footage = path.join(path.dirname(inner.data), 'footage');
  return {
    kept,
    logged,
    footage,
    suspect: (change: object = {}) => inner.alert('raised', { kind: 'falsification', ...change }),
    alert: inner.alert,
    lead: inner.lead,
    views: new StoreReader(inner.views),
    /** the latest of each bookmark */
    latest: () => [...new Map(kept.map((one) => [one.id, one])).values()],
    open(settings: object, trial: VideoTrial = {}) {
      const output = openVideo(
        videoSettings.parse(settings),
        {
          views: inner.views,
          data: inner.data,
          footage,
          places: async () => places,
          keepFootage: async (one) => void kept.push(structuredClone(one)),
          log: pino({ level: 'info' }, { write: (line: string) => void logged.push(line) }),
        },
        { pauses: { firstMs: 5, longestMs: 20 }, graceMs: 50, lookMs: 15, ...trial },
      );
      onTestFinished(() => output.close());
      return output;
    },
    files: () => readdirSync(footage, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()),
  };
}
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const orders = (ref: string) => platform.orders().filter((order) => order.ref === ref);

describe('a video platform that works on clips', () => {
  it('is asked for the span of the alert, asked again until it is done, and its reference and hash are kept', async () => {
    platform.behave({ polls: 2 });
    const one = house();
    one.suspect({ start: MARCH, end: MARCH + 3_600_000 });
    const output = one.open(clips());
    await until(() => expect(output.status()).toMatchObject({ state: 'open', done: 1, waiting: 0 }));
    const [asked, got] = one.kept;
    expect(asked).toMatchObject({ state: 'asked', alert: 'al-1', site: 'demo-wte', camera: { id: 'c1' } });
    expect(got).toMatchObject({ id: asked!.id, state: 'got', hashedBy: 'platform', bytes: null, why: null });
    expect(got!.sha256).toBe(sha(fileOf(got!.reference!)));
    expect(got!.url).toBe(`${platform.url}/files/${encodeURIComponent(got!.reference!)}`);
    expect(one.kept).toHaveLength(2);
    // Five minutes before the alert began, and no more than half an hour: 2026-03-01 00:00 Beijing.
    expect(orders(got!.id)).toEqual([
      {
        channel: '34020000001320000001',
        begin: '2026-02-28T23:55:00+08:00',
        end: '2026-03-01T00:25:00+08:00',
        ref: got!.id,
      },
    ]);
    const polls = platform.heard().filter(({ url }) => url === `/clips/${encodeURIComponent(got!.reference!)}`);
    expect(polls).toHaveLength(2);
    expect(polls[0]!.headers.authorization).toBe('Bearer tokenofthetest');
  });

  it('asks once for a span, however often its alert is revised, and never for what is not suspected', async () => {
    const one = house();
    one.suspect();
    one.alert('revised', { kind: 'falsification', end: MARCH + 30 * 3_600_000 });
    one.alert('confirmed', { kind: 'falsification', state: 'confirmed' });
    one.alert('raised', { id: 'limit', kind: 'exceedance' });
    one.alert('raised', { id: 'light', kind: 'falsification', severity: 'warning' });
    one.alert('raised', { id: 'elsewhere', kind: 'mark', site: 'demo-ww', outlet: null });
    const output = one.open(clips());
    await until(() => expect(output.status()).toMatchObject({ done: 1, waiting: 0 }));
    expect(one.latest()).toHaveLength(1);
    await output.close();
    const again = one.open(clips());
    await until(() => expect(again.status()).toMatchObject({ state: 'open', waiting: 0 }));
    expect(orders(one.kept[0]!.id)).toHaveLength(1);
  });

  it('asks for the alerts of a lead for enforcement as for ones as grave as the lead', async () => {
    const one = house();
    one.alert('raised', { id: 'a', kind: 'falsification', severity: 'warning' });
    one.alert('raised', { id: 'b', kind: 'falsification', severity: 'warning', start: MARCH + 7_200_000 });
    one.lead(null, { id: 'review', queue: 'review', alerts: ['a'] });
    const output = one.open(clips());
    await until(() => expect(output.status()).toMatchObject({ state: 'open', waiting: 0 }));
    expect(one.kept).toEqual([]);
    one.lead(null, { id: 'case', severity: 'serious', alerts: ['a', 'b'] });
    await until(() => expect(output.status()).toMatchObject({ done: 2, waiting: 0 }));
    expect(
      one
        .latest()
        .map(({ alert }) => alert)
        .sort(),
    ).toEqual(['a', 'b']);
  });

  it('asks the cameras that serve the outlet, and all of them where the alert is about the site', async () => {
    const cameras = [camera('c1', '1', ['demo-wte-f1']), camera('c2', '2', ['demo-wte-f2']), camera('gate', '3')];
    const one = house({ ...PLACES, 'demo-wte': { ...PLACES['demo-wte']!, cameras } });
    one.suspect({ id: 'furnace' });
    one.suspect({ id: 'site', outlet: null });
    const output = one.open(clips());
    await until(() => expect(output.status()).toMatchObject({ done: 5, waiting: 0 }));
    const told = (alert: string) =>
      one
        .latest()
        .flatMap((f) => (f.alert === alert ? f.camera.id : []))
        .sort();
    expect(told('furnace')).toEqual(['c1', 'gate']);
    expect(told('site')).toEqual(['c1', 'c2', 'gate']);
  });

  it('waits until the recording can be there', async () => {
    const one = house();
    const now = MARCH + 60_000;
    one.suspect({ end: MARCH + 600_000 });
    let clock = now;
    const output = one.open(clips(), { now: () => clock });
    await until(() => expect(one.kept).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(orders(one.kept[0]!.id)).toEqual([]);
    clock = MARCH + 600_000 + 6 * 60_000;
    await until(() => expect(output.status()).toMatchObject({ done: 1 }));
  });

  it('is asked on where it was when we or it were killed, and not for the same again', async () => {
    platform.behave({ polls: -1 });
    const one = house();
    one.suspect();
    const output = one.open(clips());
    await until(() => expect(platform.heard().at(-1)?.url).toMatch(/^\/clips\/clip/));
    await platform.server.stop('SIGKILL');
    await until(() =>
      expect(output.status()).toMatchObject({
        state: 'waiting',
        waiting: 1,
        says: { en: expect.stringContaining('ECONN') },
      }),
    );
    await output.close();
    platform.behave({ polls: 1 });
    await platform.server.start();
    const again = one.open(clips());
    await until(() => expect(again.status()).toMatchObject({ state: 'open', done: 1, waiting: 0 }));
    expect(orders(one.kept[0]!.id)).toHaveLength(1);
    expect(one.latest()).toMatchObject([{ state: 'got' }]);
  });

  it('is asked anew where it has forgotten its work', async () => {
    platform.behave({ polls: -1, reference: 'lost' });
    const one = house();
    one.suspect();
    const output = one.open(clips());
    await until(() => expect(platform.heard().at(-1)?.url).toBe('/clips/lost'));
    platform.behave({ status: 404 });
    await until(() => expect(output.status()).toMatchObject({ says: { en: expect.stringContaining('404') } }));
    platform.behave({});
    await until(() => expect(output.status()).toMatchObject({ done: 1 }));
    expect(orders(one.kept[0]!.id).length).toBeGreaterThanOrEqual(2);
  });

  it('loses nothing through 500s and silence, and says what is wrong', async () => {
    platform.behave({ status: 500 });
    const one = house();
    for (let n = 0; n < 5; n++) one.suspect({ id: `a${n}` });
    const output = one.open(clips({ timeout: '0.2s' }));
    await until(() =>
      expect(output.status()).toMatchObject({
        state: 'waiting',
        waiting: 5,
        says: { en: expect.stringContaining('500') },
      }),
    );
    platform.behave({ silent: true });
    await until(() =>
      expect(output.status()).toMatchObject({ waiting: 5, says: { en: expect.stringContaining('TIMEOUT') } }),
    );
    platform.behave({ after: 50 });
    await until(() => expect(output.status()).toMatchObject({ state: 'open', done: 5, waiting: 0 }));
    expect(one.latest().every(({ state }) => state === 'got')).toBe(true);
  });

  it('gives up what the platform cannot give, with its reason, and asks again when somebody wants it', async () => {
    platform.behave({ fails: '录像已被覆盖' });
    const one = house();
    one.suspect();
    const output = one.open(clips(), { patienceMs: 100 });
    await until(() => expect(output.status()).toMatchObject({ refused: 1, waiting: 0 }));
    expect(one.latest()).toMatchObject([{ state: 'failed', why: { zh: '平台未能给出：录像已被覆盖' } }]);
    platform.behave({});
    const [letter] = output.deadLetters(0, 10);
    expect(output.resend(letter!.n)).toBe(true);
    await until(() => expect(one.latest()).toMatchObject([{ state: 'got', why: null }]));
  });

  it('says so where the hash that it gave is none', async () => {
    platform.behave({ sha256: 'd41d8cd98f00b204e9800998ecf8427e' });
    const one = house();
    one.suspect();
    one.open(clips());
    await until(() =>
      expect(one.latest()).toMatchObject([
        { state: 'got', sha256: null, hashedBy: null, why: { en: expect.stringContaining('no SHA-256') } },
      ]),
    );
  });
});

describe('files', () => {
  it('a picture is kept under the hash of its bytes', async () => {
    const one = house();
    one.suspect();
    const output = one.open(snapshots({ time: 'beijing' }));
    await until(() => expect(output.status()).toMatchObject({ done: 1 }));
    const [got] = one.latest();
    expect(got).toMatchObject({ state: 'got', hashedBy: 'us', mediaType: 'image/jpeg', reference: null, url: null });
    const bytes = readFileSync(path.join(one.footage, fileOfHash(got!.sha256!)));
    expect(bytes.equals(fileOf(''))).toBe(true);
    expect(sha(bytes)).toBe(got!.sha256);
    expect(got!.bytes).toBe(bytes.length);
    const { url } = platform.heard().at(-1)!;
    expect(new URL(url, 'http://h').searchParams.get('at')).toBe('2026-03-01 00:00:00');
  });

  it('a clip is fetched where the settings say so, and its hash is held against the one that was said', async () => {
    const one = house();
    one.suspect();
    const output = one.open(clips({ fetch: { headers: { authorization: { env: 'VIDEO_TOKEN_OF_TEST' } } } }));
    await until(() => expect(output.status()).toMatchObject({ done: 1 }));
    const [got] = one.latest();
    expect(got).toMatchObject({ state: 'got', hashedBy: 'us', mediaType: 'video/mp4' });
    expect(readFileSync(path.join(one.footage, fileOfHash(got!.sha256!))).equals(fileOf(got!.reference!))).toBe(true);
  });

  it('a platform that closes its end before we have read everything is read to its end', async () => {
    platform.behave({ closes: true, size: 3_000_000 });
    const one = house();
    for (let n = 0; n < 5; n++) one.suspect({ id: `a${n}` });
    const output = one.open(snapshots());
    await until(() => expect(output.status()).toMatchObject({ done: 5 }));
    expect(one.latest().map(({ bytes }) => bytes)).toEqual(Array(5).fill(fileOf('', 3_000_000).length));
  });

  it('one whose hash is another is no evidence', async () => {
    platform.behave({ sha256: 'ab'.repeat(32) });
    const one = house();
    one.suspect();
    const output = one.open(clips({ fetch: {} }), { patienceMs: 50 });
    await until(() => expect(output.status()).toMatchObject({ refused: 1 }));
    expect(one.latest()).toMatchObject([
      { state: 'failed', why: { en: expect.stringContaining('abababababab… said') } },
    ]);
  });

  it.each([
    ['announced', true],
    ['not announced', false],
  ])('100 MB, %s, are not taken in, and leave nothing behind', async (_, length) => {
    platform.behave({ size: 100_000_000, length });
    const one = house();
    one.suspect();
    const output = one.open(snapshots({ mostMegabytes: 2 }), { patienceMs: 50 });
    await until(() => expect(output.status()).toMatchObject({ refused: 1 }));
    expect(one.latest()).toMatchObject([{ state: 'failed', why: { en: expect.stringContaining('over 2 MB') } }]);
    expect(one.files()).toEqual([]);
  });

  it('an answer of 100 MB where JSON is asked for is not read', async () => {
    platform.behave({ size: 100_000_000 });
    const one = house();
    one.suspect();
    const settings = clips({ request: { url: `${platform.url}/snapshot`, method: 'GET' } });
    const output = one.open(settings, { patienceMs: 50 });
    await until(() => expect(output.status()).toMatchObject({ refused: 1 }));
    expect(one.latest()).toMatchObject([{ why: { en: expect.stringContaining('over 1 MB') } }]);
  });

  it('JSON is no picture', async () => {
    platform.behave({ noPicture: true });
    const one = house();
    one.suspect();
    const output = one.open(snapshots(), { patienceMs: 50 });
    await until(() => expect(output.status()).toMatchObject({ refused: 1 }));
    expect(one.latest()).toMatchObject([
      { state: 'failed', why: { en: 'its answer is no picture or clip but application/json' } },
    ]);
  });
});

describe('where requests go', () => {
  it('is said by the settings alone: no redirect is followed, no other host is fetched from', async () => {
    const other = await VideoPlatform.prepare();
    await other.server.start();
    onTestFinished(() => other.server.remove());
    platform.behave({ filesAt: other.url });
    const one = house();
    one.suspect();
    const output = one.open(clips({ fetch: { headers: { authorization: { env: 'VIDEO_TOKEN_OF_TEST' } } } }));
    await until(() =>
      expect(output.status()).toMatchObject({ state: 'failed', says: { en: expect.stringContaining(other.url) } }),
    );
    platform.behave({ redirect: `${other.url}/clips` });
    await until(() => expect(output.status().says!.en).toContain('redirects (302)'));
    expect(other.heard()).toEqual([]);
    await output.close();
    // Another host that is named is fetched from, and hears no secret.
    platform.behave({ filesAt: other.url });
    const named = one.open(
      clips({ fetch: { from: [other.url], headers: { authorization: { env: 'VIDEO_TOKEN_OF_TEST' } } } }),
    );
    await until(() => expect(named.status()).toMatchObject({ done: 1 }));
    expect(other.heard()).toHaveLength(1);
    expect(other.heard()[0]!.headers.authorization).toBeUndefined();
  });

  it('a reference that would lead to another path is not used', async () => {
    platform.behave({ reference: '..', polls: 1 });
    const one = house();
    one.suspect();
    const output = one.open(clips(), { patienceMs: 50 });
    await until(() => expect(output.status()).toMatchObject({ refused: 1 }));
    expect(one.latest()).toMatchObject([{ why: { en: expect.stringContaining('cannot be used') } }]);
  });

  it('no secret is shown, even where the platform repeats it', async () => {
    platform.behave({ status: 403 });
    const one = house();
    one.suspect();
    const output = one.open(clips(), { patienceMs: 50 });
    await until(() => expect(output.status()).toMatchObject({ refused: 1, state: 'failed' }));
    expect(output.status().says!.en).toContain('no: ***');
    const shown = JSON.stringify([output.status(), output.deadLetters(0, 10), one.kept, one.logged]);
    expect(shown).not.toContain('tokenofthetest');
  });

  it.each([
    [{ request: { url: 'ftp://h/x' } }, 'must be an http(s) address'],
    [{ request: { url: 'http://{{site}}.example/x' } }, 'http(s) address|no {{…}} in the host'],
    [{ request: { url: 'http://u:p@h/x' } }, 'no user name or password in the address'],
    [{ request: { url: 'http://h/{{chanel}}' } }, 'no {{chanel}} for templates'],
    [{ request: { url: 'http://h/{{reference}}' } }, 'no {{reference}} yet'],
    [{ answer: {} }, 'say where reference or url stands'],
    [{ poll: undefined }, 'there must be poll'],
    [{ fetch: { from: ['http://h/x'] } }, 'must be http(s)://host'],
  ])('settings that cannot be meant are refused: %o', (change, says) => {
    const settings = clips(change);
    if ('request' in change) Object.assign(settings.request, { headers: {} });
    const { error } = videoSettings.safeParse(settings);
    const said = error?.message ?? 'none';
    expect(
      says.split('|').some((one) => said.includes(one)),
      said,
    ).toBe(true);
  });
});
