import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { DAY_MS, type DaySpan, dateText, dayOf, quarterOf } from '../model/beijing.ts';
import { TRANSMISSION_PERIODS } from '../model/transmission.ts';
import type { Slice } from '../store/slice.ts';
import { alertFilter, STATES } from './alerts.ts';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import type { Column } from './export/column.ts';
import { alertColumns, leadColumns, recordColumns, transmissionColumns } from './export/columns.ts';
import { CONTENT_TYPE, FORMATS, type Format, PARQUET_ROWS, TooLong, writeTable } from './export/write.ts';
import { unknownId } from './faults.ts';
import { checkSpan, id, time } from './input.ts';
import { leadFilter, statesOf } from './leads.ts';
import { Labels } from './names.ts';
import { region, sitesWithin } from './places.ts';
import type { EnginePort, Names } from './ports.ts';
import { invalid } from './problems.ts';

/** Rows that are read from the store at once. */
const SLICE = 500;
const LONGEST_DAYS = 400;

const form = {
  format: z.enum(FORMATS).default('csv').describe('csv：UTF-8 带 BOM；csv-gb18030；parquet'),
  lang: z.enum(['zh', 'en']).default('zh').describe('表头与文字的语言 / language of heads and texts'),
};
const FILE = {
  200: {
    description: '文件 / the file',
    content: Object.fromEntries(
      Object.values(CONTENT_TYPE).map((type) => [type.split(';', 1)[0], { schema: z.any() }]),
    ),
  },
} as const;

/** Tables for other programs: spreadsheets, statistics, the next authority. */
export const exports: Resource = async (app, { ports }) => {
  const { views, engine } = ports;

  app.get(
    '/export/alerts',
    {
      schema: {
        operationId: 'exportAlerts',
        tags: ['export'],
        summary: '导出报警 / Alerts as a table, latest first',
        querystring: z.strictObject({ ...alertFilter, ...form }),
        response: { ...FILE, ...problems('invalid-input', 'not-ready') },
      },
    },
    async ({ query }, reply) => {
      checkSpan(query.from, query.to, '/to');
      const labels = new Labels(await engine.names());
      const { severity: severities, kind: kinds, site, outlet, rule, from, to, q } = query;
      const states = STATES[query.state];
      const filter = { states, severities, kinds, site, outlet, rule, from, to, search: labels.search(q) };
      const rows = slices((after) => views.alerts(filter, 'start', after, SLICE));
      return send(reply, 'alerts', query, alertColumns(labels), rows, ports.now());
    },
  );

  app.get(
    '/export/leads',
    {
      schema: {
        operationId: 'exportLeads',
        tags: ['export'],
        summary: '导出线索 / Leads as a table, the most urgent first',
        querystring: z.strictObject({
          ...leadFilter,
          ...form,
        }),
        response: { ...FILE, ...problems('invalid-input', 'not-ready') },
      },
    },
    async ({ query }, reply) => {
      const labels = new Labels(await engine.names());
      const { queue, state, site, q } = query;
      const asked = queue === 'all' ? undefined : queue;
      const filter = { queue: asked, states: statesOf(state), site, search: labels.search(q) };
      const rows = slices((after) => views.leads(filter, after, SLICE));
      return send(reply, 'leads', query, leadColumns(labels), rows, ports.now());
    },
  );

  app.get(
    '/export/series',
    {
      schema: {
        operationId: 'exportSeries',
        tags: ['export'],
        summary:
          '导出监测数据，可再次导入 / Readings as received, in the columns that `replay` and the ingest API read again',
        querystring: z.strictObject({ outlet: id, from: time, to: time, format: form.format }),
        response: { ...FILE, ...problems('invalid-input', 'not-ready') },
      },
    },
    async ({ query: { outlet, from, to, format } }, reply) => {
      const days = daysOf(from, to);
      const { outlets } = await engine.names();
      if (outlets[outlet] === undefined) {
        throw invalid(unknownId('/outlet', { zh: '排放口', en: 'outlet' }, outlet, Object.keys(outlets)));
      }
      const rows = async function* () {
        for (let day = days.from; day < days.to; day++) {
          const records = (await engine.records({ outlet, day })) ?? [];
          yield records.filter(({ at }) => at >= from && at < to);
        }
      };
      return send(reply, `series-${outlet}`, { format, lang: 'en' }, recordColumns(outlet), rows(), ports.now(), 'key');
    },
  );

  app.get(
    '/export/transmission',
    {
      schema: {
        operationId: 'exportTransmission',
        tags: ['export'],
        summary: '导出有效传输率 / Effective transmission rates, as the rules about them count',
        description:
          '每个排放口每个时段：各因子一行，再加一行合计（factor 为空，规则按合计判断）。与时段相交的日、月、季度各自完整计算；未结束的日子不计。 / Of each outlet and period a row a factor, and one of all (no factor), which is what the rule judges. Days, months or quarters that touch the span are counted whole, up to their last day that is over.',
        querystring: z.strictObject({
          from: time,
          to: time,
          by: z.enum(TRANSMISSION_PERIODS).default('day').describe('按日、月、季度 / a row a day, month or quarter'),
          outlet: id.optional(),
          site: id.optional(),
          region,
          ...form,
        }),
        response: { ...FILE, ...problems('invalid-input', 'not-ready') },
      },
    },
    async ({ query }, reply) => {
      const { by } = query;
      const days = daysOf(query.from, query.to);
      const names = await engine.names();
      const outlets = await outletsOf(engine, names, query);
      const rows = async function* () {
        for (const outlet of outlets) {
          for (const span of quartersOf(days)) yield (await engine.transmission({ outlet, days: span, by })) ?? [];
        }
      };
      return send(reply, `transmission-${by}`, query, transmissionColumns(new Labels(names), by), rows(), ports.now());
    },
  );
};

/** The outlets that a query means: one, those of a site or of the sites of a region, or all. */
async function outletsOf(engine: EnginePort, { outlets }: Names, asked: WhichOutlets): Promise<string[]> {
  const { site, outlet, region } = asked;
  if (outlet !== undefined && outlets[outlet] === undefined) {
    throw invalid(unknownId('/outlet', { zh: '排放口', en: 'outlet' }, outlet, Object.keys(outlets)));
  }
  if (site === undefined && region === undefined) return outlet === undefined ? Object.keys(outlets) : [outlet];
  const sites = await sitesWithin(engine, { region: region ?? null, site: site ?? null });
  const views = await Promise.all(sites.map(({ id }) => engine.site(id)));
  const own = views.flatMap((view) => view?.outletList.map(({ id }) => id) ?? []);
  return outlet === undefined ? own : own.filter((id) => id === outlet);
}

type WhichOutlets = { [K in 'region' | 'site' | 'outlet']?: string | undefined };

/** Whole days `[from, to)` by their texts. */
function daysOf(from: number, to: number): DaySpan {
  checkSpan(from, to, '/to');
  if (to - from > LONGEST_DAYS * DAY_MS) throw tooLong(`${LONGEST_DAYS} d`);
  return { from: dayOf(from), to: dayOf(to - 1) + 1 };
}

/** Days cut at the ends of quarters: periods lie whole within one, and others get their turn between two. */
function* quartersOf({ from, to }: DaySpan): Generator<DaySpan> {
  for (let day = from; day < to; ) {
    const end = Math.min(to, quarterOf(day).to);
    yield { from: day, to: end };
    day = end;
  }
}

async function* slices<T>(read: (after: Slice<T>['next']) => Slice<T>): AsyncGenerator<readonly T[]> {
  for (let after: Slice<T>['next'] = null; ; ) {
    const { items, next } = read(after);
    yield items;
    if (next === null) return;
    after = next;
    // Others get their turn between two slices.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function send<Row>(
  reply: FastifyReply,
  name: string,
  { format, lang }: { format: Format; lang: 'zh' | 'en' },
  columns: readonly Column<Row>[],
  rows: AsyncIterable<readonly Row[]>,
  now: number,
  names: 'head' | 'key' = 'head',
) {
  const extension = format === 'parquet' ? 'parquet' : 'csv';
  const written = await writeTable(format, columns, rows, lang, names).catch((error: unknown) => {
    throw error instanceof TooLong ? tooLong(`${PARQUET_ROWS} rows (parquet)`) : error;
  });
  return reply
    .type(CONTENT_TYPE[format])
    .header('content-disposition', `attachment; filename="fluewatch-${name}-${dateText(dayOf(now))}.${extension}"`)
    .send(written);
}

const tooLong = (most: string) =>
  invalid({
    pointer: '/to',
    code: 'out-of-range',
    message: { zh: `一次至多导出 ${most}`, en: `at most ${most} in one export` },
  });
