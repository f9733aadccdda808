import { z } from 'zod';
import { textSchema } from '../catalogue/schema.ts';

/**
 * `rules/regulations.yaml`: everything that the law, a standard or experience asks the rules to look for, and for what no
 * rule asserts, why. The statistics of falsification.md (T1–T16) are means, not things to look for, and are no part of it.
 */
const regulation = z.strictObject({
  id: z.string().regex(/^[A-Z]+-?\d{2}$/, 'an id like WTE-01 or F22'),
  title: textSchema,
  clause: textSchema.optional().describe('来源中的条款 / where in the source it stands'),
  rules: z
    .array(z.string())
    .default([])
    .describe('承担此项而不认定违规的规则 / rules that carry it without asserting that it was broken'),
  tables: z.array(z.string()).default([]).describe('承担此项的限值表 / limit tables that carry it'),
  excused: z
    .strictObject({
      why: textSchema.describe('机器不能判断的原因 / why no machine can judge it'),
      instead: textSchema.describe('替代的现场核查或程序 / the check on site or the procedure that takes its place'),
    })
    .optional(),
  open: textSchema.optional().describe('尚无规则的原因 / why there is no rule yet'),
});
export type Regulation = z.output<typeof regulation>;

export const regulationsSchema = z.strictObject({
  chapters: z.array(z.strictObject({ title: textSchema, source: textSchema, regulations: z.array(regulation).min(1) })),
});
export type RegulationsFile = z.output<typeof regulationsSchema>;

/** Ids in the order of the file. */
export const regulationsOf = ({ chapters }: RegulationsFile): Regulation[] =>
  chapters.flatMap(({ regulations }) => regulations);
