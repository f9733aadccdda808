import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { StatementOutcome, StatementsView } from '../model/views/statements.ts';
import { IN_BODY, problems } from './answers.ts';
import { bytesOf, mediaTypeOf } from './bodies.ts';
import { faultsOf, unknownWord } from './faults.ts';
import { fail, id } from './input.ts';
import type { Ports } from './ports.ts';
import { type Fault, invalid, PROBLEMS, Refusal } from './problems.ts';
import { Statements } from './schemas/statements.ts';

/**
 * What people and offices hand in: marks, orders, complaints. One is a JSON object; several are a JSON array or a CSV
 * (UTF-8 or GB18030) whose columns are the keys. A statement of an id that is there already and says the same is a
 * repeat; one that says otherwise is a new version. Nothing is ever deleted.
 */
export interface Terms<S extends z.ZodType, T extends { id: string }> {
  /** one row */
  row: S;
  /** Chinese heads of columns, beside the keys themselves */
  heads: Readonly<Record<string, string>>;
  /** what a row that is well formed says, or what is wrong with it all the same */
  read(row: z.output<S>): T | Fault[];
  /** the version that holds now */
  known(id: string): T | undefined;
  /** why a known statement is not this one's to change */
  guard?(before: T, after: T): Fault | undefined;
  same(before: T, after: T): boolean;
  /** journals them; resolves when they are durable and applied */
  keep(records: readonly T[]): Promise<void>;
  /** a row that cannot even be tried: a column that has no business here */
  refuse?(row: Readonly<Record<string, unknown>>): Fault | undefined;
  /** faults of these rows are told without what was written */
  sealed?: true;
}

/** Rows of one body. */
const MOST_ROWS = 10_000;

/** The answers of a route that takes statements. */
export const taken = <T>(one: z.ZodType<T>) => ({
  200: z.union([one, Statements]),
  201: one,
  ...problems(...IN_BODY, 'not-ready', 'not-taken'),
});

export const CONSUMES = ['application/json', 'text/csv'];

const TYPES: readonly string[] = [...CONSUMES, 'application/csv', 'application/octet-stream'];

/** What a body may hold, for the OpenAPI document: the rows are read one by one, each with its own outcome. */
export function bodyOf(row: z.ZodType, example: unknown) {
  const { $schema: _, ...one } = z.toJSONSchema(row, { io: 'input', unrepresentable: 'any' });
  const anyOf = [one, { type: 'array', items: one }];
  return z.unknown().meta({ anyOf, examples: [example] } as Record<string, unknown>);
}

/** Each body is judged by what is there when its turn comes. */
let turn: Promise<unknown> = Promise.resolve();
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const mine = turn.then(act);
  turn = mine.catch(() => {});
  return mine;
}

/** Takes a body of statements and answers with what became of each. @param view how one is shown */
export async function take<S extends z.ZodType, T extends { id: string }, V>(
  ports: Ports,
  request: FastifyRequest,
  reply: FastifyReply,
  terms: Terms<S, T>,
  view: (record: T) => V,
): Promise<V | StatementsView> {
  const body = bytesOf(request);
  const type = mediaTypeOf(request);
  if (!TYPES.includes(type)) throw new Refusal('unsupported-media-type', PROBLEMS['unsupported-media-type'].advice);
  const rows = type === 'application/json' ? jsonRows(body) : sheetRows(ports, body, terms);
  const single = !Array.isArray(rows);
  return inTurn(async () => {
    const judged = judge(single ? [{ value: rows.one }] : rows, terms);
    const fresh = judged.flatMap(({ outcome, record }) => (outcome === 'repeat' || !record ? [] : [record]));
    if (single && judged[0]!.faults) throw invalid(...judged[0]!.faults);
    if (judged.every(({ faults }) => faults)) throw invalid(...judged.flatMap(placed));
    if (fresh.length > 0) await terms.keep(fresh);
    reply.header('cache-control', 'no-store');
    if (!single) return outcomes(judged);
    reply.code(fresh.length > 0 ? 201 : 200);
    return view(judged[0]!.record!);
  });
}

interface Row {
  line?: number;
  value: unknown;
}

interface Judged<T> {
  row: number;
  line?: number | undefined;
  id: string | null;
  outcome: StatementOutcome['outcome'];
  /** what it says; of a repeat what was there before */
  record?: T;
  faults?: Fault[];
}

function judge<S extends z.ZodType, T extends { id: string }>(rows: readonly Row[], terms: Terms<S, T>): Judged<T>[] {
  const here = new Map<string, T>();
  return rows.map(({ line, value }, row): Judged<T> => {
    const rejected = (faults: Fault[]): Judged<T> => ({ row, line, id: null, outcome: 'rejected', faults });
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return rejected([NO_OBJECT]);
    const barred = terms.refuse?.(value as Record<string, unknown>);
    if (barred) return rejected([barred]);
    const parsed = terms.row.safeParse(value, { reportInput: true });
    if (!parsed.success) return rejected(faultsOf(parsed.error.issues, terms.row).map(terms.sealed ? seal : same));
    const record = terms.read(parsed.data);
    if (Array.isArray(record)) return rejected(record.map(terms.sealed ? seal : same));
    const before = here.get(record.id) ?? terms.known(record.id);
    const barrier = before && terms.guard?.(before, record);
    if (barrier) return rejected([barrier]);
    if (before && terms.same(before, record)) return { row, line, id: record.id, outcome: 'repeat', record: before };
    here.set(record.id, record);
    return { row, line, id: record.id, outcome: before ? 'revised' : 'accepted', record };
  });
}

const same = (fault: Fault) => fault;

const NO_OBJECT: Fault = {
  pointer: '',
  code: 'wrong-type',
  message: { zh: '须为一个 JSON 对象', en: 'this must be a JSON object' },
};

/** The same fault without the words that were written. */
function seal(fault: Fault): Fault {
  const { pointer, code, hint } = fault;
  if (code === 'personal-data' || code === 'missing' || code === 'empty-span') return fault;
  if (code === UNKNOWN) return { pointer: '', code, message: STRANGE_FIELD };
  const field = pointer.slice(1) || 'row';
  return {
    pointer,
    code,
    message: { zh: `"${field}" 不可用（${code}）`, en: `"${field}" cannot be used (${code})` },
    ...(hint ? { hint } : {}),
  };
}

const UNKNOWN = 'unknown-key' as const;

const STRANGE_FIELD = { zh: '有不认识的字段', en: 'there is a field that nobody knows' };

const SHOWN = 1;

function outcomes<T>(judged: readonly Judged<T>[]): StatementsView {
  const n = (outcome: StatementOutcome['outcome']) => judged.filter((one) => one.outcome === outcome).length;
  return {
    v: 1,
    accepted: n('accepted'),
    revised: n('revised'),
    repeat: n('repeat'),
    rejected: n('rejected'),
    rows: judged.map(({ row, line, id, outcome, faults = [] }) => ({
      row,
      ...(line === undefined ? {} : { line }),
      id,
      outcome,
      ...faults.slice(0, SHOWN).reduce((_, { pointer, code, message, hint }) => {
        const says = hint ? { zh: `${message.zh}。${hint.zh}`, en: `${message.en}. ${hint.en}` } : message;
        return { field: pointer.slice(1) || null, why: code, says };
      }, {}),
    })),
  };
}

/** The faults of a row with its place before them. */
function placed<T>({ row, line, faults = [] }: Judged<T>): Fault[] {
  return faults.map(({ pointer, message, ...rest }) => ({
    ...rest,
    pointer: `/${row}${pointer}`,
    message: line === undefined ? message : { zh: `第 ${line} 行：${message.zh}`, en: `line ${line}: ${message.en}` },
  }));
}

function jsonRows(body: Uint8Array): { one: unknown } | Row[] {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw new Refusal('malformed', PROBLEMS.malformed.advice);
  }
  if (!Array.isArray(value)) return { one: value };
  checkCount(value.length);
  return value.map((one): Row => ({ value: one }));
}

function sheetRows<S extends z.ZodType, T extends { id: string }>(
  { readSheet }: Ports,
  body: Uint8Array,
  { row, heads, refuse, sealed }: Terms<S, T>,
): Row[] {
  const sheet = readSheet(body, MOST_ROWS + 2);
  if ('wrong' in sheet) throw new Refusal('malformed', WRONG(sheet.wrong));
  const keys = row instanceof z.ZodObject ? Object.keys(row.shape) : [];
  const known = [...keys, ...Object.keys(heads)];
  const columns = sheet.columns.map((head) => heads[head] ?? head);
  const strange = sheet.columns.filter((head, i) => !keys.includes(columns[i]!) && !refuse?.({ [head]: '?' }));
  if (strange.length > 0 && sealed) {
    const n = sheet.columns.indexOf(strange[0]!) + 1;
    const hint = { zh: `可用的列：${known.join(', ')}`, en: `columns: ${known.join(', ')}` };
    const message = { zh: `第 ${n} 列的表头不认识`, en: `the head of column ${n} is not known` };
    throw invalid({ pointer: '', code: UNKNOWN, message, hint });
  }
  if (strange.length > 0) {
    throw invalid(...strange.map((head) => ({ pointer: `/${head}`, ...unknownWord(head, known), code: UNKNOWN })));
  }
  checkCount(sheet.rows.length);
  return sheet.rows.map(({ line, cells }) => ({
    line,
    value: Object.fromEntries(columns.flatMap((key, i) => (cells[i] ? [[key, cells[i]]] : []))),
  }));
}

function checkCount(rows: number): void {
  if (rows > 0 && rows <= MOST_ROWS) return;
  throw invalid({
    pointer: '',
    code: 'out-of-range',
    message:
      rows === 0
        ? { zh: '没有一行数据', en: 'there is not a single row' }
        : { zh: `一次至多 ${MOST_ROWS} 行，请分批提交`, en: `at most ${MOST_ROWS} rows at once: send them in pieces` },
  });
}

const WRONG = (wrong: 'encoding' | 'empty' | { line: number }) => {
  if (wrong === 'encoding')
    return { zh: '文本既不是 UTF-8 也不是 GB18030', en: 'The text is neither UTF-8 nor GB18030' };
  if (wrong === 'empty') return { zh: '表格为空：缺少表头', en: 'The table is empty: no header line' };
  return {
    zh: `表格在第 ${wrong.line} 行附近无法读取（引号没有闭合？）`,
    en: `The table cannot be read near line ${wrong.line} (a quote that is not closed?)`,
  };
};

/** An id that a sender gives. */
export const statementId = id.max(80).regex(/^\S+(?: \S+)*$/);

/** A word of a closed list: its key, or its Chinese or English name. */
export function wordOf<K extends string>(words: Readonly<Record<K, { zh: string; en: string }>>) {
  const keys = Object.keys(words) as K[];
  return z
    .string()
    .max(80)
    .transform((said, context) => {
      const word = said.trim();
      const found = keys.find((key) => key === word || words[key].zh === word || words[key].en === word);
      return found ?? fail(context, said, unknownWord(said, [...keys, ...keys.map((key) => words[key].zh)]));
    })
    .describe(keys.map((key) => `${key}（${words[key].zh}）`).join(', '));
}

/** A number, in a CSV as text. */
export const figure = (least: number, most: number) =>
  z
    .union([z.number(), z.string().max(40)])
    .transform((said, context) => {
      const value = said === '' ? Number.NaN : Number(said);
      if (value >= least && value <= most) return value;
      return fail(context, said, {
        code: 'out-of-range',
        message: { zh: `须为 ${least} 至 ${most} 的数`, en: `this must be a number from ${least} to ${most}` },
      });
    })
    .describe(`${least}–${most}`);

/** Yes or no, in a CSV as a word. */
export const yes = z
  .union([z.boolean(), z.enum(['true', 'false', '是', '否', '1', '0', 'yes', 'no'])])
  .transform((said) => [true, 'true', '是', '1', 'yes'].includes(said))
  .describe('true/false、是/否');

/** Several words: a list, or in a CSV one cell with ";" or "、" between. */
export const several = z
  .union([z.array(id).max(5000), z.string().max(100_000)])
  .transform((said) => (typeof said === 'string' ? said.split(/[;；、\s]+/).filter(Boolean) : said))
  .describe('多个以 ; 或 、 分隔 / several with ";" between');

/** Internal number of a person. */
export const personId = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .describe('内部编号（工号），不写姓名 / internal number, never a name');
