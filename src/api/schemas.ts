/** The shapes of `model/views.ts` for the OpenAPI document, each held to its type by the compiler. */
import { z } from 'zod';
import { ALERT_EVENTS, ALERT_KINDS, ALERT_STATES, type Json, SEVERITIES } from '../model/alert.ts';
import { AUTHOR_ROLES, type AuthorRole } from '../model/author.ts';
import { CAMERA_VIEWS } from '../model/camera.ts';
import { GRAINS, STATS } from '../model/channel.ts';
import { COMPLAINT_KINDS, type ComplaintKind } from '../model/complaint.ts';
import { CONNECTION_STATES } from '../model/connection.ts';
import { FOOTAGE_STATES } from '../model/footage.ts';
import { LEAD_QUEUES, LEAD_STATES } from '../model/lead.ts';
import { LEVELS } from '../model/level.ts';
import { MARK_KINDS, type MarkKind } from '../model/mark.ts';
import { NOTICES } from '../model/notice-event.ts';
import { EXEMPTIONS, type Exemption, ORDER_KINDS, type OrderKind } from '../model/order.ts';
import { LIMIT_BASES } from '../model/outlet.ts';
import { ASK_KINDS, HISTORY_GRAINS, REQUEST_STATES } from '../model/request.ts';
import type * as views from '../model/views.ts';

function named<T>(id: string, schema: z.ZodType<T>): z.ZodType<T> {
  z.globalRegistry.add(schema, { id });
  return schema;
}

const time = z.string().meta({ format: 'date-time', examples: ['2026-03-01T14:00:00+08:00'] });
const count = z.number().int().nonnegative();
const factsShape = z.record(z.string(), z.unknown() as z.ZodType<Json>);
const OUTLET_STATES = ['normal', 'abnormal', 'exceeding', 'missing', 'stopped', 'unknown'] as const;

const Text = named('Text', z.strictObject({ zh: z.string(), en: z.string() }));

const alertShape = {
  v: z.literal(1),
  id: z.string(),
  rule: z.string(),
  ruleVersion: z.string(),
  covers: z.array(z.string()),
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(SEVERITIES),
  state: z.enum(ALERT_STATES),
  site: z.string(),
  outlet: z.string().nullable(),
  factor: z.string().nullable(),
  start: time,
  end: time,
  value: z.number().nullable(),
  limit: z.number().nullable(),
  unit: z.string().nullable(),
  count,
  facts: factsShape,
  says: Text,
};
export const Alert = named<views.AlertView>('Alert', z.strictObject(alertShape));
const AlertRow = named<views.AlertRow>(
  'AlertRow',
  z.strictObject({
    ...alertShape,
    updatedAt: time,
    siteName: Text,
    outletName: Text,
    factorName: Text.nullable(),
    ruleTitle: Text,
  }),
);

const Step = named<views.StepView>(
  'Step',
  z.strictObject({
    says: Text,
    formula: z.string(),
    inputs: factsShape,
    output: z.union([z.number(), z.string()]).nullable(),
    unit: z.string().nullable(),
    clause: z.string().nullable(),
  }),
);
const Basis = named<views.BasisView>(
  'Basis',
  z.strictObject({
    id: z.string(),
    instrument: Text,
    article: z.string(),
    summary: Text,
    verified: z.boolean(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
);
const AuthorSchema = named<views.AuthorView>(
  'Author',
  z.strictObject({ role: z.enum(Object.keys(AUTHOR_ROLES) as AuthorRole[]), id: z.string() }),
);

const Answer = named<views.AnswerView>(
  'AlertAnswer',
  z.strictObject({
    id: z.string(),
    alert: z.string(),
    enterprise: z.string(),
    author: AuthorSchema,
    text: z.string(),
    at: time,
  }),
);

const complaintKind = z.enum(Object.keys(COMPLAINT_KINDS) as ComplaintKind[]);
const ComplaintsAbout = named<views.ComplaintsAbout>(
  'ComplaintsAbout',
  z.strictObject({
    count,
    kinds: z.array(z.strictObject({ kind: complaintKind, name: Text, count })),
    items: z.array(
      z.strictObject({
        id: z.string(),
        kind: complaintKind,
        name: Text,
        from: time,
        to: time,
        data: z.strictObject({ from: time, to: time }),
      }),
    ),
  }),
);

export const AlertDetail = named<views.AlertDetail>(
  'AlertDetail',
  z.strictObject({
    ...alertShape,
    updatedAt: time,
    history: z.array(z.strictObject({ event: z.enum(ALERT_EVENTS), at: time, alert: Alert })),
    ruleTitle: Text,
    basis: z.array(Basis),
    steps: z.array(Step),
    against: z.array(Text),
    leads: z.array(z.string()),
    complaints: ComplaintsAbout,
    answers: z.array(Answer),
  }),
);

const Limit = named<views.LimitView>(
  'Limit',
  z.strictObject({
    factor: z.string(),
    basis: z.enum(['hour', 'day', 'month']),
    value: z.number(),
    unit: z.string(),
    source: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    binds: z.boolean(),
    why: Text,
  }),
);
const Candidate = named<views.CandidateView>(
  'LimitCandidate',
  z.strictObject({
    value: z.number(),
    min: z.number().nullable(),
    unit: z.string(),
    source: z.string(),
    clause: z.string().nullable(),
    verified: z.boolean().nullable(),
    when: z.strictObject({ factor: z.string(), atMost: z.number() }).nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
);
export const OutletLimits = named<views.OutletLimits>(
  'OutletLimits',
  z.strictObject({
    outlet: z.string(),
    name: Text,
    date: z.string(),
    standard: z.string().nullable(),
    o2Reference: z.number().nullable(),
    limits: z.array(
      z.strictObject({
        factor: z.string(),
        name: Text,
        basis: z.enum(LIMIT_BASES),
        binding: Candidate,
        why: Text,
        candidates: z.array(Candidate),
        unless: Candidate.nullable(),
      }),
    ),
  }),
);
const Outlet = named<views.OutletView>(
  'Outlet',
  z.strictObject({
    id: z.string(),
    name: Text,
    medium: z.string(),
    furnace: z.number().nullable(),
    devices: z.array(z.string()),
    standard: z.string().nullable(),
    state: z.enum(OUTLET_STATES),
    lastData: time.nullable(),
    channels: z.array(
      z.strictObject({
        factor: z.string(),
        name: Text,
        unit: z.string().nullable(),
        grain: z.enum(GRAINS),
        stat: z.enum(STATS),
        last: z.strictObject({ at: time, value: z.number().nullable(), flag: z.string() }).nullable(),
      }),
    ),
    limits: z.array(Limit),
    quotas: z.array(
      z.strictObject({
        id: z.string(),
        name: Text,
        usedHours: z.number(),
        capHours: z.number(),
        period: z.string(),
      }),
    ),
  }),
);

const siteShape = {
  id: z.string(),
  name: Text,
  region: z.string(),
  industry: z.string(),
  state: z.enum(OUTLET_STATES),
  demonstration: z.boolean(),
  outlets: count,
  openAlerts: count,
  openLeads: count,
  lastData: time.nullable(),
};
const SiteSummary = named<views.SiteSummary>('SiteSummary', z.strictObject(siteShape));
export const Site = named<views.SiteView>('Site', z.strictObject({ ...siteShape, outletList: z.array(Outlet) }));

export const Mark = named<views.MarkView>(
  'Mark',
  z.strictObject({
    id: z.string(),
    outlet: z.string(),
    kind: z.enum(Object.keys(MARK_KINDS) as MarkKind[]),
    name: Text,
    layer: z.enum(['A', 'B']),
    start: time,
    end: time,
    createdAt: time,
    factor: z.string().nullable(),
    receivedAt: time,
    author: AuthorSchema.nullable(),
    note: z.string().nullable(),
    revoked: z.boolean(),
  }),
);
export const MarkDetail = named<views.MarkDetail>(
  'MarkDetail',
  (Mark as unknown as z.ZodObject).extend({ versions: z.array(Mark) }) as unknown as z.ZodType<views.MarkDetail>,
);

const orderShape = {
  id: z.string(),
  kind: z.enum(Object.keys(ORDER_KINDS) as OrderKind[]),
  name: Text,
  issuer: z.string(),
  served: time,
  start: time,
  end: time.nullable(),
  reduce: z.number().nullable(),
  baselineKwh: z.number().nullable(),
  level: z.string().nullable(),
  measure: z.string().nullable(),
  reference: z.string().nullable(),
  sites: z.array(z.string()),
  outlets: z.array(z.string()),
  region: z.string().nullable(),
  industry: z.string().nullable(),
  rules: z.array(z.string()).nullable(),
  createdAt: time,
  author: AuthorSchema.nullable(),
  revoked: z.boolean(),
};
export const Order = named<views.OrderView>('Order', z.strictObject(orderShape));
export const OrderDetail = named<views.OrderDetail>(
  'OrderDetail',
  z.strictObject({ ...orderShape, versions: z.array(Order) }),
);
const SiteOrder = named<views.SiteOrderView>(
  'SiteOrder',
  z.strictObject({
    id: z.string(),
    kind: z.enum(Object.keys(ORDER_KINDS) as OrderKind[]),
    name: Text,
    start: time,
    end: time.nullable(),
    reduce: z.number().nullable(),
    level: z.string().nullable(),
    measure: z.string().nullable(),
    outlets: z.array(z.string()),
    exempt: z.array(z.enum(Object.keys(EXEMPTIONS) as Exemption[])),
  }),
);
export const SiteOrderList = named<{ items: views.SiteOrderView[] }>(
  'SiteOrderList',
  z.strictObject({ items: z.array(SiteOrder) }),
);

const complaintShape = {
  id: z.string(),
  kind: complaintKind,
  name: Text,
  receivedAt: time,
  from: time,
  to: time,
  site: z.string().nullable(),
  outlet: z.string().nullable(),
  place: z.string().nullable(),
  text: z.string().nullable(),
  createdAt: time,
  author: AuthorSchema.nullable(),
  revoked: z.boolean(),
};
export const Complaint = named<views.ComplaintView>('Complaint', z.strictObject(complaintShape));
export const ComplaintDetail = named<views.ComplaintDetail>(
  'ComplaintDetail',
  z.strictObject({
    ...complaintShape,
    alerts: z.array(z.string()),
    leads: z.array(z.string()),
    data: z.strictObject({ from: time, to: time }),
    versions: z.array(Complaint),
  }),
);

const EnterpriseOutlet = z.strictObject({
  id: z.string(),
  name: Text,
  medium: z.string(),
  furnace: z.number().nullable(),
  state: z.enum(['reporting', 'missing', 'stopped', 'unknown']),
  lastData: time.nullable(),
  values: z.array(
    z.strictObject({
      factor: z.string(),
      name: Text,
      unit: z.string().nullable(),
      hour: z.number().nullable(),
      day: z.number().nullable(),
      limits: z.array(z.strictObject({ basis: z.enum(LIMIT_BASES), value: z.number(), unit: z.string() })),
    }),
  ),
  gaps: z.array(z.strictObject({ grain: z.enum(HISTORY_GRAINS), from: time, to: time })),
  groups: z.array(
    z.strictObject({
      id: z.string(),
      name: Text,
      kinds: z.array(z.strictObject({ kind: z.enum(Object.keys(MARK_KINDS) as MarkKind[]), name: Text })),
      stops: z.boolean(),
      exempts: z.boolean(),
      conditional: z.boolean(),
      invalidates: z.boolean(),
      quota: z.strictObject({ capHours: z.number(), usedHours: z.number(), period: z.string() }).nullable(),
    }),
  ),
});
export const EnterpriseSchema = named<views.EnterpriseView>(
  'Enterprise',
  z.strictObject({
    id: z.string(),
    name: z.string(),
    now: time,
    sites: z.array(
      z.strictObject({ id: z.string(), name: Text, industry: z.string(), outlets: z.array(EnterpriseOutlet) }),
    ),
  }),
);
const EnterpriseAlert = named<views.EnterpriseAlert>(
  'EnterpriseAlert',
  z.strictObject({
    id: z.string(),
    outlet: z.string().nullable(),
    kind: z.enum(ALERT_KINDS),
    severity: z.enum(SEVERITIES),
    state: z.enum(ALERT_STATES),
    factor: z.string().nullable(),
    start: time,
    end: time,
    value: z.number().nullable(),
    limit: z.number().nullable(),
    unit: z.string().nullable(),
    says: Text,
    answers: z.array(Answer),
  }),
);
export const EnterpriseAlertList = named<{ items: views.EnterpriseAlert[] }>(
  'EnterpriseAlertList',
  z.strictObject({ items: z.array(EnterpriseAlert) }),
);
export const AnswerSchema = Answer;

const Outcome = named<views.StatementOutcome>(
  'StatementOutcome',
  z.strictObject({
    row: count,
    line: z.number().int().positive().optional(),
    id: z.string().nullable(),
    outcome: z.enum(['accepted', 'revised', 'repeat', 'rejected']),
    field: z.string().nullable().optional(),
    why: z.string().optional(),
    says: Text.optional(),
  }) as z.ZodType<views.StatementOutcome>,
);
export const Statements = named<views.StatementsView>(
  'Statements',
  z.strictObject({
    v: z.literal(1),
    accepted: count,
    revised: count,
    repeat: count,
    rejected: count,
    rows: z.array(Outcome),
  }),
);

const column = z.array(z.number().nullable());
export const Series = named<views.SeriesView>(
  'Series',
  z.strictObject({
    outlet: z.string(),
    factor: z.string(),
    name: Text,
    unit: z.string().nullable(),
    basis: z.enum(['converted', 'measured']),
    level: z.enum(['raw', 'minute', 'hour', 'day']),
    stepMs: z.number(),
    from: time,
    to: time,
    t: z.array(z.number()),
    min: column,
    max: column,
    mean: column,
    n: z.array(z.number()),
    flags: z.array(z.string()),
    limits: z.array(
      z.strictObject({
        basis: z.enum(['hour', 'day']),
        value: z.number(),
        from: z.string(),
        to: z.string(),
        source: z.string(),
      }),
    ),
    marks: z.array(Mark),
    alerts: z.array(Alert),
  }),
);

const leadShape = {
  v: z.literal(1),
  id: z.string(),
  site: z.string(),
  siteName: Text,
  cause: z.string(),
  queue: z.enum(LEAD_QUEUES),
  evidence: z
    .strictObject({
      score: z.number(),
      layers: z.array(z.string()),
      alerts: z.array(z.string()),
      decisive: z.boolean(),
      acts: count.optional(),
      needed: z.strictObject({ lead: z.number(), review: z.number(), layers: count }),
    })
    .nullable(),
  severity: z.enum(SEVERITIES),
  priority: z.number(),
  reasons: z.array(Text),
  says: Text,
  state: z.enum(LEAD_STATES),
  moves: z.array(z.enum(LEAD_STATES)),
  assignee: z.string().nullable(),
  openedAt: time,
  start: time,
  end: time,
  alerts: z.array(z.string()),
  version: count,
};
export const Lead = named<views.LeadView>('Lead', z.strictObject(leadShape));
export const LeadDetail = named<views.LeadDetail>(
  'LeadDetail',
  z.strictObject({
    ...leadShape,
    complaints: ComplaintsAbout,
    answers: z.array(Answer),
    alertList: z.array(Alert),
    basis: z.array(Basis),
    steps: z.array(Step),
    against: z.array(Text),
    history: z.array(
      z.strictObject({
        at: time,
        by: z.string(),
        from: z.enum(LEAD_STATES).nullable(),
        to: z.enum(LEAD_STATES),
        reason: z.string(),
      }),
    ),
  }),
);

const DeviceAsk = named<views.DeviceAskView>(
  'DeviceAsk',
  z.strictObject({
    kind: z.enum(ASK_KINDS),
    grain: z.enum(HISTORY_GRAINS).optional(),
    of: z.enum(['live', 'minute']).optional(),
    every: z.number().optional(),
    factor: z.string().optional(),
    info: z.string().optional(),
    from: time.optional(),
    to: time.optional(),
  }) as z.ZodType<views.DeviceAskView>,
);
export const RequestSchema = named<views.RequestView>(
  'DeviceRequest',
  z.strictObject({
    id: z.string(),
    mn: z.string(),
    ask: DeviceAsk,
    by: z.string(),
    reason: z.string(),
    at: time,
    state: z.enum(REQUEST_STATES),
    tries: count,
    frames: count,
    replies: z.array(z.string()),
    says: Text.nullable(),
    endedAt: time.nullable(),
  }),
);
export const Device = named<views.DeviceView>(
  'Device',
  z.strictObject({
    mn: z.string(),
    outlet: z.string().nullable(),
    state: z.enum(['online', 'silent', 'never', 'quarantined']),
    edition: z.enum(['2005', '2017', '2025']).nullable(),
    lastSeen: time.nullable(),
    lastData: time.nullable(),
    peer: z.string().nullable(),
    received: count,
    accepted: count,
    repeat: count,
    rewrite: count,
    rejected: count,
    reasons: z.record(z.string(), count),
    oddities: z.record(z.string(), count),
    clockSkewMs: z.number().nullable(),
  }),
);
const Quarantined = named<views.QuarantineView>(
  'Quarantined',
  z.strictObject({
    id: z.string(),
    at: time,
    mn: z.string().nullable(),
    peer: z.string(),
    why: z.string(),
    length: count,
    text: z.string(),
  }),
);

const ruleShape = {
  id: z.string(),
  version: z.string(),
  title: Text,
  detector: z.string(),
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(SEVERITIES),
  covers: z.array(z.string()),
  basis: z.array(Basis),
  with: factsShape,
  settle: z.string(),
  tiers: z.array(z.strictObject({ level: z.enum(LEVELS), windows: count, name: Text, tells: Text })),
  outlets: count,
  openAlerts: count,
  source: z.string(),
};
const Rule = named<views.RuleView>('Rule', z.strictObject(ruleShape));
export const RuleDetail = named<views.RuleDetail>('RuleDetail', z.strictObject({ ...ruleShape, yaml: z.string() }));

const fileProblem = z.strictObject({ file: z.string(), line: count, column: count, path: z.string(), says: Text });
const RulesState = named<views.RulesStateView>(
  'RulesState',
  z.strictObject({
    edit: count,
    at: time,
    by: z.string().nullable(),
    reason: z.string().nullable(),
    folder: z.string(),
    problems: z.array(fileProblem),
  }),
);
const versionShape = {
  version: z.string().nullable(),
  hash: z.string().nullable(),
  file: z.string(),
  edit: count,
  at: time,
  by: z.string().nullable(),
  reason: z.string().nullable(),
  inForce: z.boolean(),
};
const RuleVersion = named<views.RuleVersionView>('RuleVersion', z.strictObject(versionShape));
export const RuleVersionDetail = named<views.RuleVersionDetail>(
  'RuleVersionDetail',
  z.strictObject({ ...versionShape, yaml: z.string() }),
);
export const RuleDiff = named<views.RuleDiffView>(
  'RuleDiff',
  z.strictObject({
    from: z.string().nullable(),
    to: z.string(),
    lines: z.array(z.strictObject({ sign: z.enum([' ', '+', '-']), text: z.string() })),
  }),
);
export const RuleCheck = named<views.RuleCheckView>('RuleCheck', z.strictObject({ problems: z.array(fileProblem) }));

export const Overview = named<views.OverviewView>(
  'Overview',
  z.strictObject({
    v: z.literal(1),
    now: time,
    demonstration: z.boolean(),
    open: z.record(z.enum(SEVERITIES), count),
    leads: z.record(z.enum(LEAD_STATES), count),
    review: count,
    outlets: z.record(z.enum(OUTLET_STATES), count),
    devices: z.strictObject({ online: count, silent: count, quarantined: count }),
    readingsPerSecond: z.number(),
    journalAgeMs: z.number().nullable(),
    troubles: z.array(Text),
  }),
);

export const Readiness = named('Readiness', z.strictObject({ ready: z.boolean(), reasons: z.array(Text) }));

export const Problem = named(
  'Problem',
  z.strictObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string().meta({ examples: ['FW-A4220'] }),
    traceId: z.string(),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string(),
          code: z.string(),
          message: z.string(),
          hint: z.string().optional(),
          file: z.string().optional(),
          line: z.number().int().optional(),
          column: z.number().int().optional(),
        }),
      )
      .optional(),
  }),
);

const pageOf = <T>(id: string, item: z.ZodType<T>): z.ZodType<views.Page<T>> =>
  named(id, z.strictObject({ items: z.array(item), next: z.string().nullable() }));
const Connection = named<views.ConnectionView>(
  'Connection',
  z.strictObject({
    id: z.string(),
    direction: z.enum(['in', 'out']),
    kind: z.string(),
    to: z.string(),
    state: z.enum(CONNECTION_STATES),
    says: Text.nullable(),
    since: time,
    done: count,
    refused: count,
    waiting: count.nullable(),
    lastAt: time.nullable(),
  }),
);
/** All of them: a handful that a person wrote into a file. */
export const ConnectionList = named<{ items: views.ConnectionView[] }>(
  'ConnectionList',
  z.strictObject({ items: z.array(Connection) }),
);

const DeadLetter = named<views.DeadLetterView>(
  'DeadLetter',
  z.strictObject({ n: count, id: z.string(), about: z.string(), why: Text, at: time }),
);
export const DeadLetterPage = pageOf('DeadLetterPage', DeadLetter);

const Delivery = named<views.DeliveryView>(
  'Delivery',
  z.strictObject({
    output: z.string(),
    kind: z.string(),
    n: count,
    id: z.string(),
    event: z.enum(NOTICES),
    state: z.enum(['waiting', 'sent', 'dead']),
    at: time,
    tries: count,
    receipt: z.string().nullable(),
    why: Text.nullable(),
  }),
);
export const DeliveryList = named<{ items: views.DeliveryView[] }>(
  'DeliveryList',
  z.strictObject({ items: z.array(Delivery) }),
);

const FootageItem = named<views.FootageView>(
  'Footage',
  z.strictObject({
    id: z.string(),
    output: z.string(),
    alert: z.string(),
    site: z.string(),
    camera: z.strictObject({ id: z.string(), name: Text, view: z.enum(CAMERA_VIEWS), channel: z.string() }),
    from: time,
    to: time,
    state: z.enum(FOOTAGE_STATES),
    at: time,
    settledAt: time.nullable(),
    reference: z.string().nullable(),
    url: z.string().nullable(),
    sha256: z.string().nullable(),
    hashedBy: z.enum(['us', 'platform']).nullable(),
    bytes: count.nullable(),
    mediaType: z.string().nullable(),
    why: Text.nullable(),
    file: z.string().nullable(),
  }),
);
export const FootageList = named<{ items: views.FootageView[] }>(
  'FootageList',
  z.strictObject({ items: z.array(FootageItem) }),
);

const Preview = named<views.PreviewView>(
  'NoticePreview',
  z.strictObject({
    output: z.string(),
    kind: z.string(),
    to: z.string(),
    sent: z.boolean(),
    why: Text,
    at: time.nullable(),
    people: z.array(z.string()),
    text: z.string().nullable(),
  }),
);
export const PreviewList = named<{ items: views.PreviewView[] }>(
  'NoticePreviewList',
  z.strictObject({ items: z.array(Preview) }),
);

const IngestFault = named<views.IngestFault>(
  'IngestFault',
  z.strictObject({
    record: count.nullable(),
    line: z.number().int().positive().optional(),
    outcome: z.literal('rejected'),
    why: z.string(),
    says: Text,
  }) as z.ZodType<views.IngestFault>,
);
export const Ingest = named<views.IngestView>(
  'Ingest',
  z.strictObject({
    v: z.literal(1),
    readings: count,
    records: z.strictObject({ accepted: count, repeat: count, rewrite: count, rejected: count }).nullable(),
    unknown: z.array(z.string()),
    faults: z.array(IngestFault),
    faultCount: count,
  }),
);

export const SitePage = pageOf('SitePage', SiteSummary);
export const AlertPage = pageOf('AlertPage', AlertRow);
export const LeadPage = pageOf('LeadPage', Lead);
export const MarkPage = pageOf('MarkPage', Mark);
export const ComplaintPage = pageOf('ComplaintPage', Complaint);
export const OrderPage = pageOf('OrderPage', Order);
export const DevicePage = pageOf('DevicePage', Device);
export const RequestPage = pageOf('RequestPage', RequestSchema);
export const QuarantinePage = pageOf('QuarantinePage', Quarantined);
export const RuleVersionPage = pageOf('RuleVersionPage', RuleVersion);
export const RulePage = named<views.RulePage>(
  'RulePage',
  z.strictObject({ items: z.array(Rule), next: z.string().nullable(), state: RulesState }),
);

/** A body that is plain text of a media type. */
export const textOf = (type: string, description: string) => ({
  description,
  content: { [type]: { schema: z.string() } },
});
