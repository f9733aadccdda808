import { z } from 'zod';
import type { Json } from '../../model/alert.ts';
import { AUTHOR_ROLES, type AuthorRole } from '../../model/author.ts';
import type { Page } from '../../model/views/page.ts';
import type { AuthorView } from '../../model/views/statements.ts';

/** A shape of the OpenAPI document, held to its type of `model/views` by the compiler. */
export function named<T>(id: string, schema: z.ZodType<T>): z.ZodType<T> {
  z.globalRegistry.add(schema, { id });
  return schema;
}

export const time = z.string().meta({ format: 'date-time', examples: ['2026-03-01T14:00:00+08:00'] });

export const count = z.number().int().nonnegative();

export const factsShape = z.record(z.string(), z.unknown() as z.ZodType<Json>);

export const Text = named('Text', z.strictObject({ zh: z.string(), en: z.string() }));

export const AuthorSchema = named<AuthorView>(
  'Author',
  z.strictObject({ role: z.enum(Object.keys(AUTHOR_ROLES) as AuthorRole[]), id: z.string() }),
);

export const fileProblem = z.strictObject({
  file: z.string(),
  line: count,
  column: count,
  path: z.string(),
  says: Text,
});

export const pageOf = <T>(id: string, item: z.ZodType<T>): z.ZodType<Page<T>> =>
  named(id, z.strictObject({ items: z.array(item), next: z.string().nullable() }));

/** A body that is plain text of a media type. */
export const textOf = (type: string, description: string) => ({
  description,
  content: { [type]: { schema: z.string() } },
});
