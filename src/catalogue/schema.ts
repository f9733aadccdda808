import { z } from 'zod';
import { refuse } from '../config/strict-yaml.ts';
import { dayOf, parseTime } from '../model/beijing.ts';
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
      serves: z.array(z.string()).default([]),
    })
    .optional(),
  commissioned: daySchema.optional(),
});

const siteSchema = z.strictObject({
  id,
  name: textSchema,
  region: z.string().default(''),
  industry: z.string(),
  keyPolluter: z.boolean().default(false),
  permitManagement: z.enum(['key', 'simplified', 'registered']).default('registered'),
  demonstration: z.boolean().default(false),
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
