import type { Footage } from '../../model/footage.ts';
import { type Carrier, Later, Refused } from '../carrier.ts';
import type { Said } from '../exchange.ts';
import { namesIn } from '../template.ts';
import { type Found, readAnswer } from './answer.ts';
import type { Bookmark } from './bookmark.ts';
import type { Jobs } from './jobs.ts';
import { ask, secretsOf, type Values, valuesOf } from './request.ts';
import type { VideoSettings } from './settings.ts';
import { tooLarge, type Vault } from './vault.ts';

/** A JSON answer is never longer. */
const MOST_JSON = 1024 * 1024;

export interface VideoGround {
  vault: Vault;
  jobs: Jobs;
  /** journals what became of a bookmark */
  keep(footage: Footage): Promise<void>;
  now(): number;
}

type Got = Pick<Footage, 'reference' | 'url' | 'sha256' | 'hashedBy' | 'bytes' | 'mediaType' | 'why'>;
const NOTHING: Got = {
  reference: null,
  url: null,
  sha256: null,
  hashedBy: null,
  bytes: null,
  mediaType: null,
  why: null,
};

/** The way to a video platform: one bookmark a request; what takes it long is asked after until it is done. */
export function videoCarrier(settings: VideoSettings, { vault, jobs, keep, now }: VideoGround): Carrier<Bookmark> {
  const { request, poll, fetch: fetching, mostMegabytes, timeout, perMinute } = settings;
  const origin = new URL(request.url).origin;
  const most = mostMegabytes * 1e6;
  const secrets = [request, ...(poll ? [poll] : [])].flatMap(secretsOf);

  return {
    to: origin,
    perMinute,
    compose: ([bookmark]) => ({ taken: 1, body: '', text: bookmark!.title.zh }),
    async send(_message, [bookmark], signal) {
      const { id, footage } = bookmark!;
      const within = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
      const values = valuesOf(bookmark!, settings.time);
      let got: Got;
      if (settings.answer.as === 'file') {
        got = { ...NOTHING, ...(await kept(await ask(request, values, within))) };
      } else {
        const found = await find(id, values, within);
        if (!found.done) return new Later(poll!.every);
        got = await fetched(found, values, within);
      }
      await keep({ ...footage, ...got, state: 'got', settledAt: now() });
      jobs.drop(id);
      return receiptOf(got);
    },
  };

  /** Asks for it, or after work that the platform has begun. */
  async function find(id: string, values: Values, signal: AbortSignal): Promise<Found> {
    const job = poll && jobs.get(id);
    try {
      if (job && now() - job.since > poll.for) {
        throw new Refused({
          zh: '平台迟迟未完成：将重新请求',
          en: 'the platform did not finish in time: it is asked anew',
        });
      }
      const response = job
        ? await ask(poll, { ...values, reference: job.reference }, signal)
        : await ask(request, values, signal);
      const answer = readAnswer(await textOf(response), settings.answer, secrets);
      const found = { ...answer, reference: answer.reference ?? job?.reference ?? null };
      if (!found.done) {
        const asksBy = poll && namesIn(poll.url + (poll.body ?? ''));
        if (found.reference === null && asksBy?.includes('reference')) {
          const field = settings.answer.reference!;
          throw new Refused({ zh: `应答中没有 ${field}`, en: `nothing in its answer at ${field}` });
        }
        jobs.put(id, found.reference ?? '', job?.since ?? now());
      }
      return found;
    } catch (error) {
      // What the platform refuses or has forgotten is asked for from the beginning.
      if (error instanceof Refused) jobs.drop(id);
      throw error;
    }
  }

  async function fetched({ reference, url, sha256, odd }: Found, values: Values, signal: AbortSignal): Promise<Got> {
    const said: Got = { ...NOTHING, reference, url, sha256, hashedBy: sha256 === null ? null : 'platform', why: odd };
    if (!fetching) return said;
    const file = await kept(await download({ ...values, reference: reference ?? '' }, url, signal));
    if (sha256 !== null && file.sha256 !== sha256) {
      const [theirs, ours] = [sha256.slice(0, 12), file.sha256.slice(0, 12)];
      throw new Refused({
        zh: `文件与平台给出的哈希不符：平台 ${theirs}…，实得 ${ours}…`,
        en: `the file does not have the hash that the platform gave: ${theirs}… said, ${ours}… found`,
      });
    }
    return { ...said, ...file };
  }

  function download(values: Values, url: string | null, signal: AbortSignal): Promise<Said> {
    const { headers, from, url: own } = fetching!;
    if (own !== undefined) return ask({ url: own, method: 'GET', headers }, values, signal);
    const there = URL.parse(url ?? '');
    if (!there || !/^https?:$/.test(there.protocol) || there.username !== '' || there.password !== '') {
      throw new Refused({
        zh: '应答中没有可下载的 http(s) 地址',
        en: 'no http(s) address to fetch from in its answer',
      });
    }
    const trusted = there.origin === origin;
    if (!trusted && !from.includes(there.origin)) {
      throw new Refused(
        {
          zh: `文件在另一主机 ${there.origin}：确认可信后写入 fetch.from`,
          en: `the file lies on another host, ${there.origin}: name it in fetch.from if it is to be trusted`,
        },
        true,
      );
    }
    // The address is the platform's and is taken as it stands: braces in it are no template.
    const literal = there.href.replaceAll('{', '%7B').replaceAll('}', '%7D');
    return ask({ url: literal, method: 'GET', headers: trusted ? headers : {} }, values, signal);
  }

  async function kept(
    response: Said,
  ): Promise<Pick<Got, 'hashedBy' | 'mediaType'> & { sha256: string; bytes: number }> {
    const mediaType = (response.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
    if (!/^((image|video|audio)\/|application\/(octet-stream|mp4|x-[\w.-]+)$)/.test(mediaType)) {
      response.drop();
      const what = mediaType || '?';
      throw new Refused({ zh: `应答不是图片或录像，而是 ${what}`, en: `its answer is no picture or clip but ${what}` });
    }
    if (Number(response.headers['content-length'] ?? 0) > most) {
      response.drop();
      throw tooLarge(most);
    }
    return { ...(await vault.keep(response.body, most)), hashedBy: 'us', mediaType };
  }
}

async function textOf({ body }: Said): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MOST_JSON)
      throw new Refused({ zh: '应答超过 1 MB，不是 JSON 应答', en: 'an answer over 1 MB is no JSON answer' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function receiptOf({ reference, sha256, bytes }: Got): string {
  const parts = [reference, sha256 && `sha256 ${sha256.slice(0, 12)}`, bytes !== null && `${bytes} bytes`];
  return parts.filter(Boolean).join(' · ');
}
