import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadDetectors, readRuleFolder } from '../rule-folder.ts';
import { FILE_KINDS, type FileKind, fileSchema, inputSchema, type JsonSchema } from './schemas.ts';

const detectors = await loadDetectors();
const KINDS = Object.keys(FILE_KINDS) as FileKind[];

/** Every key with its description, `cases[].name`; but for those that can only be one word. */
function keys(schema: JsonSchema, path = ''): [path: string, description: string | undefined][] {
  const own = Object.entries(schema.properties ?? {})
    .filter(([, { const: word }]) => word === undefined)
    .flatMap(([key, value]): [string, string | undefined][] => [
      [`${path}${key}`, value.description],
      ...keys(value, `${path}${key}.`),
    ]);
  const inner = [schema.items, schema.additionalProperties, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flat();
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

describe('the JSON Schemas of connections and mappings', () => {
  const validator = (kind: FileKind) =>
    z.fromJSONSchema(fileSchema(kind, detectors) as Parameters<typeof z.fromJSONSchema>[0]);
  const read = (file: string) =>
    parse(readFileSync(new URL(`../../../fixtures/compose/${file}`, import.meta.url), 'utf8'));

  it('accept what the containers are connected by', () => {
    expect(validator('connections').safeParse(read('connections.yaml')).error).toBeUndefined();
    expect(validator('mapping').safeParse(read('mappings/power.yaml')).error).toBeUndefined();
  });

  it.each([
    ['connections', 'a kind that is not there', { outputs: [{ id: 'a', kind: 'influx' }] }],
    ['connections', 'a key of another kind', { outputs: [{ id: 'a', kind: 'mqtt', url: 'mqtt://h', bucket: 'b' }] }],
    [
      'connections',
      'a password as it is',
      {
        inputs: [
          {
            id: 'a',
            kind: 'kafka',
            brokers: ['h:1'],
            topics: [],
            sasl: { mechanism: 'plain', username: 'u', password: 'p' },
          },
        ],
      },
    ],
    [
      'mapping',
      'a mapping without values',
      { id: 'm', format: 'json', sender: 'A', time: { path: 't' }, grain: 'minute', stat: 'avg' },
    ],
  ] as const)('%s refuses %s', (kind, _, file) => {
    expect(validator(kind).safeParse(file).success).toBe(false);
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
