/** The API over a real store and a small engine that answers from a table: for tests. */
import type { FastifyInstance, InjectOptions } from 'fastify';
import pino from 'pino';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { answerStatement } from '../model/answer.ts';
import { dateText, dayOf } from '../model/beijing.ts';
import { complaintStatement } from '../model/complaint.ts';
import type { ConnectionStatus } from '../model/connection.ts';
import type { Enterprise } from '../model/enterprise.ts';
import { orderStatement } from '../model/issued-order.ts';
import type { Lead, LeadEvent } from '../model/lead.ts';
import { LEAD_MOVES } from '../model/lead.ts';
import { LEVEL_FACTS } from '../model/level.ts';
import { newRequest } from '../model/request.ts';
import type { Text } from '../model/text.ts';
import type { TransmissionRow } from '../model/transmission.ts';
import type { EnterpriseOutlet } from '../model/views/enterprise.ts';
import type { CandidateView, OutletLimits } from '../model/views/limits.ts';
import type { RuleDetail } from '../model/views/rules.ts';
import type { OutletState, SiteView } from '../model/views/sites.ts';
import type { StoreChange } from '../store/change.ts';
import { StoreReader } from '../store/reader.ts';
import { MARCH, temporaryFile } from '../store/samples.ts';
import { StoreWriter } from '../store/writer.ts';
import { type ApiOptions, buildApi } from './api.ts';
import type { Commands, EnginePort, Measures, OutputsPort, Ports, RulesPort } from './ports.ts';

export const NOW = MARCH + 72 * 3_600_000;

const both = (zh: string, en: string): Text => ({ zh, en });

const SITE: SiteView = {
  id: 'demo-wte',
  name: both('示范垃圾焚烧发电厂', 'Demo waste-to-energy plant'),
  region: '330110',
  industry: 'waste-incineration',
  state: 'normal',
  demonstration: true,
  outlets: 1,
  openAlerts: 0,
  openLeads: 0,
  lastData: '2026-03-01T14:00:00+08:00',
  outletList: [
    {
      id: 'demo-wte-f1',
      name: both('1 号炉', 'Furnace 1'),
      medium: 'flue-gas',
      furnace: 1,
      devices: ['88888880000001'],
      standard: 'gb18485-2014',
      state: 'normal',
      lastData: null,
      channels: [
        {
          factor: 'a21005',
          name: both('一氧化碳', 'Carbon monoxide'),
          unit: 'mg/m3',
          grain: 'minute',
          stat: 'avg',
          last: { at: '2026-03-01T14:00:00+08:00', value: 41.2, flag: 'N' },
        },
      ],
      limits: [],
      quotas: [],
    },
  ],
};

const LIMIT: CandidateView = {
  value: 80,
  min: null,
  unit: 'mg/m3',
  source: 'gb18485-2014',
  clause: 'table 4',
  verified: true,
  when: null,
  from: '2016-01-01',
  to: null,
};

const LIMITS: OutletLimits = {
  outlet: 'demo-wte-f1',
  name: both('1 号炉', 'Furnace 1'),
  date: '2026-03-01',
  standard: 'gb18485-2014',
  o2Reference: 11,
  limits: [
    {
      factor: 'a21005',
      name: both('一氧化碳', 'Carbon monoxide'),
      basis: 'day',
      binding: LIMIT,
      why: both('为唯一来源', 'the only source'),
      candidates: [LIMIT],
      unless: null,
    },
  ],
};

/** A day of 24 h, of which 2 h are filed as stopped: 22 due, 20 received, 18 valid, 1 under a mark. */
const TRANSMISSION: TransmissionRow[] = ['a21005', null].map((factor) => ({
  site: 'demo-wte',
  outlet: 'demo-wte-f1',
  rule: 'air-transmission-rate',
  ruleVersion: '77aa',
  period: { from: dayOf(MARCH), to: dayOf(MARCH) + 1 },
  counted: { from: dayOf(MARCH), to: dayOf(MARCH) + 1 },
  factor,
  due: 22,
  filedStop: 2,
  received: 20,
  valid: 18,
  marked: 1,
  transmission: 90.909091,
  validity: 90,
  national: 81.818182,
  zibo: 81.818182,
  target: 90,
}));

const RULE: RuleDetail = {
  id: 'wte-daily-mean',
  version: '3f2a',
  title: both('日均值超标', 'Daily mean above the limit'),
  detector: 'daily-mean',
  kind: 'exceedance',
  severity: 'serious',
  covers: ['WTE-01'],
  basis: [],
  with: { hours: 20 },
  settle: '5 days',
  tiers: [{ level: 'L3', windows: 1, ...LEVEL_FACTS.L3 }],
  outlets: 1,
  openAlerts: 0,
  source: 'rules/legal/wte-daily-mean.yaml',
  yaml: 'id: wte-daily-mean\n',
};

const OWN_OUTLET: EnterpriseOutlet = {
  id: 'demo-wte-f1',
  name: both('1 号炉', 'Furnace 1'),
  medium: 'flue-gas',
  furnace: 1,
  state: 'reporting',
  lastData: null,
  values: [],
  gaps: [],
  groups: [
    {
      id: 'upset',
      name: both('启炉、停炉', 'Start-up, shut-down'),
      kinds: [{ kind: 'shut-down', name: both('停炉', 'Shut-down') }],
      stops: false,
      exempts: true,
      conditional: true,
      invalidates: false,
      quota: { capHours: 60, usedHours: 12, period: '2026' },
    },
  ],
};

const OUTLETS: Record<OutletState, number> = {
  normal: 1,
  abnormal: 0,
  exceeding: 0,
  missing: 0,
  stopped: 0,
  unknown: 0,
};

const OUTPUTS: OutputsPort = {
  deadLetters: (output, after, limit) => {
    if (output !== 'hook') return undefined;
    return [1, 2, 3]
      .map((n) => ({ n, id: `al-${n}.1`, about: '超标报警', why: both('不收', 'not taken'), at: NOW }))
      .filter(({ n }) => n > after)
      .slice(0, limit);
  },
  resend: (output, n) => output === 'hook' && n <= 3,
  deliveries: (subject) => [
    {
      output: 'hook',
      kind: 'webhook',
      n: 1,
      id: `${subject}.1`,
      event: 'raised',
      state: 'sent',
      at: NOW,
      tries: 1,
      receipt: 'HTTP 204',
      why: null,
    },
  ],
  preview: async (subject) => {
    if (!('alert' in subject) || subject.alert !== 'al-1') return undefined;
    const why = both('全部发送', 'everything is sent');
    return [{ output: 'duty', kind: 'wecom', to: 'https://x', sent: true, why, at: NOW, people: ['张'], text: '▲' }];
  },
};

const MQTT: ConnectionStatus = {
  id: 'gateways',
  direction: 'in',
  kind: 'mqtt',
  to: 'mqtts://broker:8883',
  state: 'waiting',
  says: both('连接被拒绝', 'connection refused'),
  since: MARCH,
  done: 12,
  refused: 1,
  waiting: null,
  lastAt: null,
};

const MEASURES: Measures = {
  frames: [{ proto: 'hj212', result: 'accepted', count: 7 }],
  lagSeconds: 0.012,
  lastSeen: [{ outlet: 'demo-wte-f1', seconds: 1_772_294_400 }],
  ruleSeconds: [{ rule: 'wte-daily-mean', seconds: 0.5 }],
  findings: [{ rule: 'wte-daily-mean', severity: 'serious', count: 3 }],
  queues: [{ stage: 'journal', depth: 0 }],
  ruleProblems: 0,
  dropped: [],
  lateRecords: 2,
  notifications: [],
  connections: [MQTT],
  chainHeadAgeSeconds: null,
};

/** Rules that nobody changes. */
const RULES: RulesPort = {
  state: { edit: 1, at: MARCH, by: null, reason: null, folder: 'rules', problems: [] },
  check: async () => [],
  publish: async () => ({ kind: 'published' }),
  retire: async () => ({ kind: 'published' }),
};

export const engine: EnginePort = {
  site: async (id) => (id === SITE.id ? SITE : undefined),
  sites: async () => {
    const { outletList: _, ...summary } = SITE;
    return [summary, { ...summary, id: 'other', name: both('钢铁厂', 'Steel works'), region: '130200' }];
  },
  places: async () => ({
    'demo-wte': {
      name: SITE.name,
      region: SITE.region,
      industry: SITE.industry,
      outlets: { 'demo-wte-f1': both('1 号炉', 'Furnace 1') },
    },
  }),
  enterprise: async (sites) =>
    [{ id: SITE.id, name: SITE.name, industry: SITE.industry, outlets: [OWN_OUTLET] }].filter(({ id }) =>
      sites.includes(id),
    ),
  handling: async () => ({
    complaints: { withinMs: 24 * 3_600_000 },
    enterprise: { kinds: ['exceedance', 'mark'], notRules: ['lad-reinspection-watch'] },
  }),
  orders: async (id) => (id === SITE.id ? [] : undefined),
  series: async ({ outlet, factor, basis }) =>
    outlet === 'demo-wte-f1' && factor === 'a21005'
      ? {
          outlet,
          factor,
          name: both('一氧化碳', 'Carbon monoxide'),
          unit: 'mg/m3',
          basis,
          level: 'hour',
          stepMs: 3_600_000,
          from: '2026-03-01T00:00:00+08:00',
          to: '2026-03-01T02:00:00+08:00',
          t: [MARCH, MARCH + 3_600_000],
          min: [41.2, null],
          max: [90, null],
          mean: [60, null],
          n: [60, 0],
          flags: ['', 'D'],
          limits: [],
        }
      : undefined,
  records: async ({ outlet, day }) =>
    outlet === 'demo-wte-f1' && day === dayOf(MARCH)
      ? [
          { at: MARCH, factor: 'a21005', grain: 'minute', stat: 'avg', value: 41.2, flag: 'N' },
          { at: MARCH + 60_000, factor: 'a21005', grain: 'minute', stat: 'avg', value: null, flag: 'D' },
        ]
      : [],
  transmission: async ({ outlet, days, by }) =>
    outlet === 'demo-wte-f1' && by === 'day' && days.from <= dayOf(MARCH) && days.to > dayOf(MARCH) ? TRANSMISSION : [],
  limits: async ({ outlet, at }) => (outlet === 'demo-wte-f1' ? { ...LIMITS, date: dateText(dayOf(at)) } : undefined),
  explain: async () => ({
    ruleTitle: RULE.title,
    basis: [],
    steps: [
      {
        says: both('日均值', 'daily mean'),
        formula: 'Σc/n',
        inputs: { n: 24 },
        output: 81.3,
        unit: 'mg/m3',
        clause: null,
      },
    ],
    against: [both('标记“停炉”', 'mark "Shut-down"')],
  }),
  rules: async () => {
    const { yaml: _, ...rule } = RULE;
    return [rule];
  },
  rule: async (id) => (id === RULE.id ? RULE : undefined),
  status: async () => ({
    ready: true,
    reasons: [],
    readingsPerSecond: 12.5,
    journalAgeMs: 400,
    demonstration: true,
    outlets: OUTLETS,
  }),
  names: async () => ({
    sites: { 'demo-wte': SITE.name },
    outlets: { 'demo-wte-f1': both('1 号炉', 'Furnace 1') },
    factors: { a21005: both('一氧化碳', 'Carbon monoxide') },
    rules: { 'wte-daily-mean': RULE.title },
  }),
};

/** Two plants' tokens, of which the second opens a site without outlets. */
const ENTRANCES: Record<string, Enterprise> = {
  'own-token-of-the-plant': { id: 'plant', name: '示范电厂', sites: ['demo-wte'] },
  'token-of-the-neighbour': { id: 'neighbour', name: '邻厂', sites: ['other'] },
};

export interface Bench {
  app: FastifyInstance;
  /** of the store's file */
  path: string;
  writer: StoreWriter;
  views: StoreReader;
  /** Commits to the store, going on by one each time, and notifies the API. */
  commit(change: Partial<StoreChange>): void;
  /** everything that was commanded */
  commands: [keyof Commands, unknown][];
  /** what was logged, one JSON a line */
  log: string[];
}

export async function bench(options: Partial<ApiOptions> = {}, ports: Partial<Ports> = {}): Promise<Bench> {
  const path = temporaryFile('store.db');
  const writer = new StoreWriter(path);
  const views = new StoreReader(path);
  const commands: Bench['commands'] = [];
  const log: string[] = [];
  const commit = (change: Partial<StoreChange>) => {
    writer.commit({ position: writer.position() + 1, clock: NOW, ...change });
    app.notify();
  };
  const given: Ports = {
    views,
    engine,
    command: async (kind, ...bodies) => {
      for (const body of bodies) {
        commands.push([kind, body]);
        commit(consequence(views, kind, body));
      }
    },
    readSheet: (bytes) => {
      const [head = '', ...lines] = new TextDecoder().decode(bytes).split('\n');
      return { columns: head.split(','), rows: lines.map((text, i) => ({ line: i + 2, cells: text.split(',') })) };
    },
    rules: RULES,
    connections: () => [MQTT],
    outputs: OUTPUTS,
    footage: {
      of: (subject) => ('alert' in subject ? views.footageOfAlert(subject.alert) : views.footageOfLead(subject.lead)),
      file: () => undefined,
    },
    ingest: async () => ({ readings: 1, records: null, unknown: [], faults: [], faultCount: 0 }),
    mappings: () => ['hj212', 'readings-csv', 'readings-json', 'readings-ndjson'],
    enterpriseOf: (token) => ENTRANCES[token],
    requests: {
      ask: async (mn, asked, by, reason) => newRequest({ id: 'rq-1', mn, ask: asked, by, reason, at: NOW }),
      now: (stored) => stored,
    },
    report: async ({ kind, days, region, site, format, language }) => ({
      name: `fluewatch-${kind}-${dateText(days.from)}`,
      bytes: `${format} ${language} ${days.to - days.from} ${region} ${site}`,
    }),
    metrics: () => MEASURES,
    now: () => NOW,
    log: pino({ level: 'info' }, { write: (line: string) => void log.push(line) }),
    ...ports,
  };
  const app = await buildApi(given, { consoleDir: '/nowhere', ...options });
  await app.ready();
  onTestFinished(async () => {
    await app.close();
    views.close();
    writer.close();
  });
  return { app, path, writer, views, commit, commands, log };
}

/** What a real engine would make of a command. */
function consequence(views: StoreReader, kind: keyof Commands, body: unknown): Partial<StoreChange> {
  if (kind === 'mark') return { marks: [body as Commands['mark']] };
  if (kind === 'order') return { statements: [orderStatement(body as Commands['order'])] };
  if (kind === 'answer') return { statements: [answerStatement(body as Commands['answer'])] };
  if (kind === 'complaint') return { statements: [complaintStatement(body as Commands['complaint'])] };
  if (kind === 'adopt') {
    const { mn, outlet, by } = body as Commands['adopt'];
    return { devices: [{ ...views.device(mn)!, outlet }], adoptions: [{ mn, outlet, by, at: NOW }] };
  }
  const move = body as Commands['lead-move'];
  const lead = views.lead(move.lead)!;
  if (lead.version !== move.version || !LEAD_MOVES[lead.state].includes(move.to)) return {};
  const moved: Lead = { ...lead, state: move.to, version: lead.version + 1 };
  const event: LeadEvent = { at: NOW, by: move.by, from: lead.state, reason: move.reason, lead: moved };
  return { leads: [event] };
}

type Operation = { responses: Record<string, { content?: Record<string, { schema: object }> }> };

/** Asks, and holds the answer to what the OpenAPI document says about it. */
export async function ask(app: FastifyInstance, request: InjectOptions | string) {
  const answer = await app.inject(request);
  const { url, method = 'GET' } = typeof request === 'string' ? { url: request } : request;
  const schema = schemaOf(app, String(method), String(url).split('?', 1)[0]!, answer.statusCode);
  const body: unknown = answer.headers['content-type']?.includes('json') ? answer.json() : answer.body;
  if (schema) expect(schema.safeParse(body).error?.issues ?? [], `${method} ${url}\n${answer.body}`).toEqual([]);
  return { status: answer.statusCode, headers: answer.headers, body: body as never };
}

/** Undefined for addresses that lead nowhere. Throws for an answer that the document does not know. */
function schemaOf(app: FastifyInstance, method: string, path: string, status: number): z.ZodType | undefined {
  const document = app.swagger() as unknown as { paths: Record<string, Record<string, Operation>>; components: object };
  const found = Object.entries(document.paths).find(
    ([template, operations]) => templateOf(template).test(path) && operations[method.toLowerCase()],
  );
  const operation = found?.[1][method.toLowerCase()];
  if (!operation) return undefined;
  const content = operation.responses[status]?.content;
  if (!content) throw new Error(`${method} ${path}: the document knows no answer ${status}`);
  const [{ schema }] = Object.values(content) as [{ schema: object }];
  return z.fromJSONSchema(inlined(schema, document) as never);
}

const templateOf = (template: string) =>
  new RegExp(
    `^${template
      .replace(/[.]/g, '\\.')
      .replace(/\{\w+\}(?=:)/g, '[^/]+?')
      .replace(/\{\w+\}/g, '[^/:]+')}$`,
  );

/** References replaced by what they refer to; our schemas have no cycles. */
function inlined(node: unknown, document: unknown): unknown {
  if (Array.isArray(node)) return node.map((item) => inlined(item, document));
  if (node === null || typeof node !== 'object') return node;
  if ('$ref' in node) return inlined(resolve(document, String(node.$ref)), document);
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, inlined(value, document)]));
}

export function resolve(document: unknown, ref: string): unknown {
  return ref
    .split('/')
    .slice(1)
    .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document);
}
