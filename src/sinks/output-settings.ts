import { z } from 'zod';

/** What every output is told. */
export const outputSettings = {
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
    .describe(
      '编号：小写字母、数字与连字符；也是进度文件名 / id: small letters, digits, hyphens; also names the file of its progress',
    ),
  from: z
    .enum(['now', 'start'])
    .default('now')
    .describe('首次启用时从何处开始：此刻，或最早的存量 / where a new output begins: now, or with all that is stored'),
};
