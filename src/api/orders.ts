import { z } from 'zod';
import { AUTHOR_ROLES } from '../model/author.ts';
import { parseTime, rfc3339 } from '../model/beijing.ts';
import type { IssuedOrder } from '../model/issued-order.ts';
import { ORDER_KINDS } from '../model/order.ts';
import { INDUSTRIES } from '../model/outlet.ts';
import type { SiteSummary } from '../model/views/sites.ts';
import type { OrderDetail as OrderDetailView, OrderView } from '../model/views/statements.ts';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { takesBytes } from './bodies.ts';
import { pageOf, placeOf } from './cursor.ts';
import { unknownId, unknownWord } from './faults.ts';
import { checkSpan, cursor, id, limit, spanFault, time } from './input.ts';
import type { Names, Ports } from './ports.ts';
import { type Fault, notFound } from './problems.ts';
import { Order, OrderDetail, OrderPage, SiteOrderList } from './schemas/statements.ts';
import {
  bodyOf,
  CONSUMES,
  figure,
  personId,
  several,
  statementId,
  type Terms,
  take,
  taken,
  wordOf,
  yes,
} from './statements.ts';

const words = (most: number) => z.string().trim().min(1).max(most);

const OrderRow = z.strictObject({
  id: statementId.describe('文号；同一文号再次提交即更正 / number of the document; the same again corrects it'),
  kind: wordOf(ORDER_KINDS),
  issuer: words(200).describe('发文机关 / who issued it'),
  served: time.optional().describe('送达；不写为开始时 / when it was served; its begin if absent'),
  start: time,
  end: time.optional().describe('责令改正没有 / an order to correct has none'),
  reduce: figure(0, 100)
    .optional()
    .describe('应削减的正常生产百分比，100 为停产 / per cent of normal production that must cease, 100 = stop'),
  loadTo: figure(0, 100)
    .optional()
    .describe('或：负荷不得高于正常生产的百分之几 / or: production that is left, per cent of normal'),
  baselineKwh: figure(0.001, 1e9).optional().describe('正常生产一日的用电 kWh / energy of a normal day, kWh'),
  level: words(40).optional().describe('预警级别 / level of the warning'),
  measure: words(1000).optional().describe('措施原文 / the measure in its words'),
  reference: words(500).optional().describe('文件出处 / where its text is'),
  sites: several.optional(),
  outlets: several.optional(),
  region: z
    .string()
    .regex(/^\d{2,12}$/)
    .optional()
    .describe('区划代码：330110 区，330100 市，330000 省 / division code: a district, a whole city or province'),
  industry: id.optional().describe('与 region 同用 / with region'),
  rules: several.optional().describe('与命令有关的规则 / rules that it is about'),
  role: wordOf(AUTHOR_ROLES).optional(),
  by: personId.optional(),
  revoked: yes.optional().describe('true：撤销 / takes it back'),
});

const HEADS = {
  文号: 'id',
  种类: 'kind',
  发文机关: 'issuer',
  送达: 'served',
  开始: 'start',
  结束: 'end',
  减产百分比: 'reduce',
  负荷上限: 'loadTo',
  正常日用电: 'baselineKwh',
  预警级别: 'level',
  措施: 'measure',
  文件: 'reference',
  企业: 'sites',
  排放口: 'outlets',
  区划: 'region',
  行业: 'industry',
  规则: 'rules',
  角色: 'role',
  工号: 'by',
  撤销: 'revoked',
};

const ORDER = { zh: '命令', en: 'order' };
const SITE = { zh: '企业', en: 'site' };

export const orders: Resource = async (app, { ports }) => {
  const { views, engine } = ports;
  const bytes = takesBytes(app);

  app.get(
    '/orders',
    {
      schema: {
        operationId: 'listOrders',
        tags: ['orders'],
        summary: '应急、错峰等命令 / Orders that were handed in, latest first',
        querystring: z.strictObject({ from: time.optional(), to: time.optional(), limit, cursor }),
        response: { 200: OrderPage, ...problems('invalid-input') },
      },
    },
    async ({ query: { from, to, limit, cursor } }) => {
      checkSpan(from, to, '/to');
      const slice = views.statements<IssuedOrder>('order', { from, to }, placeOf('orders', cursor), limit);
      return pageOf('orders', slice, orderView);
    },
  );

  app.get(
    '/orders/:id',
    {
      schema: {
        operationId: 'getOrder',
        tags: ['orders'],
        summary: '命令及其各版本 / An order with all its versions',
        params: z.strictObject({ id }),
        querystring: z.strictObject({}),
        response: { 200: OrderDetail, ...problems('malformed', 'not-found', 'invalid-input') },
      },
    },
    async ({ params }): Promise<OrderDetailView> => {
      const versions = views.statementVersions<IssuedOrder>('order', params.id).map(orderView);
      const last = versions.at(-1);
      if (!last) throw notFound(ORDER, params.id);
      return { ...last, versions };
    },
  );

  app.get(
    '/sites/:id/orders',
    {
      schema: {
        operationId: 'listSiteOrders',
        tags: ['sites'],
        summary: '约束某企业的命令 / Orders that reach a site, of the catalogue as well',
        params: z.strictObject({ id }),
        querystring: z.strictObject({}),
        response: { 200: SiteOrderList, ...problems('malformed', 'not-found', 'invalid-input', 'not-ready') },
      },
    },
    async ({ params }) => {
      const items = await engine.orders(params.id);
      if (!items) throw notFound(SITE, params.id);
      return { items };
    },
  );

  app.post(
    '/orders',
    {
      ...bytes,
      schema: {
        operationId: 'addOrders',
        tags: ['orders'],
        summary: '提交应急、错峰等命令：一条、多条或 CSV / Hand in orders: one, several, or a CSV',
        description:
          '对象：sites、outlets，或 region（可加 industry）。提前解除：以同一文号提交新的结束时间。' +
          ' / For sites, outlets, or a region with or without an industry. Lifted early: the same id with another end.',
        consumes: CONSUMES,
        body: bodyOf(OrderRow, EXAMPLE),
        response: taken(Order),
      },
    },
    async (request, reply) =>
      take(ports, request, reply, orderTerms(ports, await engine.names(), await engine.sites()), orderView),
  );
};

const EXAMPLE = {
  id: '环应急〔2026〕12号',
  kind: 'emergency',
  issuer: '市生态环境局',
  level: '橙色',
  region: '330100',
  industry: 'cement',
  start: '2026-12-01 00:00',
  end: '2026-12-04 00:00',
  reduce: 50,
};

function orderTerms(ports: Ports, names: Names, sites: readonly SiteSummary[]): Terms<typeof OrderRow, IssuedOrder> {
  const industries = [...new Set([...INDUSTRIES, ...sites.map(({ industry }) => industry)])];
  return {
    row: OrderRow,
    heads: HEADS,
    read: (row) => {
      const now = ports.now();
      const { served, end, reduce, loadTo, sites = [], outlets = [], role, by, revoked, region, ...said } = row;
      const cut =
        reduce ?? (loadTo === undefined ? undefined : 100 - loadTo) ?? (said.kind === 'stop' ? 100 : undefined);
      const faults = [
        spanFault(said.start, end, '/end'),
        ...measureFaults(said.kind, end, cut, reduce !== undefined && loadTo !== undefined),
        ...addressFaults(sites, outlets, region, said.industry, names, industries),
        ...timeFaults({ start: said.start, served: served ?? said.start, end }),
      ].filter((fault) => fault !== undefined);
      if (faults.length > 0) return faults;
      return {
        ...said,
        served: served ?? said.start,
        end: end ?? null,
        ...(cut === undefined ? {} : { reduce: cut / 100 }),
        sites,
        outlets,
        ...(region === undefined ? {} : { region }),
        createdAt: now,
        ...(role && by ? { author: { role, id: by } } : {}),
        ...(revoked ? { revoked } : {}),
      };
    },
    known: (id) => ports.views.statement<IssuedOrder>('order', id),
    same: (a, b) => sayings(a) === sayings(b),
    keep: (records) => ports.command('order', ...records),
  };
}

function sayings({ createdAt: _, author: __, ...said }: IssuedOrder): string {
  return JSON.stringify(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function* measureFaults(kind: IssuedOrder['kind'], end: number | undefined, cut: number | undefined, both: boolean) {
  const { zh, en } = ORDER_KINDS[kind];
  const missing = (pointer: string, says: { zh: string; en: string }): Fault => ({
    pointer,
    code: 'missing',
    message: says,
  });
  if (both) {
    const message = { zh: 'reduce 与 loadTo 只写一个', en: 'give either reduce or loadTo' };
    yield { pointer: '/loadTo', code: 'unusable', message } satisfies Fault;
  }
  if (kind === 'correction') {
    if (cut === undefined) return;
    const message = { zh: `${zh}不规定减产比例`, en: `an ${en} reduces no production` };
    yield { pointer: '/reduce', code: 'unusable', message } satisfies Fault;
    return;
  }
  if (end === undefined) yield missing('/end', { zh: `${zh}缺少结束时间`, en: `the end of ${en} is missing` });
  if (cut === undefined) {
    yield missing('/reduce', {
      zh: `${zh}缺少减产百分比（reduce，100 为停产；或 loadTo）`,
      en: `how much production must cease (reduce, per cent, 100 = stop; or loadTo) is missing of ${en}`,
    });
  }
}

function* addressFaults(
  sites: readonly string[],
  outlets: readonly string[],
  region: string | undefined,
  industry: string | undefined,
  names: Names,
  industries: readonly string[],
) {
  const strangeSite = sites.find((site) => names.sites[site] === undefined);
  if (strangeSite !== undefined) yield unknownId('/sites', SITE, strangeSite, Object.keys(names.sites));
  const strange = outlets.find((outlet) => names.outlets[outlet] === undefined);
  if (strange !== undefined) {
    yield unknownId('/outlets', { zh: '排放口', en: 'outlet' }, strange, Object.keys(names.outlets));
  }
  if (industry !== undefined && !industries.includes(industry)) {
    yield { pointer: '/industry', ...unknownWord(industry, industries) };
  }
  if (sites.length + outlets.length > 0 || region !== undefined) return;
  yield {
    pointer: '/sites',
    code: 'missing',
    message: {
      zh: '须写明对象：sites、outlets 或 region',
      en: 'say for whom it is: sites, outlets, or a region',
    },
  } satisfies Fault;
}

/** A year written wrongly would have decades judged anew. */
const [EARLIEST, LATEST] = [parseTime('2010-01-01'), parseTime('2100-01-01')];

function* timeFaults(times: Record<string, number | undefined>) {
  for (const [name, at] of Object.entries(times)) {
    if (at === undefined || (at >= EARLIEST && at < LATEST)) continue;
    yield {
      pointer: `/${name}`,
      code: 'out-of-range',
      message: { zh: '年份须在 2010 至 2099 之间', en: 'the year must be from 2010 to 2099' },
    } satisfies Fault;
  }
}

function orderView(order: IssuedOrder): OrderView {
  const { id, kind, issuer, served, start, end, reduce, sites, outlets, createdAt } = order;
  return {
    id,
    kind,
    name: ORDER_KINDS[kind],
    issuer,
    served: rfc3339(served),
    start: rfc3339(start),
    end: end === null ? null : rfc3339(end),
    reduce: reduce === undefined ? null : Math.round(reduce * 1000) / 10,
    baselineKwh: order.baselineKwh ?? null,
    level: order.level ?? null,
    measure: order.measure ?? null,
    reference: order.reference ?? null,
    sites,
    outlets,
    region: order.region ?? null,
    industry: order.industry ?? null,
    rules: order.rules ?? null,
    createdAt: rfc3339(createdAt),
    author: order.author ?? null,
    revoked: order.revoked ?? false,
  };
}
