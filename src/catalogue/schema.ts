import { z } from 'zod';
import { refuse } from '../config/strict-yaml.ts';
import { dayOf, parseTime } from '../model/beijing.ts';
import { FILING_KINDS, type FilingKind } from '../model/filing.ts';
import { EXEMPTIONS, type Exemption, ORDER_KINDS, type OrderKind } from '../model/order.ts';
import { LIMIT_BASES, MEDIA } from '../model/outlet.ts';

/** The catalogue and limit tables as written: YAML of contract §2. Everything else about them is in `load.ts`. */

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'letters, digits, "_", "." and "-" only');
export const textSchema = z.union([
  z.strictObject({ zh: z.string().min(1), en: z.string().min(1) }),
  z
    .string()
    .min(1)
    .transform((name) => ({ zh: name, en: name })),
]);

/** `2026-03-01` → day number */
export const daySchema = z.string().transform((text, context) => {
  const at = parseTime(text);
  if (!Number.isNaN(at)) return dayOf(at);
  return refuse(context, { zh: `“${text}”不是日期，应写作 2026-03-01`, en: `"${text}" is not a date like 2026-03-01` });
});

/** `2026-03-01` or `2026-03-01 08:00` → epoch ms */
const momentSchema = z.string().transform((text, context) => {
  const at = parseTime(text);
  if (!Number.isNaN(at)) return at;
  return refuse(context, {
    zh: `“${text}”不是时间，应写作 2026-03-01 08:00`,
    en: `"${text}" is not a time like 2026-03-01 08:00`,
  });
});

export const limitSchema = z.strictObject({
  factor: z.string(),
  basis: z.enum(LIMIT_BASES),
  value: z.number(),
  unit: z.string(),
  source: z.string().default('permit'),
  from: daySchema.optional(),
  to: daySchema.optional(),
  clause: z.string().optional(),
  min: z.number().optional(),
  when: z.strictObject({ factor: z.string(), atMost: z.number() }).optional(),
});

const channelSchema = z.strictObject({
  resolution: z.number().positive().optional(),
  detectionLimit: z.number().nonnegative().optional(),
  range: z.tuple([z.number(), z.number()]).optional(),
  unit: z.string().optional(),
});

const deviceSchema = z.strictObject({
  mn: z.string().regex(/^[0-9A-Za-z_-]{1,32}$/, 'an MN is 1 to 32 letters, digits, "_" or "-"'),
  password: z.string().optional(),
  acceptModbusCrc: z.boolean().optional(),
  sm4Keys: z.array(z.string().regex(/^[0-9A-Fa-f]{32}$/, 'a key is 32 hex digits')).optional(),
});

const outletSchema = z.strictObject({
  id,
  name: textSchema.optional(),
  medium: z.enum(MEDIA),
  furnace: z.number().int().positive().optional(),
  devices: z.array(deviceSchema).default([]),
  standard: z.string().optional(),
  limits: z.array(limitSchema).default([]),
  o2Reference: z.number().min(0).max(20.9).optional(),
  channels: z.record(z.string(), channelSchema).default({}),
  meter: z
    .strictObject({
      role: z.enum(['production', 'treatment']),
      ratedKw: z.number().positive().optional(),
      noLoadKw: z.number().positive().optional(),
      ratedA: z.number().positive().optional(),
      safetyKw: z.number().positive().optional(),
      interlocked: z.boolean().optional(),
      variableFrequency: z.boolean().optional(),
      serves: z.array(z.string()).default([]),
    })
    .optional(),
  commissioned: daySchema.optional(),
  tags: z.array(z.string()).default([]),
});

const keysOf = <K extends string>(words: Record<K, unknown>) => Object.keys(words) as [K, ...K[]];

/** Orders and filings are written alike wherever they stand; `moment` says how a time is written there. */
export const orderShape = <M extends z.ZodType>(moment: M) => ({
  id: z.string().min(1).describe('number of the document'),
  kind: z.enum(keysOf<OrderKind>(ORDER_KINDS)),
  served: moment,
  from: moment.optional().describe('default: when it was served'),
  to: moment.optional().describe('required of every order but one to correct'),
  reduce: z.number().min(0).max(100).optional().describe('per cent of normal production that must cease; 100 = stop'),
  baselineKwh: z.number().positive().optional(),
  level: z.string().optional(),
  measure: z.string().optional(),
  rules: z.array(z.string()).min(1).optional(),
  outlets: z.array(z.string()).default([]).describe('default: every outlet of the site'),
});

export const filingShape = <M extends z.ZodType>(moment: M) => ({
  kind: z.enum(keysOf<FilingKind>(FILING_KINDS)),
  from: moment,
  to: moment,
  outlets: z.array(z.string()).default([]).describe('default: every outlet of the site'),
});

export const exemptionsSchema = z.array(z.enum(keysOf<Exemption>(EXEMPTIONS))).default([]);

const siteSchema = z.strictObject({
  id,
  name: textSchema,
  region: z.string().default(''),
  industry: z.string(),
  keyPolluter: z.boolean().default(false),
  permitManagement: z.enum(['key', 'simplified', 'registered']).default('registered'),
  demonstration: z.boolean().default(false),
  exempt: exemptionsSchema.describe('why reduction and staggered production do not bind this firm'),
  orders: z.array(z.strictObject(orderShape(momentSchema))).default([]),
  filings: z.array(z.strictObject(filingShape(momentSchema))).default([]),
  tags: z.array(z.string()).default([]),
  outlets: z.array(outletSchema).default([]),
});

export const catalogueSchema = z.strictObject({ sites: z.array(siteSchema).default([]) });
export type CatalogueFile = z.output<typeof catalogueSchema>;

/** `rules/standards/*.yaml`: a published limit table. `to` is the first day on which a row no longer holds. */
export const standardSchema = z.strictObject({
  id,
  title: textSchema,
  o2Reference: z.number().optional(),
  /** [V] verified … [R] recalled: shown beside the figure */
  note: z.string().optional(),
  limits: z.array(limitSchema.omit({ source: true }).extend({ verified: z.boolean().default(false) })),
});
export type StandardFile = z.output<typeof standardSchema>;
