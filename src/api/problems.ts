import type { Text } from '../model/text.ts';

/**
 * Every kind of error that the API answers with (RFC 9457), listed once. `code` and `type` (`/problems/<name>`) are
 * stable; a page under `type` tells people what to do.
 */
export const PROBLEMS = {
  malformed: {
    code: 'FW-A4000',
    status: 400,
    title: { zh: '请求无法读取', en: 'The request cannot be read' },
    advice: {
      zh: '请求正文须为合法的 JSON，网址中的百分号编码须成对出现。',
      en: 'The body must be valid JSON, and percent signs in the address must be followed by two hex digits.',
    },
  },
  'no-entry': {
    code: 'FW-A4010',
    status: 401,
    title: { zh: '口令不对', en: 'The token opens nothing' },
    advice: {
      zh: '企业端须以 Authorization: Bearer 口令 访问；口令由生态环境部门配置和发放。',
      en: 'The routes for enterprises want Authorization: Bearer TOKEN; the authority sets and hands out the tokens.',
    },
  },
  'not-found': {
    code: 'FW-A4040',
    status: 404,
    title: { zh: '没有这个对象', en: 'There is no such thing' },
    advice: {
      zh: '请核对网址中的编号；对象可能已从目录中移除，或者重算后编号已不同。全部接口见 /docs。',
      en: 'Check the id in the address: the thing may have left the catalogue or been computed anew. All routes: /docs.',
    },
  },
  'wrong-move': {
    code: 'FW-A4090',
    status: 409,
    title: { zh: '线索当前状态不允许这样流转', en: 'The lead cannot be moved that way' },
    advice: {
      zh: '线索只能按规定的顺序流转：新线索 → 已派发 → 已核实 → 已移送 → 已办结；未核实前可以排除。',
      en: 'A lead moves new → assigned → confirmed → referred → closed; before it is confirmed it can be dismissed.',
    },
  },
  'too-many-requests': {
    code: 'FW-A4292',
    status: 429,
    title: { zh: '该设备未结束的请求太多', en: 'Too many requests to the device are open' },
    advice: {
      zh: '等前面的请求结束后再试；设备不在线时，请求会等到它连上来。',
      en: 'Wait until earlier ones have ended. Requests to a device that is away wait until it connects.',
    },
  },
  'already-adopted': {
    code: 'FW-A4091',
    status: 409,
    title: { zh: '该设备已归属排放口', en: 'The device belongs to an outlet already' },
    advice: {
      zh: '只有隔离中的设备可以认领。要改变归属，请修改目录文件。',
      en: 'Only a quarantined device can be adopted. To move one, change the catalogue.',
    },
  },
  'rules-not-written': {
    code: 'FW-A4092',
    status: 409,
    title: { zh: '规则目录不可写', en: 'The rules folder cannot be written' },
    advice: {
      zh: '未作任何改动。请检查规则目录的写权限，或以 serve --rules 指定一个可写的目录（从随产品提供的 rules 整份复制）。',
      en: 'Nothing was changed. Check the permissions of the rules folder, or serve --rules with a copy of the shipped folder that can be written.',
    },
  },
  'stale-version': {
    code: 'FW-A4120',
    status: 412,
    title: { zh: '对象已被他人修改', en: 'Somebody changed it in the meantime' },
    advice: {
      zh: '请重新读取，核对他人所做的修改，再以新的版本号提交。',
      en: 'Read it again, look at what was changed, and submit with the new version.',
    },
  },
  'too-large': {
    code: 'FW-A4130',
    status: 413,
    title: { zh: '请求正文过大', en: 'The body is too large' },
    advice: {
      zh: '请求正文不得超过 64 KiB；数据、标记、命令、举报的导入不得超过 16 MiB（解压后），请分批发送。',
      en: 'A body may have 64 KiB at most; readings, marks, orders and complaints 16 MiB when unpacked: send them in pieces.',
    },
  },
  'unsupported-media-type': {
    code: 'FW-A4150',
    status: 415,
    title: { zh: '不支持的正文类型', en: 'The type of the body is not supported' },
    advice: {
      zh: '请以 Content-Type: application/json 提交；标记、命令、举报还可用 text/csv；数据导入（/ingest）还可用 application/x-ndjson、text/csv，或以 ?mapping= 指定映射，正文可用 gzip 压缩。',
      en: 'Send Content-Type: application/json; marks, orders and complaints also as text/csv; readings (/ingest) also as application/x-ndjson or text/csv, or any with ?mapping=, packed with gzip or not.',
    },
  },
  'invalid-input': {
    code: 'FW-A4220',
    status: 422,
    title: { zh: '输入有误', en: 'The input is not valid' },
    advice: {
      zh: 'errors 逐项说明哪个字段有误、为什么、怎样改。',
      en: 'See errors: each names a field, what is wrong with it and how to put it right.',
    },
  },
  'rules-refused': {
    code: 'FW-A4221',
    status: 422,
    title: { zh: '规则文件有误，未生效', en: 'The rule file is not valid and was not put in force' },
    advice: {
      zh: '现行规则不受影响。errors 逐项给出文件、行号、原因和最接近的可用名称。',
      en: 'The rules in force stay in force. See errors: each names file, line, reason and the nearest valid name.',
    },
  },
  'nothing-usable': {
    code: 'FW-A4222',
    status: 422,
    title: { zh: '没有可用的数据', en: 'Nothing of it can be used' },
    advice: {
      zh: '正文已留存备查，但其中没有一条可用。errors 逐条说明原因（最多一百条）；映射可用 fluewatch mapping try 在样本上试。',
      en: 'The body was kept, but no record of it can be used. See errors (a hundred at most) for the reasons; fluewatch mapping try shows what a mapping makes of a sample.',
    },
  },
  'version-required': {
    code: 'FW-A4280',
    status: 428,
    title: { zh: '须注明所见的版本', en: 'Say which version you saw' },
    advice: {
      zh: '请先读取规则，以 If-Match: "版本号" 提交；新建规则用 If-None-Match: *。这样他人的修改不会被无意覆盖。',
      en: 'Read the rule and submit with If-Match: "version"; for a new rule If-None-Match: *. So nobody overwrites what they have not seen.',
    },
  },
  'too-many-streams': {
    code: 'FW-A4290',
    status: 429,
    title: { zh: '实时连接过多', en: 'Too many live connections' },
    advice: {
      zh: '请关闭多余的页面，稍后重试；同一浏览器的多个页面可以共用一条连接。',
      en: 'Close spare pages and try again later; the pages of one browser can share a connection.',
    },
  },
  internal: {
    code: 'FW-A5000',
    status: 500,
    title: { zh: '服务内部错误', en: 'Internal error' },
    advice: {
      zh: '这是软件的缺陷。请把 traceId 告知管理员，日志中以同一编号记有原因。',
      en: 'This is a defect. Tell the administrator the traceId: the log holds the cause under the same id.',
    },
  },
  'not-ready': {
    code: 'FW-A5030',
    status: 503,
    title: { zh: '引擎尚未就绪', en: 'The engine is not ready yet' },
    advice: {
      zh: '引擎正在从日志恢复，请按 Retry-After 稍后重试；进展见 /readyz。',
      en: 'The engine is catching up with the journal. Try again after Retry-After seconds; /readyz says how far it is.',
    },
  },
  'not-taken': {
    code: 'FW-A5031',
    status: 503,
    title: { zh: '暂时不能接收', en: 'Nothing is taken at the moment' },
    advice: {
      zh: '日志暂时写不进（磁盘满或积压），或正在接收的正文过多；这次提交未留存。请按 Retry-After 重发：重复提交无害。',
      en: 'The journal takes nothing just now (disk full, or too much waits), or too many bodies are under way; nothing of this one was kept. Send it again after Retry-After: sending twice does no harm.',
    },
  },
} as const satisfies Record<string, { code: string; status: number; title: Text; advice: Text }>;

export type ProblemName = keyof typeof PROBLEMS;

/** One wrong field. `pointer` is a JSON pointer into the body or the query. */
export interface Fault {
  pointer: string;
  code: FaultCode;
  message: Text;
  hint?: Text;
  /** place in a file that was submitted or that it belongs to */
  at?: { file: string; line: number; column: number };
}

export type FaultCode =
  | 'missing'
  | 'unknown-key'
  | 'unknown-word'
  | 'wrong-type'
  | 'out-of-range'
  | 'not-a-time'
  | 'empty-span'
  | 'bad-cursor'
  | 'unknown-id'
  | 'unusable'
  | 'personal-data'
  | 'rule-file';

/** Thrown by a handler that will not do what was asked; becomes a problem document. */
export class Refusal extends Error {
  readonly problem: ProblemName;
  readonly detail: Text;
  readonly faults: readonly Fault[];

  constructor(problem: ProblemName, detail: Text, faults: readonly Fault[] = []) {
    super(detail.en);
    this.name = 'Refusal';
    this.problem = problem;
    this.detail = detail;
    this.faults = faults;
  }
}

export const notFound = (what: Text, id: string): Refusal =>
  new Refusal('not-found', { zh: `没有编号为 ${id} 的${what.zh}`, en: `There is no ${what.en} ${id}` });

export const invalid = (...faults: readonly Fault[]): Refusal =>
  new Refusal(
    'invalid-input',
    {
      zh: faults.map((f) => f.message.zh).join('；'),
      en: faults.map((f) => f.message.en).join('; '),
    },
    faults,
  );
