import { z } from 'zod';
import { secretSchema } from '../../config/secret.ts';
import { refuse } from '../../config/strict-yaml.ts';
import { SEVERITIES } from '../../model/alert.ts';
import { outputSettings } from '../output-settings.ts';
import { matchSchema } from './match.ts';
import { NOTICES, type NoticeEvent } from './notice.ts';

const clockSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { message: '应为 HH:MM / expected HH:MM' })
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));

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
    .strictObject({ from: clockSchema, to: clockSchema, unless: z.enum(SEVERITIES).default('critical') })
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

const webAddress = secretSchema.describe(
  '机器人地址，含令牌，故按密钥存放 / address of the robot; it holds a token and is a secret',
);

export const webhookSettings = z
  .strictObject({
    ...choice(NOTICES),
    kind: z.literal('webhook'),
    url: z.url({ protocol: /^https?$/ }).describe('接收地址 / address'),
    secret: secretSchema.optional().describe('签名密钥 whsec_… / signing secret whsec_…'),
  })
  .superRefine(ofItsOwn);

export const dingtalkSettings = z
  .strictObject({
    ...choice(PEOPLE),
    ...manner,
    kind: z.literal('dingtalk'),
    url: webAddress,
    secret: secretSchema.optional().describe('加签密钥 SEC… / signing secret SEC…'),
  })
  .superRefine(ofItsOwn);

export const wecomSettings = z
  .strictObject({
    ...choice(PEOPLE),
    ...manner,
    kind: z.literal('wecom'),
    url: webAddress,
  })
  .superRefine(ofItsOwn);

export const feishuSettings = z
  .strictObject({
    ...choice(PEOPLE),
    ...manner,
    kind: z.literal('feishu'),
    url: webAddress,
    secret: secretSchema.optional().describe('签名校验密钥 / signing secret'),
  })
  .superRefine(ofItsOwn);

export type Choice = Pick<z.output<typeof webhookSettings>, 'id' | 'from' | 'match' | 'tell' | 'audience'>;
export type Manner = Pick<z.output<typeof dingtalkSettings>, 'language' | 'console' | 'bundleMinutes' | 'quiet'>;
