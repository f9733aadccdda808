import { z } from 'zod';
import { channelSchema, exemptionsSchema, filingShape, limitSchema, orderShape } from '../../catalogue/schema.ts';
import { durationSchema } from '../../config/duration.ts';
import { ALERT_STATES, SEVERITIES } from '../../model/alert.ts';
import { dayOf, dayStart, parseTime } from '../../model/beijing.ts';
import { GRAINS, STATS } from '../../model/channel.ts';
import { MEDIA } from '../../model/outlet.ts';
import { markKind } from '../../rulebook/schema.ts';

/** `*.test.yaml` beside a rule: given series and marks, the alerts of the rule that must come out, and no others. */

/** `09:30` on the first day, `d3 09:30` on the third, `d3` its beginning, or a whole date and time. */
const moment = z
  .string()
  .regex(
    /^(d\d+)?\s*(\d{2}:\d{2})?$|^\d{4}-/,
    '时刻应写作 "09:30"、d3 09:30、d3 或 2026-03-02 09:30 / a moment is "09:30", d3 09:30, d3 or 2026-03-02 09:30',
  );

const series = z.union([
  z.string(),
  z.strictObject({
    grain: z.enum(GRAINS).default('minute').describe('粒度 / grain'),
    stat: z
      .enum(STATS)
      .optional()
      .describe('统计量；不写时实时为 rtd，其余为 avg / statistic; rtd for live and avg for others where not given'),
    step: durationSchema
      .optional()
      .describe('每项的时长；不写为用例的 step / how long an item lasts; the step of the case where not given'),
    values: z.string().describe('序列，写法见下 / the series, in the notation below'),
  }),
]);

const meter = z.strictObject({
  role: z.enum(['production', 'treatment']).describe('测的是生产还是治理 / measures production or treatment'),
  ratedKw: z.number().positive().optional().describe('额定功率 kW / rated power, kW'),
  noLoadKw: z.number().positive().optional().describe('空载功率 kW / power without load, kW'),
  ratedA: z.number().positive().optional().describe('额定电流 A / current at rated power, A'),
  safetyKw: z
    .number()
    .positive()
    .optional()
    .describe('停产后仍需的安全用电 kW / load that stays on for safety while stopped, kW'),
  interlocked: z.boolean().optional().describe('与生产联锁 / interlocked with production'),
  variableFrequency: z.boolean().optional().describe('变频设备 / driven at variable frequency'),
  serves: z
    .array(z.string())
    .optional()
    .describe('为哪些排放口计量；不写为被测排放口 / outlets it measures for; the one under test where none is named'),
});

const caseSchema = z.strictObject({
  name: z.string().describe('用例名：说明条款或算式 / what the case shows: the clause, or the arithmetic'),
  lookAlike: z
    .boolean()
    .default(false)
    .describe('文档以此例画出不应触发的相似情形 / the documentation draws this case as the innocent look-alike'),
  start: z.string().default('2026-03-02').describe('第一天 / first day'),
  days: z.number().int().min(1).max(400).default(1).describe('天数 / number of days'),
  step: durationSchema.prefault('1h').describe('序列每项的时长 / how long an item of a series lasts'),
  industry: z
    .string()
    .optional()
    .describe('行业；不写取规则 scope 的第一个 / industry; the first of the rule’s scope where not given'),
  region: z
    .string()
    .optional()
    .describe('区划代码；不写取规则 scope 的第一个 / division code; the first of the rule’s scope where not given'),
  tags: z
    .array(z.string())
    .optional()
    .describe('标签；不写取规则 scope 的 / tags; those of the rule’s scope where not given'),
  medium: z
    .enum(MEDIA)
    .optional()
    .describe('介质；不写取规则 scope 的第一个 / medium; the first of the rule’s scope where not given'),
  standard: z
    .string()
    .optional()
    .describe('限值表；垃圾焚烧不写为 gb18485-2014 / limit table; gb18485-2014 for waste incineration where not given'),
  o2Reference: z.number().optional().describe('基准含氧量，% / reference oxygen, %'),
  limits: z.array(limitSchema).default([]).describe('排放口自己的限值 / limits of the outlet itself'),
  commissioned: z.string().optional().describe('投运日期 / day of commissioning'),
  channels: z
    .record(z.string(), channelSchema)
    .default({})
    .describe('各因子的仪器信息，同名录 / what is known of a factor’s instrument, as in the catalogue'),
  series: z
    .record(z.string(), series)
    .default({})
    .describe(
      '各因子的序列；同一因子的第二个通道在编码后加一个词，如 a21002 hour / a series for each factor; a second channel of a factor has another word behind it: a21002 hour',
    ),
  meter: meter.optional().describe('被测排放口本身是电表时 / what the outlet under test measures, where it is a meter'),
  beside: z
    .array(
      z.strictObject({
        id: z.string().describe('编号 / id'),
        medium: z.enum(MEDIA).default('power').describe('介质 / medium'),
        meter: meter.optional().describe('电表、水表 / what it measures, where it is a meter'),
        series: z.record(z.string(), series).describe('各因子的序列 / a series for each factor'),
      }),
    )
    .default([])
    .describe('该单位的其他排放口和电表 / other outlets and meters of the site'),
  marks: z
    .array(
      z.strictObject({
        mark: markKind.describe('标记 / mark'),
        from: moment.describe('开始 / begin'),
        to: moment.describe('结束 / end'),
        created: moment
          .optional()
          .describe('录入时间；不写为开始时 / when it was entered; at its begin where not given'),
        factor: z.string().optional().describe('只限于此因子或热电偶 / limited to this factor or thermocouple'),
      }),
    )
    .default([])
    .describe('标记 / marks'),
  exempt: exemptionsSchema.describe(
    '单位不执行减排的理由，同名录 / why orders do not bind the firm, as in the catalogue',
  ),
  orders: z
    .array(z.strictObject(orderShape(moment)))
    .default([])
    .describe('对单位的命令，同名录 / orders that bind the site, as in the catalogue'),
  filings: z
    .array(z.strictObject(filingShape(moment)))
    .default([])
    .describe('单位的备案，同名录 / what the site has filed, as in the catalogue'),
  late: z
    .array(
      z.strictObject({
        from: moment.describe('开始 / begin'),
        to: moment.describe('结束 / end'),
        at: moment.describe('到达时间 / when they arrive'),
      }),
    )
    .default([])
    .describe('这些时段的数据到 at 才到达 / readings of these spans arrive only at'),
  again: z
    .array(
      z.strictObject({
        factor: z.string().describe('因子 / factor'),
        from: moment.describe('开始 / begin'),
        to: moment.describe('结束 / end'),
        at: z
          .union([moment, z.literal('live')])
          .describe(
            '再次发送的时间；live 为各分钟结束时 / when they are sent again; live: each when its minute is over',
          ),
        values: z
          .string()
          .describe('新的数值，自开始起每步一项 / the other values, one item a step from the beginning on'),
      }),
    )
    .default([])
    .describe('这些时段以另外的数值再次发送 / spans that are sent a second time with other values'),
  expect: z
    .array(
      z.strictObject({
        outlet: z.string().optional().describe('排放口 / outlet'),
        factor: z
          .string()
          .nullable()
          .optional()
          .describe('因子；null 为整个排放口 / factor; null = the outlet as a whole'),
        start: moment.optional().describe('开始 / start'),
        end: moment.optional().describe('结束 / end'),
        value: z.number().optional().describe('数值，比到三位小数 / value, compared to three decimals'),
        limit: z.number().optional().describe('限值 / limit'),
        count: z.number().int().optional().describe('时段数 / number of windows'),
        level: z.string().optional().describe('阶梯级别 facts.level / level of the ladder, facts.level'),
        score: z.number().optional().describe('作为证据的分值 facts.score / weight as evidence, facts.score'),
        severity: z.enum(SEVERITIES).optional().describe('严重程度 / severity'),
        state: z.enum(ALERT_STATES).optional().describe('状态 / state'),
        covers: z.array(z.string()).optional().describe('认定违反的条款 / ids that it says were broken'),
        says: z.string().optional().describe('文字中应有的片段 / a piece of its sentence, in either language'),
      }),
    )
    .describe(
      '应有的报警，依次列出；[] 为不应报警。只比较写出的项 / the alerts that must come out, in order; [] = none. Only what is written is compared',
    ),
});
export type RuleCase = z.output<typeof caseSchema>;

export const ruleTestSchema = z.strictObject({
  rule: z.string().describe('被测规则 / the rule under test'),
  cases: z.array(caseSchema).min(1).describe('用例 / cases'),
});
export type RuleTestFile = z.output<typeof ruleTestSchema>;

/** Instant of a moment, counted from the first day of the case; epoch ms. */
export function momentAt(text: string, firstDay: number): number {
  if (/^\d{4}-/.test(text)) return parseTime(text);
  const [, day = 'd1', clock = '00:00'] = /^(d\d+)?\s*(\d{2}:\d{2})?$/.exec(text)!;
  const [h, m] = clock.split(':').map(Number) as [number, number];
  return dayStart(firstDay + Number(day.slice(1)) - 1) + (h * 60 + m) * 60_000;
}

export const firstDayOf = (start: string) => dayOf(parseTime(start));
