import { z } from 'zod';
import { daySchema, textSchema } from '../catalogue/schema.ts';
import { durationSchema } from '../config/duration.ts';
import { refuse, unknownName } from '../config/strict-yaml.ts';
import { ALERT_KINDS, SEVERITIES, type Severity } from '../model/alert.ts';
import { civil, dateText } from '../model/beijing.ts';
import { LEVELS } from '../model/level.ts';
import { MARK_WORDS, type MarkKind, markKindOf } from '../model/mark.ts';
import { MEDIA } from '../model/outlet.ts';

/** Rule files as written. One declaration gives types, validation, messages and the schema for editors. */

const bothLanguages = z.strictObject(
  { zh: z.string().min(1), en: z.string().min(1) },
  {
    error: (issue) =>
      issue.code === 'invalid_type' ? '中英文都要写：{ zh: …, en: … } / both languages: { zh: …, en: … }' : undefined,
  },
);

const ruleId = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, '只用小写字母、数字和“-”，字母开头 / lower-case letters, digits and "-", a letter first');

/** Which outlets a rule is about, and which factors it speaks of. Of each list one entry has to fit; a list not given fits all. */
const scopeSchema = z.strictObject({
  industry: z
    .array(z.string())
    .optional()
    .describe('单位所属行业 / industries of the site')
    .meta({ examples: [['cement']] }),
  notIndustry: z.array(z.string()).optional().describe('除这些行业以外 / every industry but these'),
  medium: z
    .array(z.enum(MEDIA))
    .optional()
    .describe('排放口的介质 / what the outlet discharges or measures')
    .meta({ examples: [['flue-gas']] }),
  factor: z
    .array(z.string())
    .optional()
    .describe(
      '只就这些因子报警；不涉及单个因子的结论仍然报出 / alerts about these factors only; what is about the outlet as a whole is told all the same',
    )
    .meta({ examples: [['a21026', 'a21002']] }),
  region: z
    .array(z.string().regex(/^\d{2,12}$/, '2 至 12 位数字，加引号 / 2 to 12 digits, in quotes'))
    .optional()
    .describe('单位行政区划代码的开头 / how the administrative division code of the site begins')
    .meta({ examples: [['3301', '3302']] }),
  tags: z
    .array(z.string())
    .optional()
    .describe('名录中排放口或单位的标签 / tags of the outlet or of its site in the catalogue')
    .meta({ examples: [['key-region']] }),
});

export const ruleSchema = z.strictObject({
  id: ruleId
    .describe('规则名，全目录唯一 / name of the rule, unique in the folder')
    .meta({ examples: ['cement-ammonia-hour'] }),
  title: bothLanguages.describe('标题 / title'),
  detector: z
    .string()
    .describe('检测器，见“检测器”一章 / how it is noticed: a name from the chapter on detectors')
    .meta({ examples: ['legal/hour-over'] }),
  covers: z
    .array(z.string())
    .default([])
    .describe(
      '报警认定违反的条款编号，见 regulations.yaml；仅提示的规则不写 / ids of regulations.yaml that an alert says were broken; none for a rule that only informs',
    )
    .meta({ examples: [['WTE-01']] }),
  kind: z.enum(ALERT_KINDS).describe('报警类别 / kind of the alert'),
  severity: z
    .enum(SEVERITIES)
    .describe(
      '严重程度；leads.yaml 规定从哪一级起形成线索 / how grave it is; leads.yaml says from which severity on a lead is opened',
    ),
  level: z
    .enum(LEVELS)
    .optional()
    .describe(
      '通知层级：L0、L1 仅企业，L2 抄送属地部门，L3 形成线索；不写则 info 为 L0、warning 为 L2、其余 L3 / who is told: L0, L1 the plant; L2 also the local bureau; L3 a lead; where not given info is L0, warning L2, else L3',
    ),
  scope: scopeSchema.default({}).describe('适用范围；不写则适用于全部 / what it is about; everything where not given'),
  with: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('检测器的参数 / parameters of the detector')
    .meta({ examples: [{ factors: ['a21001'], minMinutes: 45 }] }),
  settle: durationSchema.describe(
    '时段结束后多久结论成为最终（标记截止时间） / how long after its window a finding becomes final: the marking deadline',
  ),
  ladder: z
    .array(
      z.strictObject({
        count: z.number().int().min(2).describe('相连的时段达到此数 / this many windows that touch each other'),
        level: z
          .string()
          .describe('级别，写入 facts.level / name of the level, shown as facts.level')
          .meta({ examples: ['L2'] }),
      }),
    )
    .default([])
    .describe('阶梯：连续多少个时段到达哪一级 / an episode of this many windows reaches this level')
    .meta({ examples: [[{ count: 3, level: 'L2' }]] }),
  basis: z
    .array(z.string())
    .default([])
    .describe('依据，basis.yaml 中的编号 / legal basis: ids of basis.yaml')
    .meta({ examples: [['hj75-2017']] }),
  says: bothLanguages.describe(
    '报警的文字；{名称} 换成数值或事实 / the sentence of the alert; {name} stands for a value or a fact',
  ),
});
export type RuleFile = z.output<typeof ruleSchema>;

/** A mark by its Chinese name or its id. */
export const markKind = z
  .string()
  .meta({ examples: ['停运', 'out-of-service'] })
  .transform((word, context): MarkKind => {
    const kind = markKindOf(word);
    if (kind) return kind;
    return refuse(context, unknownName({ zh: '标记', en: 'mark' }, word, MARK_WORDS));
  });

export const markPolicySchema = z.strictObject({
  id: z.string().describe('编号 / id'),
  industries: z
    .array(z.string())
    .default([])
    .describe(
      '适用行业，每个行业只能有一个；不写则用于其余所有行业 / industries it rules, one policy an industry; none: all the others',
    ),
  particulateCap: z
    .number()
    .optional()
    .describe(
      '颗粒物小时均值 mg/m3，超过则有条件的豁免失效 / hour mean of particulate, mg/m3, above which conditional exemptions of that hour fall',
    ),
  groups: z
    .array(
      z.strictObject({
        id: z.string().describe('组名 / name of the group'),
        name: textSchema.describe('名称 / name'),
        kinds: z.array(markKind).min(1).describe('标记种类 / kinds of marks'),
        capHours: z.number().positive().optional().describe('限额，小时 / cap in hours'),
        per: z.enum(['quarter', 'year']).optional().describe('限额的周期 / natural period of the cap'),
        exempts: z
          .boolean()
          .default(false)
          .describe(
            '限额内的分钟不用于判断超标和炉温 / minutes inside the cap are not used for judging exceedance or furnace temperature',
          ),
        conditional: z
          .boolean()
          .default(false)
          .describe('颗粒物超过 particulateCap 的小时失去豁免 / the exemption falls in an hour over particulateCap'),
        invalidates: z
          .boolean()
          .default(false)
          .describe('标记内的数据无效，限额内外都不用 / data under the mark are not used, inside the cap or beyond it'),
        stops: z
          .boolean()
          .default(false)
          .describe('停运：不计入有效率分母 / not running: leaves the denominator of validity'),
      }),
    )
    .describe('标记组；一分钟有几个标记时，排在前的组有效 / groups; where marks overlap the first group counts'),
});

export const basisFileSchema = z.strictObject({
  basis: z
    .array(
      z.strictObject({
        id: z.string().describe('编号，规则的 basis 引用它 / id that the basis of a rule names'),
        act: z.string().optional().describe('对应的行为或义务 / the act or duty it is about'),
        instrument: bothLanguages.describe('法律文件 / instrument'),
        article: z.string().describe('条款；未核实的留空 / article; empty where not verified'),
        summary: bothLanguages.describe('内容摘要 / summary'),
        /** false: recalled, not re-read; shown as such and never printed as fact */
        verified: z
          .boolean()
          .describe(
            '是否已对照原文；否则显示为未核实 / whether it was read in the text; shown as unverified where not',
          ),
        from: daySchema.optional().describe('生效日 / first day on which it holds'),
        to: daySchema.optional().describe('失效日（该日起无效） / first day on which it no longer holds'),
        replacedBy: z.string().optional().describe('取代它的条款编号 / id of the row that took its place'),
      }),
    )
    .describe('条款 / clauses'),
});
export type Basis = z.output<typeof basisFileSchema>['basis'][number];

/** `rules/engine.yaml`: how the engine keeps time. */
export const engineSchema = z.strictObject({
  grace: durationSchema.describe(
    '时段结束后等待迟到数据多久再判断 / how long after its end a window waits for stragglers before it is judged',
  ),
  rejudge: durationSchema.describe(
    '迟到的数据和标记攒多久后重判 / late data and marks are gathered this long before their windows are judged again',
  ),
  silence: durationSchema.describe(
    '多久没有数据，时间就不再等这个排放口 / how long nothing may arrive before time passes without the outlet',
  ),
  commissioning: durationSchema.describe(
    '投运不足此时长的排放口，疑似弄虚作假只作提示 / suspected falsification of an outlet this young is told for information only',
  ),
  island: z
    .strictObject({
      days: z.number().int().min(1).describe('数据至多几天 / days of data at most'),
      silence: durationSchema.describe('其后至少静默多久 / how long nothing came after it'),
    })
    .describe(
      '之前的零星数据不算开始上报（时钟丢失、试运行） / stray data before the beginning, of a lost clock or a trial, are no beginning',
    ),
  completeWithin: durationSchema.describe(
    '最后一天的数据距日终不超过此时长即视为完整 / a last day whose data reach this close to its end is complete',
  ),
});
export type EngineTiming = z.output<typeof engineSchema>;

const points = z.number().min(0).max(100);

/** `rules/leads.yaml`: when alerts become a lead, and what its priority is made of. */
export const leadsSchema = z.strictObject({
  from: z
    .enum(SEVERITIES)
    .describe('从哪一级报警起形成线索 / a confirmed alert of this severity or graver opens a lead'),
  evidence: z
    .strictObject({
      lead: z
        .number()
        .positive()
        .describe(
          '得分之和达到此数，作为线索提供 / summed score of signals from which on enforcement is offered the lead',
        ),
      review: z
        .number()
        .positive()
        .describe('得分之和达到此数，请分析人员查看 / summed score from which on an analyst is asked to look'),
      layers: z
        .number()
        .int()
        .min(1)
        .describe(
          '须有几个传感器或层面一致，单一信号已足够时除外 / sensors or layers that must agree, unless one signal suffices',
        ),
      withinDays: z
        .number()
        .min(0)
        .describe('相隔超过此天数的信号不算同一行为 / signals further apart do not speak of one act'),
      again: z
        .strictObject({
          rules: z.array(z.string()).min(1).describe('哪些规则 / rules whose separate acts add up'),
          score: z.number().positive().max(1).describe('每多一次独立行为的加分 / for each further separate act'),
          withinDays: z.number().positive().describe('只计此天数以内的行为 / acts further back are forgotten'),
        })
        .optional()
        .describe(
          '标记、改写和停用设备是人的行为：同一规则的独立行为逐次加分；仪器本身的表现不应列入，仪器会反复出故障 / marks, rewriting and switching off are done by people: separate acts of one rule add up; what an instrument does has no place here, for it may fail again and again',
        ),
    })
    .describe('疑似弄虚作假信号的合并 / how signals of suspected falsification are weighed together'),
  priority: z
    .strictObject({
      severity: z
        .strictObject(
          Object.fromEntries(SEVERITIES.map((s) => [s, points.describe(`${s} 级 / of severity ${s}`)])) as Record<
            Severity,
            typeof points
          >,
        )
        .describe('各级报警的基础分 / points of the gravest alert'),
      perExtraAlert: points.describe('同一原因每多一条报警 / each further alert of the same cause'),
      extraAlertsMax: points.describe('上一项的上限 / at most'),
      perExtraDay: points.describe('每多一天 / each further day'),
      extraDaysMax: points.describe('上一项的上限 / at most'),
      perTenthOver: points.describe('最差值每超限值十分之一 / each tenth by which the worst value is beyond its limit'),
      overMax: points.describe('上一项的上限 / at most'),
      keyPolluter: points.describe('重点单位或重点管理 / key polluter or key permit management'),
    })
    .describe('优先级的分值，0–100 / what the priority is made of, 0 to 100'),
  complaints: z
    .strictObject({
      withinHours: z
        .number()
        .min(0)
        .max(240)
        .describe('观察时段前后多少小时内的报警与之关联 / linked to alerts within so many hours of what was observed'),
    })
    .optional()
    .describe('举报；不写则只关联时段相交者 / complaints; where absent only what overlaps is linked'),
  enterprise: z
    .strictObject({
      kinds: z.array(z.enum(ALERT_KINDS)).describe('向企业出示哪几类报警 / kinds of alerts that it is shown'),
      notRules: z.array(z.string()).default([]).describe('其中不出示的规则 / rules of which it is shown nothing'),
    })
    .optional()
    .describe('企业端；不写则不出示任何报警 / what an enterprise sees of alerts about itself; where absent nothing'),
});
export type LeadTerms = z.output<typeof leadsSchema>;

/** `2026-10-01` or `2026-10-01/2026-10-07`, both ends included → day numbers */
const datesSchema = z.string().transform((text, context) => {
  const [from, to = from, ...rest] = text.split('/').map((date) => daySchema.safeParse(date).data);
  if (from !== undefined && to !== undefined && from <= to && rest.length === 0) {
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  }
  return refuse(context, {
    zh: `“${text}”应写作 2026-10-01 或 2026-10-01/2026-10-07`,
    en: `"${text}" is not like 2026-10-01 or 2026-10-01/2026-10-07`,
  });
});

/** `rules/calendar.yaml`: official holidays and the weekend days worked instead. */
export const calendarSchema = z.strictObject({
  years: z
    .array(
      z
        .strictObject({
          year: z.number().int().describe('年份 / the year'),
          verified: z.boolean().describe('已核对放假通知原文 / the announcement itself was read'),
          off: z
            .array(datesSchema)
            .transform((spans) => spans.flat())
            .describe('放假日期，2026-10-01 或 2026-10-01/2026-10-07 / days off, single or first/last'),
          worked: z.array(daySchema).default([]).describe('调休上班的周末 / weekend days worked instead'),
        })
        .superRefine(({ year, off, worked }, context) => {
          const elsewhere = [...off, ...worked].find((day) => civil(day).year !== year);
          if (elsewhere === undefined) return;
          const date = dateText(elsewhere);
          refuse(context, { zh: `${date} 不在 ${year} 年内`, en: `${date} is not in ${year}` });
        }),
    )
    .describe('各年的放假安排 / the holidays of each year'),
});
