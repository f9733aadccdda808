import { z } from 'zod';
import { SEVERITIES } from '../../model/alert.ts';
import { LEAD_STATES } from '../../model/lead.ts';
import type { OverviewView } from '../../model/views/overview.ts';
import { count, named, Text, time } from './shape.ts';
import { OUTLET_STATES } from './sites.ts';

export const Overview = named<OverviewView>(
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
