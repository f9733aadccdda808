import { z } from 'zod';
import { durationSchema } from '../../config/duration.ts';
import { secretSchema } from '../../config/secret.ts';
import { refuse } from '../../config/strict-yaml.ts';
import { matchSchema } from '../notices/match.ts';
import { outputSettings } from '../output-settings.ts';
import { namesIn } from '../template.ts';

/** What templates of requests may ask for. */
const NAMES = ['id', 'alert', 'site', 'outlet', 'camera', 'channel', 'at', 'from', 'to', 'reference'] as const;

const template = z.string().superRefine((text, context) => {
  const unknown = namesIn(text).find((name) => !(NAMES as readonly string[]).includes(name));
  if (unknown === undefined) return;
  refuse(context, {
    zh: `模板中没有 {{${unknown}}}；可用：${NAMES.join('、')}`,
    en: `no {{${unknown}}} for templates; there are: ${NAMES.join(', ')}`,
  });
});

/** An address whose values stand behind its host: nobody but this file says where a request goes. */
const address = template.superRefine((text, context) => {
  const url = URL.parse(text);
  const says = addressFault(text, url);
  if (says) refuse(context, says);
});

function addressFault(text: string, url: URL | null) {
  if (!url || !/^https?:$/.test(url.protocol)) {
    return { zh: '应为 http(s) 地址', en: 'must be an http(s) address' };
  }
  if (url.username !== '' || url.password !== '') {
    return {
      zh: '地址中不写用户名与密码：放入 headers，用 {env: 变量名}',
      en: 'no user name or password in the address: put them into headers, as {env: NAME}',
    };
  }
  if (/[{}]/.test(text.split('/', 3)[2]!.split(/[?#]/, 1)[0]!)) {
    return { zh: '主机名中不得有 {{…}}', en: 'no {{…}} in the host' };
  }
  return undefined;
}

const duration = (usual: string) => durationSchema.prefault(usual);

const values = z.record(z.string(), z.union([secretSchema, template])).default({});

const request = {
  url: address.describe('地址，可含 {{…}} / address, with {{…}} where values go'),
  method: z.enum(['GET', 'POST', 'PUT']).describe('方法 / method'),
  headers: values.describe('请求头；密钥写作 {env: 变量名} / headers; secrets as {env: NAME}'),
  query: values.describe('查询参数，同上 / parameters of the address, likewise'),
  contentType: z.string().default('application/json').describe('请求体的类型 / type of the body'),
  body: template.optional().describe('请求体模板 / template of the body'),
};

const field = z
  .string()
  .regex(/^[^.[\]\s]+(\.[^.[\]\s]+|\[\d+\])*$/, {
    message: '应写作 data.id 或 data.list[0].id / must be like data.id or data.list[0].id',
  })
  .optional();
const words = z.array(z.union([z.string(), z.number(), z.boolean()]).transform(String)).default([]);

const answer = z
  .strictObject({
    as: z
      .enum(['json', 'file'])
      .default('json')
      .describe('应答是 JSON，还是图片或录像本身 / the answer is JSON, or the picture or clip itself'),
    reference: field.describe('编号在应答中的位置 / where its reference stands'),
    url: field.describe('播放或下载地址的位置 / where its address stands'),
    sha256: field.describe('平台所给 SHA-256 的位置 / where the platform’s SHA-256 stands'),
    state: field.describe('处理状态的位置 / where the state of the work stands'),
    ready: words.describe('表示完成的状态 / states that mean done'),
    failed: words.describe('表示失败的状态 / states that mean it failed'),
    says: field.describe('失败原因的位置 / where the reason of a failure stands'),
  })
  .superRefine(({ as, reference, url, state, ready }, context) => {
    if (as === 'json' && reference === undefined && url === undefined) {
      refuse(context, {
        zh: '须写明 reference 或 url 在应答中的位置',
        en: 'say where reference or url stands in the answer',
      });
    }
    if ((state === undefined) !== (ready.length === 0)) {
      refuse(context, { zh: 'state 与 ready 须同时给出', en: 'state and ready go together' });
    }
  });

/** `kind: video` among the outputs: a video platform or recorder is asked for what cameras saw around an alert. */
export const videoSettings = z
  .strictObject({
    ...outputSettings,
    kind: z.literal('video'),
    match: z
      .array(matchSchema.omit({ what: true, queues: true }))
      .min(1)
      .prefault([{ severity: 'serious', kinds: ['falsification', 'mark'] }])
      .describe(
        '哪些报警要录像；执法线索中的报警按线索的级别算 / which alerts; one that belongs to a lead for enforcement counts as grave as the lead',
      ),
    span: z
      .strictObject({
        before: duration('5m').describe('报警开始前多久 / how long before the alert began'),
        after: duration('5m').describe('报警结束后多久 / how long after it ended'),
        most: duration('30m').describe('最长，自开头算起 / at most so long, from its beginning'),
        wait: duration('1m').describe('录像结束后多久再要 / how long after the end it is asked for'),
      })
      .prefault({})
      .describe('要哪一段 / which span'),
    time: z
      .enum(['rfc3339', 'utc', 'beijing', 'compact', 's', 'ms'])
      .default('rfc3339')
      .describe(
        '时间写法：2026-03-01T08:00:00+08:00、2026-03-01T00:00:00Z、2026-03-01 08:00:00、20260301080000、秒、毫秒 / how times are written',
      ),
    request: z
      .strictObject({ ...request, method: request.method.default('POST').describe('方法 / method') })
      .describe('请求 / what is asked'),
    answer: answer.describe('应答 / what is answered'),
    poll: z
      .strictObject({
        ...request,
        method: request.method.default('GET').describe('方法 / method'),
        every: duration('10s').describe('间隔 / how often'),
        for: duration('2h').describe('最久 / how long at most'),
      })
      .optional()
      .describe('未完成时如何再问 / how to ask again while it is not done'),
    fetch: z
      .strictObject({
        url: address.optional().describe('下载地址；不写则用应答中的 url / address of the file; else the answer’s url'),
        headers: values.describe('请求头 / headers'),
        from: z
          .array(z.string().refine(isOrigin, { message: '应为 http(s)://主机[:端口] / must be http(s)://host[:port]' }))
          .default([])
          .describe(
            '除平台自身外还可从何处下载（不带 headers） / other hosts that files may be fetched from, without headers',
          ),
      })
      .optional()
      .describe('取回文件并保存；不写则只记编号 / fetch the file and keep it; else the reference only'),
    mostMegabytes: z.number().positive().max(4096).default(50).describe('文件上限，MB / largest file, MB'),
    timeout: duration('60s').describe('一次请求最久 / time for one request'),
    perMinute: z.number().int().min(1).max(600).default(30).describe('每分钟请求数上限 / requests in a minute at most'),
  })
  .superRefine(({ answer, poll, fetch, request }, context) => {
    if (answer.state !== undefined && !poll) {
      refuse(context, { zh: '有 state 就须有 poll', en: 'where there is a state there must be poll' });
    }
    if (fetch && fetch.url === undefined && answer.url === undefined) {
      refuse(context, {
        zh: 'fetch 须有 url，或由 answer.url 给出',
        en: 'fetch needs a url, or answer.url to take it from',
      });
    }
    for (const url of [poll?.url, fetch?.url]) {
      if (url !== undefined && namesIn(url).includes('reference') && answer.reference === undefined) {
        refuse(context, {
          zh: '用到 {{reference}}，须写明 answer.reference',
          en: '{{reference}} needs answer.reference',
        });
      }
    }
    if (namesIn(request.url + (request.body ?? '')).includes('reference')) {
      refuse(context, {
        zh: '首次请求时还没有 {{reference}}',
        en: 'there is no {{reference}} yet in the first request',
      });
    }
  });

export type VideoSettings = z.output<typeof videoSettings>;
export type RequestSettings = Pick<VideoSettings['request'], 'url' | 'method' | 'headers'> &
  Partial<VideoSettings['request']>;

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === text;
}
