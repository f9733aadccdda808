import { z } from 'zod';
import { COMPLAINT_KINDS, type ComplaintKind } from '../../model/complaint.ts';
import { MARK_KINDS, type MarkKind } from '../../model/mark.ts';
import { EXEMPTIONS, type Exemption, ORDER_KINDS, type OrderKind } from '../../model/order.ts';
import type * as views from '../../model/views/statements.ts';
import { AuthorSchema, count, named, pageOf, Text, time } from './shape.ts';

export const AnswerSchema = named<views.AnswerView>(
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

export const ComplaintsAbout = named<views.ComplaintsAbout>(
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

export const MarkPage = pageOf('MarkPage', Mark);

export const ComplaintPage = pageOf('ComplaintPage', Complaint);

export const OrderPage = pageOf('OrderPage', Order);
