import { z } from 'zod';
import { daySchema, textSchema } from '../catalogue/schema.ts';
import { refuse, unknownName } from '../config/strict-yaml.ts';
import { ALERT_KINDS, SEVERITIES } from '../model/alert.ts';
import { MARK_WORDS, type MarkKind, markKindOf } from '../model/mark.ts';
import { MEDIA } from '../model/outlet.ts';
import { durationSchema } from './duration.ts';

/** Rule files as written. One declaration gives types, validation, messages and the schema for editors. */

const bothLanguages = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

export const ruleSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and "-"'),
  title: bothLanguages,
  detector: z.string().describe('family/name of a file under detectors'),
  covers: z.array(z.string()).default([]).describe('ids of the regulations that a finding asserts were broken'),
  kind: z.enum(ALERT_KINDS),
  severity: z.enum(SEVERITIES),
  scope: z
    .strictObject({
      industry: z.array(z.string()).optional(),
      notIndustry: z.array(z.string()).optional(),
      medium: z.array(z.enum(MEDIA)).optional(),
    })
    .default({}),
  with: z.record(z.string(), z.unknown()).default({}).describe('parameters of the detector'),
  settle: durationSchema.describe('how long after its window a finding becomes final: the marking deadline'),
  ladder: z
    .array(z.strictObject({ count: z.number().int().min(2), level: z.string() }))
    .default([])
    .describe('an episode of this many findings reaches this level'),
  basis: z.array(z.string()).default([]).describe('ids of rules/basis.yaml'),
  says: bothLanguages.describe('the sentence; {name} stands for a value or a fact'),
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
  completeWithin: durationSchema.describe('a last day whose data reach this close to its end is complete'),
});
export type EngineTiming = z.output<typeof engineSchema>;

const points = z.number().min(0).max(100);

/** `rules/leads.yaml`: when alerts become a lead, and what its priority is made of. */
export const leadsSchema = z.strictObject({
  from: z.enum(SEVERITIES),
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
