import { z } from 'zod';
import { exemptionsSchema, filingShape, limitSchema, orderShape } from '../../catalogue/schema.ts';
import { ALERT_STATES, SEVERITIES } from '../../model/alert.ts';
import { dayOf, dayStart, parseTime } from '../../model/beijing.ts';
import { GRAINS, STATS } from '../../model/channel.ts';
import { MEDIA } from '../../model/outlet.ts';
import { durationSchema } from '../../rulebook/duration.ts';
import { markKind } from '../../rulebook/schema.ts';

/** `*.test.yaml` beside a rule: given series and marks, the alerts of the rule that must come out, and no others. */

/** `09:30` on the first day, `d3 09:30` on the third, `d3` its beginning, or a whole date and time. */
const moment = z
  .string()
  .regex(/^(d\d+)?\s*(\d{2}:\d{2})?$|^\d{4}-/, 'a moment like 09:30, d3 09:30, d3 or 2026-03-02 09:30');

const series = z.union([
  z.string(),
  z.strictObject({
    grain: z.enum(GRAINS).default('minute'),
    stat: z.enum(STATS).optional(),
    step: durationSchema.optional(),
    values: z.string(),
  }),
]);

const meter = z.strictObject({
  role: z.enum(['production', 'treatment']),
  ratedKw: z.number().positive().optional(),
  noLoadKw: z.number().positive().optional(),
  ratedA: z.number().positive().optional(),
  safetyKw: z.number().positive().optional(),
  interlocked: z.boolean().optional(),
  variableFrequency: z.boolean().optional(),
  serves: z.array(z.string()).optional().describe('default: the outlet under test'),
});

const caseSchema = z.strictObject({
  name: z.string(),
  start: z.string().default('2026-03-02'),
  days: z.number().int().min(1).max(400).default(1),
  step: durationSchema.default(3_600_000),
  industry: z.string().optional(),
  region: z.string().optional(),
  tags: z.array(z.string()).optional(),
  medium: z.enum(MEDIA).optional(),
  standard: z.string().optional(),
  o2Reference: z.number().optional(),
  limits: z.array(limitSchema).default([]),
  commissioned: z.string().optional(),
  units: z.record(z.string(), z.string()).default({}).describe('unit in which a factor is sent'),
  /** by factor; a second channel of a factor has another word behind it: `a21002 hour` */
  series: z.record(z.string(), series).default({}),
  meter: meter.optional().describe('what the outlet under test measures, where it is a meter'),
  /** other outlets of the site */
  beside: z
    .array(
      z.strictObject({
        id: z.string(),
        medium: z.enum(MEDIA).default('power'),
        meter: meter.optional(),
        series: z.record(z.string(), series),
      }),
    )
    .default([]),
  marks: z
    .array(
      z.strictObject({
        mark: markKind,
        from: moment,
        to: moment,
        created: moment.optional(),
        factor: z.string().optional(),
      }),
    )
    .default([]),
  /** of the site, as in the catalogue */
  exempt: exemptionsSchema,
  orders: z.array(z.strictObject(orderShape(moment))).default([]),
  filings: z.array(z.strictObject(filingShape(moment))).default([]),
  /** readings of these spans arrive only then */
  late: z.array(z.strictObject({ from: moment, to: moment, at: moment })).default([]),
  /** spans that are sent a second time with other values, one item a step from their beginning on */
  again: z
    .array(z.strictObject({ factor: z.string(), from: moment, to: moment, at: moment, values: z.string() }))
    .default([]),
  expect: z.array(
    z.strictObject({
      outlet: z.string().optional(),
      factor: z.string().nullable().optional(),
      start: moment.optional(),
      end: moment.optional(),
      value: z.number().optional(),
      limit: z.number().optional(),
      count: z.number().int().optional(),
      level: z.string().optional(),
      severity: z.enum(SEVERITIES).optional(),
      state: z.enum(ALERT_STATES).optional(),
      covers: z.array(z.string()).optional(),
      says: z.string().optional(),
    }),
  ),
});
export type RuleCase = z.output<typeof caseSchema>;

export const ruleTestSchema = z.strictObject({ rule: z.string(), cases: z.array(caseSchema).min(1) });
export type RuleTestFile = z.output<typeof ruleTestSchema>;

/** Instant of a moment, counted from the first day of the case; epoch ms. */
export function momentAt(text: string, firstDay: number): number {
  if (/^\d{4}-/.test(text)) return parseTime(text);
  const [, day = 'd1', clock = '00:00'] = /^(d\d+)?\s*(\d{2}:\d{2})?$/.exec(text)!;
  const [h, m] = clock.split(':').map(Number) as [number, number];
  return dayStart(firstDay + Number(day.slice(1)) - 1) + (h * 60 + m) * 60_000;
}

export const firstDayOf = (start: string) => dayOf(parseTime(start));
