import type { z } from 'zod';
import { PROBLEMS, type ProblemName } from './problems.ts';
import { Problem } from './schemas/problem.ts';

/** What can be wrong with any body. */
export const IN_BODY = ['malformed', 'too-large', 'unsupported-media-type', 'invalid-input'] as const;

/** The errors that a route may answer with, for the OpenAPI document. Every route may fail inside. */
export function problems(...names: readonly ProblemName[]) {
  const statuses = Map.groupBy([...names, 'internal'] as const, (name) => PROBLEMS[name].status);
  return Object.fromEntries(
    [...statuses].map(([status, those]) => [
      status,
      {
        description: those.map((name) => `${PROBLEMS[name].title.zh} / ${PROBLEMS[name].title.en}`).join('; '),
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  ) as Record<number, { description: string; content: { 'application/problem+json': { schema: z.ZodType } } }>;
}
