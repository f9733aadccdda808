import { z } from 'zod';
import { SEVERITIES } from '../../model/alert.ts';
import { LEAD_QUEUES, LEAD_STATES } from '../../model/lead.ts';
import type * as views from '../../model/views/leads.ts';
import { Alert, Basis, Step } from './alerts.ts';
import { count, named, pageOf, Text, time } from './shape.ts';
import { AnswerSchema, ComplaintsAbout } from './statements.ts';

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
    answers: z.array(AnswerSchema),
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

export const LeadPage = pageOf('LeadPage', Lead);
