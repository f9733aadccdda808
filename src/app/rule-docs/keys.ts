import { bothOf, type Language } from '../../model/text.ts';
import { code, table } from './markdown.ts';
import type { JsonSchema } from './schemas.ts';

const HEAD = {
  zh: ['键', '含义', '类型', '默认', '例'],
  en: ['key', 'meaning', 'type', 'default', 'example'],
};
const WORDS = {
  text: { zh: '文本', en: 'text' },
  names: { zh: '文本，或 `{zh, en}`', en: 'text, or `{zh, en}`' },
  both: { zh: '`{zh, en}`', en: '`{zh, en}`' },
  number: { zh: '数', en: 'number' },
  integer: { zh: '整数', en: 'whole number' },
  boolean: { zh: '`true` 或 `false`', en: '`true` or `false`' },
  object: { zh: '见下', en: 'see below' },
  map: { zh: '每个名称一项', en: 'an entry a name' },
  entries: { zh: '条目（见下）', en: 'entries (see below)' },
  list: { zh: '列表：', en: 'list of ' },
  or: { zh: ' 或 ', en: ' or ' },
  due: { zh: '**必填**', en: '**required**' },
};

/** Every key of a schema, those within it below it: `ladder[].count`. */
export function keyTable(schema: JsonSchema, language: Language): string {
  return table(HEAD[language], rows(schema, language, ''));
}

function rows(schema: JsonSchema, language: Language, path: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]): string[][] => {
    const name = path === '' ? key : `${path}.${key}`;
    const due = schema.required?.includes(key) ?? false;
    const usual = value.default === undefined ? '' : code(value.default);
    const example = value.examples?.[0];
    const meaning = value.description === undefined ? '' : bothOf(value.description)[language];
    const own = [code(name), meaning, typeText(value, language), due ? WORDS.due[language] : usual];
    return [[...own, example === undefined ? '' : code(example)], ...within(value, language, name)];
  });
}

/** What stands inside a value: the keys of an object, of the items of a list, of the entries of a map. */
function within(value: JsonSchema, language: Language, name: string): string[][] {
  if (isText(value)) return [];
  const items = [value.items ?? []].flat();
  const entries = typeof value.additionalProperties === 'object' ? [value.additionalProperties] : [];
  return [
    ...rows(value, language, name),
    ...items.flatMap((item) => within(item, language, `${name}[]`)),
    ...entries.flatMap((entry) => within(entry, language, `${name}.*`)),
    ...(value.anyOf ?? []).flatMap((shape) => within(shape, language, name)),
  ];
}

/** `{zh, en}` */
const isText = ({ properties }: JsonSchema) => Object.keys(properties ?? {}).join() === 'zh,en';

export function typeText(value: JsonSchema, language: Language): string {
  const word = (name: keyof typeof WORDS) => WORDS[name][language];
  if (value.enum) return value.enum.map(code).join(' ');
  if (value.anyOf) {
    if (value.anyOf.some(isText)) return word('names');
    return value.anyOf.map((shape) => typeText(shape, language)).join(word('or'));
  }
  switch (value.type) {
    case 'number':
    case 'integer':
      return `${word(value.type)}${bounds(value)}`;
    case 'string':
      return word('text');
    case 'boolean':
      return word('boolean');
    case 'array':
      return (
        word('list') +
        [value.items ?? []]
          .flat()
          .map((item) => itemText(item, language))
          .join(', ')
      );
    case 'object':
      return word(isText(value) ? 'both' : value.properties ? 'object' : 'map');
    default:
      return '';
  }
}

const itemText = (item: JsonSchema, language: Language) =>
  item.properties && !isText(item) ? WORDS.entries[language] : typeText(item, language);

function bounds({ minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const low = minimum !== undefined ? `≥ ${minimum}` : exclusiveMinimum !== undefined ? `> ${exclusiveMinimum}` : '';
  const high = maximum === undefined ? '' : `≤ ${maximum}`;
  return low || high ? ` ${[low, high].filter(Boolean).join(', ')}` : '';
}
