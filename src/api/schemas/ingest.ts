import { z } from 'zod';
import type * as views from '../../model/views/ingest.ts';
import { count, named, Text } from './shape.ts';

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
