import { z } from 'zod';
import { parseTime } from '../model/beijing.ts';
import { unknownWord } from './faults.ts';
import { type Fault, invalid } from './problems.ts';

/** Pieces of queries and bodies. Objects are strict, so a key that nobody reads is an error. */

export const id = z.string().min(1).max(200);

export const limit = z.coerce.number().int().min(1).max(500).default(50).describe('每页条数 / items a page');

export const cursor = z.string().max(2000).optional().describe('上一页的 next / `next` of the page before');

export const q = z
  .string()
  .max(200)
  .transform((text) => text.trim())
  .optional()
  .describe('模糊查找：原因、企业、排放口名称 / words in sentences and names');

/** An instant: Beijing time without a zone, or RFC 3339. A `+` that the address turned into a blank is put back. */
export const time = z
  .string()
  .max(40)
  .transform((text, context) => {
    const at = parseTime(/T\S* \d\d:?\d\d$/.test(text) ? text.replace(' ', '+') : text);
    if (!Number.isNaN(at)) return at;
    return fail(context, text, {
      code: 'not-a-time',
      message: { zh: `"${text}" 不是时间`, en: `"${text}" is not a time` },
      hint: {
        zh: '写成 2026-03-01 14:00（北京时间）或 2026-03-01T14:00:00+08:00',
        en: 'write 2026-03-01 14:00 (Beijing time) or 2026-03-01T14:00:00+08:00',
      },
    });
  })
  .describe('2026-03-01 14:00（北京时间）或 RFC 3339 / Beijing time without a zone');

/** One or several words of a closed list, with commas between. */
export function words<const W extends string>(allowed: readonly W[]) {
  return z
    .string()
    .max(400)
    .transform((text, context): W[] => {
      const said = text.split(',').map((word) => word.trim());
      const wrong = said.find((word) => !allowed.includes(word as W));
      return wrong === undefined ? (said as W[]) : fail(context, text, unknownWord(wrong, allowed));
    })
    .describe(`${allowed.join(', ')}（可用逗号并列 / several with commas）`);
}

export const factorCode = z.string().min(1).max(40);

/** Refuses a span that ends before it begins. */
export function checkSpan(from: number | undefined, to: number | undefined, pointer: string): void {
  const fault = spanFault(from, to, pointer);
  if (fault) throw invalid(fault);
}

export function spanFault(from: number | undefined, to: number | undefined, pointer: string): Fault | undefined {
  if (from === undefined || to === undefined || from < to) return undefined;
  return {
    pointer,
    code: 'empty-span',
    message: { zh: '结束时间须晚于开始时间', en: 'the end must be later than the start' },
  };
}

/** Reports a fault from inside a transformation. */
export function fail(context: z.core.$RefinementCtx, input: unknown, fault: Omit<Fault, 'pointer'>): never {
  context.issues.push({ code: 'custom', input, params: { fault } });
  return z.NEVER;
}
