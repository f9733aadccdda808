import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadDetectors, readRuleFolder } from '../rule-folder.ts';
import { FILE_KINDS, type FileKind, fileSchema, inputSchema, type JsonSchema } from './schemas.ts';

const detectors = await loadDetectors();
const KINDS = Object.keys(FILE_KINDS) as FileKind[];

/** Every key with its description, `cases[].name`. */
function keys(schema: JsonSchema, path = ''): [path: string, description: string | undefined][] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, value]): [string, string | undefined][] => [
    [`${path}${key}`, value.description],
    ...keys(value, `${path}${key}.`),
  ]);
  const inner = [schema.items, schema.additionalProperties, ...(schema.anyOf ?? [])].flat();
  return [...own, ...inner.flatMap((one) => (typeof one === 'object' ? keys(one, path.replace(/\.?$/, '[].')) : []))];
}

/** `中文 / English` */
const inBothLanguages = (text: string | undefined) => /^.*[\u4e00-\u9fff].* \/ [^\u4e00-\u9fff]/.test(text ?? '');
const undescribed = (schema: JsonSchema) =>
  keys(schema)
    .filter(([path, text]) => !/\b(zh|en)$/.test(path) && !inBothLanguages(text))
    .map(([path]) => path);

describe('what may be written is described in Chinese and English, `.describe("中文 / English")`', () => {
  it.each(KINDS)('every key of a %s file', (kind) => {
    expect(undescribed(inputSchema(FILE_KINDS[kind].schema))).toEqual([]);
  });

  it.each([...detectors])('every parameter of %s', (_, { params }) => {
    const parameters = Object.entries(inputSchema(params).properties ?? {});
    expect(parameters.filter(([, { description }]) => !inBothLanguages(description)).map(([name]) => name)).toEqual([]);
  });
});

describe('the JSON Schema of a rule', () => {
  const schema = fileSchema('rule', detectors);
  // Read back by another validator than the one that made it.
  const validator = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);

  it('accepts every rule that ships', () => {
    const refused = readRuleFolder().rules.filter(({ text }) => !validator.safeParse(parse(text)).success);
    expect(refused.map(({ name }) => name)).toEqual([]);
  });

  it.each([
    ['a parameter of another detector', { with: { minutes: 60, days: 5 } }],
    ['a parameter out of range', { with: { minutes: 'sixty' } }],
    ['a detector that is not there', { detector: 'quality/gaps' }],
  ])('refuses %s', (_, change) => {
    const gap = { id: 'g', title: { zh: '断', en: 'gap' }, detector: 'quality/gap', kind: 'duty', severity: 'info' };
    const rule = { ...gap, with: { minutes: 60 }, settle: '36h', says: { zh: '断', en: 'gap' } };
    expect(validator.safeParse(rule).success).toBe(true);
    expect(validator.safeParse({ ...rule, ...change }).success).toBe(false);
    expect(schema.additionalProperties).toBe(false);
  });
});
