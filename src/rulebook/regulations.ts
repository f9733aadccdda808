import { z } from 'zod';
import { textSchema } from '../catalogue/schema.ts';

/**
 * `rules/regulations.yaml`: everything that the law, a standard or experience asks the rules to look for, and for what no
 * rule asserts, why. The statistics of falsification.md (T1–T16) are means, not things to look for, and are no part of it.
 */
const regulation = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Z]+-?\d{2}$/, '编号，如 WTE-01、F22 / an id like WTE-01 or F22')
    .describe('编号，规则的 covers 引用它 / id that the covers of a rule names'),
  title: textSchema.describe('名称 / title'),
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
    .optional()
    .describe('没有规则的理由 / why there is no rule'),
  review: z
    .strictObject({
      why: textSchema.describe('数据不足以形成线索的原因 / why the data alone make no lead'),
      instead: textSchema.describe('由复核转为现场的核查 / the check on site that has to decide'),
    })
    .optional()
    .describe('有规则，但数据本身最多进入复核队列 / there are rules, but data alone lead to the review queue at most'),
  open: textSchema.optional().describe('尚无规则的原因 / why there is no rule yet'),
});
export type Regulation = z.output<typeof regulation>;

const chapter = z.strictObject({
  title: textSchema.describe('标题 / title'),
  source: textSchema.describe('来源文件 / where they come from'),
  regulations: z.array(regulation).min(1).describe('条款 / ids'),
});

export const regulationsSchema = z.strictObject({ chapters: z.array(chapter).describe('章节 / chapters') });
export type RegulationsFile = z.output<typeof regulationsSchema>;

/** Ids in the order of the file. */
export const regulationsOf = ({ chapters }: RegulationsFile): Regulation[] =>
  chapters.flatMap(({ regulations }) => regulations);
