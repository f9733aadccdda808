import { z } from 'zod';
import type { SeriesView } from '../../model/views/series.ts';
import { Alert } from './alerts.ts';
import { named, Text, time } from './shape.ts';
import { Mark } from './statements.ts';

const column = z.array(z.number().nullable());

export const Series = named<SeriesView>(
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
