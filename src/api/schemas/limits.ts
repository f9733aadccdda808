import { z } from 'zod';
import { LIMIT_BASES } from '../../model/outlet.ts';
import type * as views from '../../model/views/limits.ts';
import { named, Text } from './shape.ts';

export const Limit = named<views.LimitView>(
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
