import { z } from 'zod';
import { named, Text } from './shape.ts';

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
