import { z } from 'zod';
import { ALERT_EVENTS, ALERT_KINDS, ALERT_STATES, SEVERITIES } from '../../model/alert.ts';
import type * as views from '../../model/views/alerts.ts';
import { count, factsShape, named, pageOf, Text, time } from './shape.ts';
import { AnswerSchema, ComplaintsAbout } from './statements.ts';

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

export const Step = named<views.StepView>(
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

export const Basis = named<views.BasisView>(
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
    answers: z.array(AnswerSchema),
  }),
);

export const AlertPage = pageOf('AlertPage', AlertRow);
