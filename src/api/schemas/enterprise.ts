import { z } from 'zod';
import { ALERT_KINDS, ALERT_STATES, SEVERITIES } from '../../model/alert.ts';
import { MARK_KINDS, type MarkKind } from '../../model/mark.ts';
import { LIMIT_BASES } from '../../model/outlet.ts';
import { HISTORY_GRAINS } from '../../model/request.ts';
import type * as views from '../../model/views/enterprise.ts';
import { named, Text, time } from './shape.ts';
import { AnswerSchema } from './statements.ts';

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
    answers: z.array(AnswerSchema),
  }),
);

export const EnterpriseAlertList = named<{ items: views.EnterpriseAlert[] }>(
  'EnterpriseAlertList',
  z.strictObject({ items: z.array(EnterpriseAlert) }),
);
