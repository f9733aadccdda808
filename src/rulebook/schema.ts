import { z } from 'zod';
import { daySchema, textSchema } from '../catalogue/schema.ts';
import { refuse, unknownName } from '../config/strict-yaml.ts';
import { ALERT_KINDS, SEVERITIES } from '../model/alert.ts';
import { MARK_WORDS, type MarkKind, markKindOf } from '../model/mark.ts';
import { MEDIA } from '../model/outlet.ts';
import { durationSchema } from './duration.ts';

/** Rule files as written. One declaration gives types, validation, messages and the schema for editors. */

const bothLanguages = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

const ruleId = z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and "-"');

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
    .array(z.string().regex(/^\d{2,12}$/, '2 to 12 digits'))
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
  scope: scopeSchema.default({}).describe('适用范围；不写则适用于全部 / what it is about; everything where not given'),
  with: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('检测器的参数 / parameters of the detector')
    .meta({ examples: [{ factors: ['a21001'], minMinutes: 45 }] }),
  settle: durationSchema
    .describe(
      '时段结束后多久结论成为最终（标记截止时间） / how long after its window a finding becomes final: the marking deadline',
    )
    .meta({ examples: ['36h'] }),
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
export const markKind = z.string().transform((word, context): MarkKind => {
  const kind = markKindOf(word);
  if (kind) return kind;
  return refuse(context, unknownName({ zh: '标记', en: 'mark' }, word, MARK_WORDS));
});

export const markPolicySchema = z.strictObject({
  id: z.string(),
  industries: z.array(z.string()).default([]),
  particulateCap: z.number().optional(),
  groups: z.array(
    z.strictObject({
      id: z.string(),
      name: textSchema,
      kinds: z.array(markKind).min(1),
      capHours: z.number().positive().optional(),
      per: z.enum(['quarter', 'year']).optional(),
      exempts: z.boolean().default(false),
      conditional: z.boolean().default(false),
      invalidates: z.boolean().default(false),
      stops: z.boolean().default(false),
    }),
  ),
});

export const basisFileSchema = z.strictObject({
  basis: z.array(
    z.strictObject({
      id: z.string(),
      act: z.string().optional().describe('the act or duty it is about: REG-01 …'),
      instrument: bothLanguages,
      article: z.string(),
      summary: bothLanguages,
      /** false: recalled, not re-read; shown as such and never printed as fact */
      verified: z.boolean(),
      from: daySchema.optional(),
      to: daySchema.optional().describe('the first day on which the row no longer holds'),
      replacedBy: z.string().optional().describe('id of the row that took its place'),
    }),
  ),
});
export type Basis = z.output<typeof basisFileSchema>['basis'][number];

/** `rules/engine.yaml`: how the engine keeps time. */
export const engineSchema = z.strictObject({
  grace: durationSchema.describe('how long after its end a window waits for stragglers before it is judged'),
  rejudge: durationSchema.describe('late data and marks are gathered this long before their windows are judged again'),
  silence: durationSchema.describe('how long nothing may arrive before time passes without the outlet'),
  commissioning: durationSchema.describe(
    'suspected falsification of an outlet this young is told for information only',
  ),
  completeWithin: durationSchema.describe('a last day whose data reach this close to its end is complete'),
});
export type EngineTiming = z.output<typeof engineSchema>;

const points = z.number().min(0).max(100);

/** `rules/leads.yaml`: when alerts become a lead, and what its priority is made of. */
export const leadsSchema = z.strictObject({
  from: z.enum(SEVERITIES),
  evidence: z.strictObject({
    lead: z.number().positive().describe('summed score of signals from which on enforcement is offered the lead'),
    review: z.number().positive().describe('summed score from which on an analyst is asked to look'),
    layers: z.number().int().min(1).describe('sensors or layers that must agree, unless one signal suffices'),
    withinDays: z.number().min(0).describe('signals further apart do not speak of one act'),
  }),
  priority: z.strictObject({
    severity: z.strictObject({ info: points, warning: points, serious: points, critical: points }),
    perExtraAlert: points,
    extraAlertsMax: points,
    perExtraDay: points,
    extraDaysMax: points,
    perTenthOver: points,
    overMax: points,
    keyPolluter: points,
  }),
});
export type LeadTerms = z.output<typeof leadsSchema>;
