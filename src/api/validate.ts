import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { faultsOf } from './faults.ts';
import { invalid } from './problems.ts';

/**
 * Reads what comes in by its schema, answering 422 in people's words. What goes out is said as it was computed: the
 * response schemas document it, and tests hold the answers to them.
 */
export function checkBySchemas(app: FastifyInstance): void {
  app.setValidatorCompiler<z.ZodType>(({ schema }) => (data) => {
    const read = schema.safeParse(data, { reportInput: true });
    return read.success ? { value: read.data } : { error: invalid(...faultsOf(read.error.issues, schema)) };
  });
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
}
