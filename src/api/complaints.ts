import { z } from 'zod';
import { AUTHOR_ROLES } from '../model/author.ts';
import { rfc3339 } from '../model/beijing.ts';
import { COMPLAINT_KINDS, type Complaint } from '../model/complaint.ts';
import type { Place } from '../model/place.ts';
import type { ComplaintDetail as ComplaintDetailView, ComplaintView } from '../model/views/statements.ts';
import { problems } from './answers.ts';
import type { Resource } from './api.ts';
import { takesBytes } from './bodies.ts';
import { dataSpan, happeningsNear } from './complaint-links.ts';
import { pageOf, placeOf } from './cursor.ts';
import { unknownId } from './faults.ts';
import { checkSpan, cursor, id, limit, spanFault, time } from './input.ts';
import { isPersonalField, type PersonalTrace, personalTrace } from './personal.ts';
import type { Ports } from './ports.ts';
import { type Fault, notFound } from './problems.ts';
import { ComplaintDetail, ComplaintPage, Complaint as ComplaintSchema } from './schemas/statements.ts';
import { bodyOf, CONSUMES, personId, statementId, type Terms, take, taken, wordOf, yes } from './statements.ts';

const ComplaintRow = z.strictObject({
  id: statementId.describe('举报系统中的编号 / number in the complaint system'),
  kind: wordOf(COMPLAINT_KINDS),
  receivedAt: time.describe('受理时间 / when it was received'),
  from: time.describe('观察到的时段 / what was observed'),
  to: time,
  site: id.optional(),
  outlet: id.optional(),
  place: z.string().max(200).optional().describe('观察地点，不写住址 / where it was observed, no home address'),
  text: z.string().max(2000).optional().describe('简述，不含个人信息 / in short, without personal data'),
  role: wordOf(AUTHOR_ROLES).optional(),
  by: personId.optional(),
  revoked: yes.optional(),
});

const HEADS = {
  编号: 'id',
  类型: 'kind',
  受理时间: 'receivedAt',
  开始: 'from',
  结束: 'to',
  企业: 'site',
  排放口: 'outlet',
  地点: 'place',
  内容: 'text',
  角色: 'role',
  工号: 'by',
  撤回: 'revoked',
};

const COMPLAINT = { zh: '举报', en: 'complaint' };

/** Complaints of the public, without who complained. */
export const complaints: Resource = async (app, { ports }) => {
  const { views } = ports;
  const bytes = takesBytes(app);

  app.get(
    '/complaints',
    {
      schema: {
        operationId: 'listComplaints',
        tags: ['complaints'],
        summary: '举报（不含举报人） / Complaints, latest first, without who complained',
        querystring: z.strictObject({
          site: id.optional(),
          from: time.optional(),
          to: time.optional(),
          limit,
          cursor,
        }),
        response: { 200: ComplaintPage, ...problems('invalid-input') },
      },
    },
    async ({ query: { site, from, to, limit, cursor } }) => {
      checkSpan(from, to, '/to');
      const filter = { from, to, ...(site === undefined ? {} : { subjects: [site] }) };
      const slice = views.statements<Complaint>('complaint', filter, placeOf('complaints', cursor), limit);
      return pageOf('complaints', slice, complaintView);
    },
  );

  app.get(
    '/complaints/:id',
    {
      schema: {
        operationId: 'getComplaint',
        tags: ['complaints'],
        summary: '举报、前后的数据时段、相关报警与线索 / A complaint with the span of data and what may belong to it',
        params: z.strictObject({ id }),
        querystring: z.strictObject({}),
        response: { 200: ComplaintDetail, ...problems('malformed', 'not-found', 'invalid-input', 'not-ready') },
      },
    },
    async ({ params }): Promise<ComplaintDetailView> => {
      const versions = views.statementVersions<Complaint>('complaint', params.id);
      const complaint = versions.at(-1);
      if (!complaint) throw notFound(COMPLAINT, params.id);
      const { complaints } = await ports.engine.handling();
      const { withinMs } = complaints;
      return {
        ...complaintView(complaint),
        data: dataSpan(complaint, withinMs),
        ...happeningsNear(views, complaint, withinMs),
        versions: versions.map(complaintView),
      };
    },
  );

  app.post(
    '/complaints',
    {
      ...bytes,
      schema: {
        operationId: 'addComplaints',
        tags: ['complaints'],
        summary: '提交举报：一条、多条或 CSV / Hand in complaints: one, several, or a CSV',
        description:
          '不收举报人信息：含姓名、电话、地址、证件号等字段或内容的行被拒收，应答不重复其值，也不留存。' +
          ' / Nothing about the complainant is taken: a row with a name, phone, address or id number, as a field or in its words, is rejected; the answer does not repeat it, and nothing of it is kept.',
        consumes: CONSUMES,
        body: bodyOf(ComplaintRow, EXAMPLE),
        response: taken(ComplaintSchema),
      },
    },
    async (request, reply) =>
      take(ports, request, reply, complaintTerms(ports, await ports.engine.places()), complaintView),
  );
};

const EXAMPLE = {
  id: 'P20260302-017',
  kind: 'odour',
  receivedAt: '2026-03-02 22:40',
  from: '2026-03-02 21:00',
  to: '2026-03-02 22:30',
  site: 'demo-wte',
  text: '下风向有刺鼻气味',
};

function complaintTerms(ports: Ports, places: Readonly<Record<string, Place>>): Terms<typeof ComplaintRow, Complaint> {
  const siteOf = new Map(
    Object.entries(places).flatMap(([id, { outlets }]) => Object.keys(outlets).map((o) => [o, id])),
  );
  return {
    row: ComplaintRow,
    heads: HEADS,
    sealed: true,
    refuse: (row) => {
      const field = Object.keys(row).find((name) => isPersonalField(name) && row[name] !== '' && row[name] !== null);
      return field === undefined ? undefined : PERSONAL_FIELD(field);
    },
    read: ({ role, by, revoked, ...said }) => {
      const site = said.site ?? (said.outlet === undefined ? undefined : siteOf.get(said.outlet));
      const faults = [
        ...(['id', 'text', 'place', 'site', 'outlet'] as const).map((field) => traced(field, said[field])),
        spanFault(said.from, said.to, '/to'),
        ...addressFaults({ ...said, site }, places),
      ].filter((fault) => fault !== undefined);
      if (faults.length > 0) return faults;
      return {
        ...said,
        ...(site === undefined ? {} : { site }),
        createdAt: ports.now(),
        ...(role && by ? { author: { role, id: by } } : {}),
        ...(revoked ? { revoked } : {}),
      };
    },
    known: (id) => ports.views.statement<Complaint>('complaint', id),
    same: (a, b) => sayings(a) === sayings(b),
    keep: (records) => ports.command('complaint', ...records),
  };
}

function sayings({ createdAt: _, author: __, ...said }: Complaint): string {
  return JSON.stringify(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const PERSONAL_FIELD = (field: string): Fault => ({
  pointer: `/${field}`,
  code: 'personal-data',
  message: {
    zh: '举报人信息不予接收：请去掉该字段后再提交（未留存）',
    en: 'nothing about the complainant is taken: leave this field out and send again (nothing was kept)',
  },
});

const TRACES: Record<PersonalTrace, { zh: string; en: string }> = {
  phone: { zh: '电话号码', en: 'a phone number' },
  'id-number': { zh: '证件号码', en: 'an id number' },
  mail: { zh: '邮箱或社交账号', en: 'a mail address or account' },
  name: { zh: '姓名或称呼', en: 'a name' },
  address: { zh: '住址门牌', en: 'a home address' },
};

function traced(field: string, text: string | undefined): Fault | undefined {
  const trace = text === undefined ? undefined : personalTrace(text);
  if (trace === undefined) return undefined;
  const { zh, en } = TRACES[trace];
  return {
    pointer: `/${field}`,
    code: 'personal-data',
    message: {
      zh: `疑含${zh}：请删去后再提交（未留存）`,
      en: `it seems to hold ${en}: take it out and send again (nothing was kept)`,
    },
  };
}

function* addressFaults(
  { site, outlet, place }: Pick<Complaint, 'site' | 'outlet' | 'place'>,
  places: Readonly<Record<string, Place>>,
): Generator<Fault> {
  const known = Object.values(places).flatMap(({ outlets }) => Object.keys(outlets));
  if (site !== undefined && !places[site]) {
    yield unknownId('/site', { zh: '企业', en: 'site' }, site, Object.keys(places));
  } else if (
    outlet !== undefined &&
    !(site === undefined ? known : Object.keys(places[site]!.outlets)).includes(outlet)
  ) {
    yield unknownId('/outlet', { zh: '排放口', en: 'outlet' }, outlet, known);
  }
  if (site !== undefined || outlet !== undefined || place !== undefined) return;
  yield {
    pointer: '/site',
    code: 'missing',
    message: { zh: '须写明企业、排放口或地点', en: 'say which site, outlet or place it is about' },
  };
}

function complaintView(complaint: Complaint): ComplaintView {
  const { id, kind, receivedAt, from, to, createdAt } = complaint;
  return {
    id,
    kind,
    name: COMPLAINT_KINDS[kind],
    receivedAt: rfc3339(receivedAt),
    from: rfc3339(from),
    to: rfc3339(to),
    site: complaint.site ?? null,
    outlet: complaint.outlet ?? null,
    place: complaint.place ?? null,
    text: complaint.text ?? null,
    createdAt: rfc3339(createdAt),
    author: complaint.author ?? null,
    revoked: complaint.revoked ?? false,
  };
}
