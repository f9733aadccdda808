import { z } from 'zod';
import { nearest } from '../config/nearest.ts';
import type { Language, Text } from '../model/text.ts';
import type { Fault } from './problems.ts';

type Issue = z.core.$ZodIssue;

/** What zod found wrong, in people's words: one fault a field. `schema` tells the keys there are. */
export function faultsOf(issues: readonly Issue[], schema: unknown): Fault[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => unknownKey(key, keysOf(schema))) : [faultOf(issue)],
  );
}

function faultOf(issue: Issue): Fault {
  const pointer = pointerTo(issue.path);
  const name = String(issue.path.at(-1) ?? 'body');
  switch (issue.code) {
    case 'custom':
      return { ...(issue.params?.fault as Omit<Fault, 'pointer'>), pointer };
    case 'invalid_value':
      if (issue.input === undefined) return missing(pointer, name);
      return { ...unknownWord(String(issue.input), issue.values.map(String)), pointer };
    case 'invalid_type':
      if (issue.input === undefined) return missing(pointer, name);
      return { pointer, code: 'wrong-type', message: spoken(issue, name) };
    default:
      return { pointer, code: 'out-of-range', message: spoken(issue, name) };
  }
}

/** A word that is not among those allowed: names the nearest and lists them all. */
export function unknownWord(word: string, allowed: readonly string[]): Omit<Fault, 'pointer'> {
  return {
    code: 'unknown-word',
    message: { zh: `"${clip(word)}" 不是可用的值`, en: `"${clip(word)}" is not an allowed value` },
    hint: suggestion(word, allowed, { zh: '可用的值', en: 'allowed' }),
  };
}

/** An id that names nothing; there may be thousands, so only the nearest is named. */
export function unknownId(pointer: string, what: Text, id: string, known: Iterable<string>): Fault {
  const close = nearest(clip(id), known);
  return {
    pointer,
    code: 'unknown-id',
    message: { zh: `没有编号为 ${clip(id)} 的${what.zh}`, en: `There is no ${what.en} ${clip(id)}` },
    ...(close === undefined ? {} : { hint: { zh: `是否想写 "${close}"？`, en: `Did you mean "${close}"?` } }),
  };
}

const missing = (pointer: string, name: string): Fault => ({
  pointer,
  code: 'missing',
  message: { zh: `缺少 "${name}"`, en: `"${name}" is missing` },
});

const unknownKey = (key: string, known: readonly string[]): Fault => ({
  pointer: pointerTo([key]),
  code: 'unknown-key',
  message: { zh: `没有名为 "${clip(key)}" 的参数`, en: `There is no parameter "${clip(key)}"` },
  hint: suggestion(key, known, { zh: '可用的参数', en: 'parameters' }),
});

function suggestion(word: string, known: readonly string[], which: Text): Text {
  const close = nearest(clip(word), known);
  const list = known.length > 0 ? known.join(', ') : '—';
  return {
    zh: `${close === undefined ? '' : `是否想写 "${close}"？`}${which.zh}：${list}`,
    en: `${close === undefined ? '' : `Did you mean "${close}"? `}${which.en}: ${list}`,
  };
}

/** Zod's own sentence, which it has in both languages. */
function spoken(issue: Issue, name: string): Text {
  return { zh: `"${name}"：${sentence(issue, 'zh')}`, en: `"${name}": ${sentence(issue, 'en')}` };
}

const LOCALES = { zh: z.locales.zhCN(), en: z.locales.en() };

function sentence(issue: Issue, language: Language): string {
  const said = LOCALES[language].localeError?.(issue as never);
  return (typeof said === 'string' ? said : said?.message) ?? issue.message;
}

const keysOf = (schema: unknown): string[] => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []);

const pointerTo = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');

const clip = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
