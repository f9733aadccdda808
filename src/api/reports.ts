import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type DaySpan, dateText, dayOf, monthOf, parseTime } from '../model/beijing.ts';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { fail, id } from './input.ts';
import { region, sitesWithin } from './places.ts';
import type { ReportAsk } from './ports.ts';
import { invalid } from './problems.ts';

const day = z
  .string()
  .max(20)
  .transform((text, context): DaySpan => {
    const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseTime(text) : Number.NaN;
    if (!Number.isNaN(at)) return { from: dayOf(at), to: dayOf(at) + 1 };
    return fail(context, text, {
      code: 'not-a-time',
      message: { zh: `"${text}" 不是日期`, en: `"${text}" is not a day` },
      hint: { zh: '写成 2026-03-01（北京时间）', en: 'write 2026-03-01 (Beijing time)' },
    });
  })
  .describe('2026-03-01，北京时间的自然日 / a natural day in Beijing');

const month = z
  .string()
  .max(20)
  .transform((text, context): DaySpan => {
    const at = /^\d{4}-\d{2}$/.test(text) ? parseTime(`${text}-01`) : Number.NaN;
    if (!Number.isNaN(at)) return monthOf(dayOf(at));
    return fail(context, text, {
      code: 'not-a-time',
      message: { zh: `"${text}" 不是月份`, en: `"${text}" is not a month` },
      hint: { zh: '写成 2026-03', en: 'write 2026-03' },
    });
  })
  .describe('2026-03，北京时间的自然月 / a natural month in Beijing');

const form = {
  format: z.enum(['html', 'pdf']).default('html').describe('html：单个网页；pdf：A4 / one page, or A4'),
  lang: z.enum(['zh', 'en']).default('zh').describe('语言 / language'),
  region,
  site: id.optional().describe('企业编号 / one site'),
};

const FILE = {
  200: {
    description: '报告 / the report',
    content: { 'text/html': { schema: z.any() }, 'application/pdf': { schema: z.any() } },
  },
} as const;

/** What a monitoring centre sends upward. */
export const reports: Resource = async (app, { ports }) => {
  const answer = async (ask: ReportAsk, pointer: string, reply: FastifyReply) => {
    if (ask.days.from > dayOf(ports.now())) throw invalid(notYet(pointer, ask.days));
    // A report about a place that nobody knows would be an empty one that looks like good news.
    await sitesWithin(ports.engine, ask);
    const { name, bytes } = await ports.report(ask);
    const file = `${name.replace(/[^\w.-]/g, '_')}.${ask.format}`;
    return reply
      .type(ask.format === 'pdf' ? 'application/pdf' : 'text/html; charset=utf-8')
      .header('content-disposition', `${ask.format === 'pdf' ? 'attachment' : 'inline'}; filename="${file}"`)
      .send(bytes);
  };

  app.get(
    '/reports/daily',
    {
      schema: {
        operationId: 'getDailyReport',
        tags: ['reports'],
        summary: '日报 / The report of a day',
        querystring: z.strictObject({ date: day, ...form }),
        response: { ...FILE, ...problems('invalid-input', 'not-ready') },
      },
    },
    async ({ query: { date, ...rest } }, reply) => answer(askOf('daily', date, rest), '/date', reply),
  );

  app.get(
    '/reports/monthly',
    {
      schema: {
        operationId: 'getMonthlyReport',
        tags: ['reports'],
        summary: '月报 / The report of a month',
        querystring: z.strictObject({ month, ...form }),
        response: { ...FILE, ...problems('invalid-input', 'not-ready') },
      },
    },
    async ({ query: { month: days, ...rest } }, reply) => answer(askOf('monthly', days, rest), '/month', reply),
  );
};

type Form = z.output<z.ZodObject<typeof form>>;

const askOf = (kind: ReportAsk['kind'], days: DaySpan, { format, lang, region, site }: Form): ReportAsk => ({
  kind,
  days,
  region: region ?? null,
  site: site ?? null,
  format,
  language: lang,
});

function notYet(pointer: string, { from, to }: DaySpan) {
  const first = dateText(from);
  return {
    pointer,
    code: 'out-of-range' as const,
    message: { zh: `${first} 尚未到来，没有可报告的内容`, en: `${first} is still to come: there is nothing to report` },
    hint: {
      zh: to - from === 1 ? '请选今天或以前的日期' : '请选本月或以前的月份',
      en: to - from === 1 ? 'choose today or an earlier day' : 'choose this month or an earlier one',
    },
  };
}
