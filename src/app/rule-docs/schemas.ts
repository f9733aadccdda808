import { z } from 'zod';
import { catalogueSchema, standardSchema } from '../../catalogue/schema.ts';
import type { Detector } from '../../detectors/detector.ts';
import { mappingSchema } from '../../ingest/codecs/mapped/schema.ts';
import type { Text } from '../../model/text.ts';
import { regulationsSchema } from '../../rulebook/regulations.ts';
import {
  basisFileSchema,
  calendarSchema,
  engineSchema,
  leadsSchema,
  markPolicySchema,
  ruleSchema,
} from '../../rulebook/schema.ts';
import { connectionsSchema } from '../connections.ts';
import { ruleTestSchema } from '../rule-tests/schema.ts';

/** Kinds of files that an operator writes: where they lie, and what they must look like. */
export const FILE_KINDS = {
  rule: { title: { zh: '规则', en: 'Rule' }, where: 'rules/**/*.yaml', schema: ruleSchema },
  test: { title: { zh: '规则测试', en: 'Rule test' }, where: 'rules/**/*.test.yaml', schema: ruleTestSchema },
  standard: { title: { zh: '限值表', en: 'Limit table' }, where: 'rules/standards/*.yaml', schema: standardSchema },
  marks: { title: { zh: '标记规则', en: 'Mark policy' }, where: 'rules/marks/*.yaml', schema: markPolicySchema },
  catalogue: { title: { zh: '名录', en: 'Catalogue' }, where: 'catalogue.yaml', schema: catalogueSchema },
  connections: {
    title: { zh: '接入与推送', en: 'Connections' },
    where: 'connections.yaml',
    schema: connectionsSchema,
  },
  mapping: { title: { zh: '映射', en: 'Mapping' }, where: 'mappings/*.yaml', schema: mappingSchema },
  basis: { title: { zh: '法律依据', en: 'Legal basis' }, where: 'rules/basis.yaml', schema: basisFileSchema },
  engine: { title: { zh: '计时', en: 'Timing' }, where: 'rules/engine.yaml', schema: engineSchema },
  leads: { title: { zh: '线索', en: 'Leads' }, where: 'rules/leads.yaml', schema: leadsSchema },
  calendar: { title: { zh: '工作日历', en: 'Working days' }, where: 'rules/calendar.yaml', schema: calendarSchema },
  regulations: {
    title: { zh: '条款清单', en: 'Regulations' },
    where: 'rules/regulations.yaml',
    schema: regulationsSchema,
  },
} as const satisfies Record<string, { title: Text; where: string; schema: z.ZodType }>;
export type FileKind = keyof typeof FILE_KINDS;

/** A JSON Schema of draft-07, the one that YAML editors understand, as plain data. */
export interface JsonSchema {
  type?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema | JsonSchema[];
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: (string | number)[];
  default?: unknown;
  examples?: unknown[];
  minimum?: number;
  maximum?: number;
  pattern?: string;
  [other: string]: unknown;
}

/** What a value looks like as written: before defaults are filled in and durations and dates are read. */
export const inputSchema = (schema: z.ZodType) =>
  z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  }) as JsonSchema;

/**
 * The JSON Schema of a kind of file. That of a rule knows the detectors: which there are, and the parameters of the one
 * that the file names.
 */
export function fileSchema(kind: FileKind, detectors: ReadonlyMap<string, Detector>): JsonSchema {
  const schema = inputSchema(FILE_KINDS[kind].schema);
  if (kind !== 'rule') return schema;
  const names = [...detectors.keys()];
  return {
    ...schema,
    properties: { ...schema.properties, detector: { ...schema.properties?.detector, enum: names } },
    oneOf: [...detectors].map(([name, { title, params }]) => {
      const { $schema: _, ...parameters } = inputSchema(params);
      const meant = { detector: { const: name }, with: parameters };
      return {
        title: title.en,
        type: 'object',
        properties: meant,
        required: ['detector', ...(parameters.required ? ['with'] : [])],
      };
    }),
  };
}
