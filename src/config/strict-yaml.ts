import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLParseError } from 'yaml';
import { z } from 'zod';
import { bothOf, type Text } from '../model/text.ts';
import { nearest } from './nearest.ts';

/** One thing wrong in a configuration file: where, what, and what would be right. */
export interface Problem {
  file: string;
  line: number;
  column: number;
  /** `sites[0].outlets[1].medium` */
  path: string;
  says: Text;
}

/** Thrown with every problem of a load at once; the configuration in force before stays in force. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((p) => problemText(p, 'en')).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

export function problemText(p: Problem, language: 'zh' | 'en'): string {
  return `${p.file}:${p.line}:${p.column} ${p.path === '' ? '' : `${p.path}: `}${p.says[language]}`;
}

export type Path = readonly (string | number)[];

/** A parsed file: its value, and the way back from a path in the value to a line of the file. */
export interface Source<T> {
  value: T;
  /** a problem at a path of this file */
  problem(path: Path, says: Text): Problem;
}

/**
 * Reads YAML 1.2 strictly: duplicate and unknown keys are errors, every problem names file, line, what is allowed and
 * the nearest valid name.
 * @throws ConfigError with all problems of the file
 */
export function readYaml<S extends z.ZodType>(text: string, file: string, schema: S): Source<z.output<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, strict: true, version: '1.2' });
  const placed = (offset: number, path: Path, says: Text): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1), path: pathText(path), says };
  };
  if (document.errors.length > 0) {
    throw new ConfigError(
      telling(document.errors).map((e) => {
        const said = e.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, '');
        return placed(e.pos[0], [], { zh: `YAML 语法错误：${said}`, en: `YAML syntax error: ${said}` });
      }),
    );
  }
  const problem = (path: Path, says: Text) => placed(offsetOf(document.contents, path), path, says);
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 50 }) ?? {}, { reportInput: true });
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.flatMap(insideUnions).flatMap((issue) => {
        const path = issue.path as (string | number)[];
        if (issue.code === 'unrecognized_keys') {
          const allowed = keysAt(schema, path);
          return issue.keys.map((key) => problem([...path, key], unknownKey(key, allowed)));
        }
        return [problem(path, issueText(issue))];
      }),
    );
  }
  return { value: parsed.data, problem };
}

/** Behind a first syntax error everything looks wrong. */
const telling = (errors: readonly YAMLParseError[]) => {
  const first = errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  return errors.filter((error) => error === first || error.code === 'DUPLICATE_KEY');
};

/** For transforms and checks of a schema: refuses the value with a text in both languages. */
export function refuse(context: z.RefinementCtx, says: Text): typeof z.NEVER {
  context.addIssue({ code: 'custom', message: says.en, params: { says } });
  return z.NEVER;
}

/** "no such key", with the nearest and all that are allowed. */
export function unknownKey(key: string, allowed: readonly string[]): Text {
  return unknownName({ zh: '键', en: 'key' }, key, allowed);
}

/** "no such X", with the nearest and all that are allowed. */
export function unknownName(what: Text, name: string, allowed: readonly string[]): Text {
  const near = nearest(name, allowed);
  const list = allowed.length <= 24 ? allowed.join(', ') : `${allowed.slice(0, 24).join(', ')} …`;
  return {
    zh: `没有名为“${name}”的${what.zh}${near ? `，是否想写“${near}”？` : '。'}可用：${list}`,
    en: `no such ${what.en} "${name}"${near ? `; did you mean "${near}"?` : '.'} Allowed: ${list}`,
  };
}

/** Where several shapes are allowed, what is wrong with the one that was meant: the one whose type fits. */
export function insideUnions(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.find((branch) => !branch.some((e) => e.path.length === 0 && e.code === 'invalid_type'));
  if (!meant) return [issue];
  return meant.flatMap((inner) => insideUnions({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue));
}

/** What is wrong with a value, in both languages. A schema's own check says it with {@link refuse}. */
export function issueText(issue: z.core.$ZodIssue): Text {
  if (issue.code === 'custom' && issue.params?.says) return issue.params.says as Text;
  if (issue.code === 'invalid_value' && issue.input === undefined) {
    const allowed = issue.values.join(', ');
    return { zh: `缺少此项，可用：${allowed}`, en: `missing. Allowed: ${allowed}` };
  }
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    return unknownName({ zh: '取值', en: 'value' }, String(issue.input ?? ''), allowed);
  }
  if (issue.code === 'invalid_union' && issue.discriminator && 'options' in issue) {
    const given = (issue.input as Record<string, unknown> | undefined)?.[issue.discriminator];
    const allowed = (issue.options ?? []).map(String);
    if (given !== undefined) return unknownName({ zh: '取值', en: 'value' }, String(given), allowed);
    return { zh: `缺少此项，可用：${allowed.join(', ')}`, en: `missing. Allowed: ${allowed.join(', ')}` };
  }
  if (issue.code === 'invalid_union' && issue.input === undefined) return { zh: '缺少此项', en: 'missing' };
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    const expected = typeName(issue.expected);
    return { zh: `缺少此项（应为${expected.zh}）`, en: `missing (expected ${expected.en})` };
  }
  if (issue.code === 'invalid_type' && issue.message.includes(' / ')) return bothOf(issue.message);
  if (issue.code === 'invalid_type') {
    const expected = typeName(issue.expected);
    const found = typeName(issue.input === null ? 'null' : Array.isArray(issue.input) ? 'array' : typeof issue.input);
    return { zh: `应为${expected.zh}，实为${found.zh}`, en: `expected ${expected.en}, found ${found.en}` };
  }
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    const small = issue.code === 'too_small';
    const bound = String(small ? issue.minimum : issue.maximum);
    const sign = small ? (issue.inclusive ? '≥' : '>') : issue.inclusive ? '≤' : '<';
    if (issue.origin === 'number' || issue.origin === 'int') {
      return {
        zh: `${issue.input} 超出范围：应 ${sign} ${bound}`,
        en: `${issue.input} is out of range: must be ${sign} ${bound}`,
      };
    }
    return { zh: `至少要有 ${bound} 项（个字符）`, en: `at least ${bound} item(s) or character(s)` };
  }
  const said = bothOf(issue.message);
  return { zh: `不符合要求：${said.zh}`, en: said.en };
}

/** Types by the words of a person who writes YAML. */
const TYPES: Record<string, Text> = {
  object: { zh: '若干键（键: 值）', en: 'keys (key: value)' },
  record: { zh: '若干键（键: 值）', en: 'keys (key: value)' },
  array: { zh: '列表 [ … ]', en: 'a list [ … ]' },
  string: { zh: '文本', en: 'text' },
  number: { zh: '数', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: ' true 或 false', en: 'true or false' },
  null: { zh: '空', en: 'nothing' },
  undefined: { zh: '空', en: 'nothing' },
};

const typeName = (name: string): Text => TYPES[name] ?? { zh: ` ${name}`, en: name };

const pathText = (path: Path) =>
  path.map((p, i) => (typeof p === 'number' ? `[${p}]` : i === 0 ? p : `.${p}`)).join('');

/** Offset of the deepest node on the path that exists; an unknown key is found by its own name. */
function offsetOf(root: Node | null, path: Path): number {
  let node: Node | null | undefined = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step] as Node | undefined;
      offset = node?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

type Def = {
  type: string;
  shape?: Record<string, z.core.$ZodType>;
  element?: z.core.$ZodType;
  innerType?: z.core.$ZodType;
  valueType?: z.core.$ZodType;
  options?: z.core.$ZodType[];
  in?: z.core.$ZodType;
};
const defOf = (schema: z.core.$ZodType) => schema._zod.def as unknown as Def;

/** The keys an object schema allows at a path; empty where it allows any. */
function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  const def = defOf(schema);
  if (def.innerType) return keysAt(def.innerType, path);
  if (def.type === 'pipe' && def.in) return keysAt(def.in, path);
  if (def.options) return [...new Set(def.options.flatMap((option) => keysAt(option, path)))];
  if (path.length === 0) return def.shape ? Object.keys(def.shape) : [];
  const [step, ...rest] = path;
  const next = def.shape?.[String(step)] ?? def.element ?? def.valueType;
  return next ? keysAt(next, rest) : [];
}
