import { MINUTE_MS } from '../../../model/beijing.ts';
import { Away } from '../../away.ts';
import { Refused } from '../../carrier.ts';
import { type Answer, withoutSecrets } from '../../http.ts';

/**
 * What the platforms allow, from their own pages:
 * - DingTalk: 20 messages a minute, beyond that nothing for ten; 20 000 bytes
 *   (open.dingtalk.com/document/robots/custom-robot-access)
 * - WeCom: 20 messages a minute; a markdown text of 4096 bytes (developer.work.weixin.qq.com/document/path/91770)
 * - Feishu: 100 requests a minute and 5 a second; a body of 20 KB
 *   (open.feishu.cn/document/client-docs/bot-v3/add-custom-bot)
 */
export const DINGTALK = { perMinute: 20, bodyBytes: 20_000 };
export const WECOM = { perMinute: 20, markdownBytes: 4096 };
export const FEISHU = { perMinute: 100, spacingMs: 200, bodyBytes: 20_000 };

/** What the platforms' codes mean, where more can be said than the code. */
export interface Codes {
  /** too many messages: how long to wait, ms */
  flood: Record<number, number>;
  /** the platform itself has trouble */
  passing: readonly number[];
  /** somebody must mend the configuration: what */
  mend: Record<number, { zh: string; en: string }>;
}

export const DINGTALK_CODES: Codes = {
  flood: { 130101: 10 * MINUTE_MS, 90030: 10 * MINUTE_MS },
  passing: [-1],
  mend: {
    310000: {
      zh: '安全设置不符：检查加签密钥、关键词、IP 白名单与本机时钟',
      en: 'its security settings: check signing secret, keywords, IP list and our clock',
    },
    300001: { zh: '令牌不存在：检查 url', en: 'no such token: check url' },
    400101: { zh: '令牌不存在：检查 url', en: 'no such token: check url' },
    400102: { zh: '机器人已停用：请在群里启用', en: 'the robot is switched off: switch it on in the group' },
    400013: { zh: '群已解散', en: 'the group is gone' },
  },
};

export const WECOM_CODES: Codes = {
  flood: { 45009: MINUTE_MS, 45033: MINUTE_MS },
  passing: [-1],
  mend: { 93000: { zh: '机器人地址无效：检查 url', en: 'no such robot: check url' } },
};

export const FEISHU_CODES: Codes = {
  flood: { 11232: MINUTE_MS },
  passing: [],
  mend: {
    19001: { zh: '机器人地址无效：检查 url', en: 'no such robot: check url' },
    19021: { zh: '签名不符：检查 secret 与本机时钟', en: 'signature not accepted: check secret and our clock' },
    19022: { zh: 'IP 不在白名单', en: 'our IP is not on its list' },
    19024: { zh: '不含所设关键词', en: 'its keyword is missing' },
  },
};

/**
 * These platforms say 200 whatever happened; the code in the body tells.
 * @returns a receipt
 */
export function receiptOf(
  { text }: Answer,
  field: 'errcode' | 'code',
  codes: Codes,
  secrets: readonly string[],
): string {
  let answer: Record<string, unknown>;
  try {
    answer = JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new Away({
      zh: '对方应答不是 JSON：请检查 url 或代理',
      en: 'its answer is no JSON: check url or a proxy between',
    });
  }
  const code = answer?.[field];
  if (code === 0) return `${field} 0`;
  const said = withoutSecrets(String(answer?.errmsg ?? answer?.msg ?? ''), secrets);
  if (typeof code !== 'number')
    throw new Refused({ zh: `应答无 ${field}：${said}`, en: `no ${field} in its answer: ${said}` });
  const flood = codes.flood[code];
  if (flood !== undefined) {
    throw new Away({ zh: `发送过于频繁（${code}）`, en: `too many messages (${code})` }, { retryAfterMs: flood });
  }
  if (codes.passing.includes(code)) throw new Away({ zh: `平台繁忙（${code}）`, en: `the platform is busy (${code})` });
  const mend = codes.mend[code];
  if (mend) throw new Refused({ zh: `${mend.zh}（${code}）`, en: `${mend.en} (${code})` }, true);
  throw new Refused({ zh: `平台不收（${code}）：${said}`, en: `not taken (${code}): ${said}` });
}
