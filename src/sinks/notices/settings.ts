import { z } from 'zod';
import { secretSchema } from '../../config/secret.ts';
import { refuse } from '../../config/strict-yaml.ts';
import { SEVERITIES } from '../../model/alert.ts';
import { NOTICES, type NoticeEvent } from '../../model/notice-event.ts';
import { outputSettings } from '../output-settings.ts';
import { clockSchema } from './clock.ts';
import { matchSchema } from './match.ts';

/** Who is told what. */
const choice = (tell: readonly NoticeEvent[]) => ({
  ...outputSettings,
  match: z
    .array(matchSchema)
    .default([])
    .describe('满足任一条即发送；为空则全部 / sent where one holds; empty = everything'),
  tell: z
    .array(z.enum(NOTICES))
    .min(1)
    .default([...tell])
    .describe('哪些变化要通知 / which changes are told'),
  audience: z
    .enum(['authority', 'enterprise'])
    .default('authority')
    .describe('收信方；企业收不到线索与疑似造假报警 / who listens: an enterprise is told of no lead and no suspicion'),
});

const dutySchema = z.string().optional().describe('值班表编号：当班人 / id of a roster: who is on duty');

/** How people are told. */
const manner = {
  language: z.enum(['zh', 'en', 'both']).default('both').describe('语言 / language'),
  console: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('控制台地址，用于链接 / address of the console, for links'),
  bundleMinutes: z
    .int()
    .min(0)
    .max(1440)
    .default(10)
    .describe(
      '同一企业首条即发，其后这些分钟内的合并为一条 / of a site the first goes at once, those within so many minutes after it as one',
    ),
  quiet: z
    .strictObject({
      from: clockSchema.describe('开始 HH:MM / begin, HH:MM'),
      to: clockSchema.describe('结束 HH:MM / end, HH:MM'),
      unless: z
        .enum(SEVERITIES)
        .default('critical')
        .describe('达到此级别照发 / this severity and above is told all the same'),
    })
    .optional()
    .describe(
      '免打扰时段（北京时间）；达到 unless 级别的照发 / quiet hours, Beijing time, but for this severity and above',
    ),
};

/** An enterprise must not be told of another: every line that is to reach one names its sites. */
const ofItsOwn = ({ audience, match }: Pick<Choice, 'audience' | 'match'>, context: z.RefinementCtx) => {
  if (audience !== 'enterprise' || (match.length > 0 && match.every(({ sites }) => sites !== undefined))) return;
  refuse(context, {
    zh: '收信方为企业时，match 的每一条都必须写明 sites',
    en: 'for an enterprise every line of match must name its sites',
  });
};

const PEOPLE: readonly NoticeEvent[] = ['raised', 'escalated', 'withdrawn', 'opened', 'moved'];

const webAddress = secretSchema
  .refine((secret) => URL.canParse(secret.reveal()), { message: '不是网址 / no address' })
  .describe('机器人地址，含令牌，故按密钥存放 / address of the robot; it holds a token and is a secret');

export const webhookSettings = z
  .strictObject({
    ...choice(NOTICES),
    kind: z.literal('webhook'),
    url: z.url({ protocol: /^https?$/ }).describe('接收地址 / address'),
    secret: secretSchema
      .refine((secret) => isSigningSecret(secret.reveal()), {
        message: '应为 whsec_ 加 24–64 字节的 base64 / must be whsec_ and 24 to 64 bytes in base64',
      })
      .optional()
      .describe('签名密钥 whsec_… / signing secret whsec_…'),
  })
  .superRefine(ofItsOwn);

export const dingtalkSettings = z
  .strictObject({
    ...choice(PEOPLE),
    ...manner,
    kind: z.literal('dingtalk'),
    url: webAddress,
    duty: dutySchema,
    secret: secretSchema.optional().describe('加签密钥 SEC… / signing secret SEC…'),
  })
  .superRefine(ofItsOwn);

export const wecomSettings = z
  .strictObject({
    ...choice(PEOPLE),
    ...manner,
    kind: z.literal('wecom'),
    url: webAddress,
    duty: dutySchema,
  })
  .superRefine(ofItsOwn);

export const feishuSettings = z
  .strictObject({
    ...choice(PEOPLE),
    ...manner,
    kind: z.literal('feishu'),
    url: webAddress,
    duty: dutySchema,
    secret: secretSchema.optional().describe('签名校验密钥 / signing secret'),
  })
  .superRefine(ofItsOwn);

export const emailSettings = z
  .strictObject({
    ...choice(PEOPLE),
    ...manner,
    kind: z.literal('email'),
    host: z.string().min(1).describe('SMTP 服务器 / SMTP server'),
    port: z.int().min(1).max(65_535).default(465).describe('端口 / port'),
    tls: z
      .enum(['implicit', 'starttls', 'none'])
      .default('implicit')
      .describe('加密：直接（465）、STARTTLS（587）、无 / encryption: implicit (465), STARTTLS (587), none'),
    user: z.string().optional().describe('登录名 / login'),
    password: secretSchema.optional().describe('密码 / password'),
    sender: z.string().min(3).describe('发件人 / From'),
    to: z.array(z.email()).default([]).describe('收件人 / receivers'),
    duty: dutySchema,
  })
  .superRefine(ofItsOwn);

export const smsSettings = z
  .strictObject({
    ...choice(PEOPLE),
    ...manner,
    language: manner.language.removeDefault().default('zh').describe('语言 / language'),
    kind: z.literal('sms'),
    url: webAddress.describe('网关地址，可含密钥 / address of the gateway; may hold a key'),
    headers: z.record(z.string(), secretSchema).default({}).describe('请求头 / headers'),
    contentType: z.string().default('application/json').describe('请求体的类型 / type of the body'),
    body: z
      .string()
      .includes('{{mobiles}}')
      .includes('{{text}}')
      .describe(
        '请求体模板，含 {{mobiles}}、{{text}}，可含 {{id}} / template of the body, with {{mobiles}}, {{text}} and perhaps {{id}}',
      ),
    success: z
      .string()
      .refine(isPattern, { message: '不是正则表达式 / no regular expression' })
      .optional()
      .describe('应答须匹配此正则才算成功 / the answer must match this, or it is a failure'),
    signature: z.string().default('').describe('短信签名，如【某市生态环境局】 / signature that begins every text'),
    mostCharacters: z.int().min(70).max(2000).default(300).describe('单条字数上限 / characters of a message at most'),
    to: z
      .array(z.string().regex(/^\+?\d{5,15}$/))
      .default([])
      .describe('手机号 / numbers'),
    duty: dutySchema,
  })
  .superRefine(ofItsOwn);

function isSigningSecret(text: string): boolean {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const { length } = Buffer.from(encoded ?? '', 'base64');
  return length >= 24 && length <= 64;
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) !== undefined;
  } catch {
    return false;
  }
}

export type Choice = Pick<z.output<typeof webhookSettings>, 'id' | 'from' | 'match' | 'tell' | 'audience'>;
export type Manner = Pick<z.output<typeof dingtalkSettings>, 'language' | 'console' | 'bundleMinutes' | 'quiet'>;
