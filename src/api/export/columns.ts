import { civil, dateText } from '../../model/beijing.ts';
import { below } from '../../model/compare.ts';
import type { Lead } from '../../model/lead.ts';
import type { RecordRow } from '../../model/record-row.ts';
import type { Language } from '../../model/text.ts';
import type { TransmissionPeriod, TransmissionRow } from '../../model/transmission.ts';
import { ALERT_STATE_WORDS, KIND_WORDS, LEAD_STATE_WORDS, SEVERITY_WORDS } from '../../model/words.ts';
import type { StoredAlert } from '../../store/alert-queries.ts';
import type { Labels } from '../names.ts';
import type { Column } from './column.ts';

/** An alert a row. */
export const alertColumns = (labels: Labels): Column<StoredAlert>[] => [
  { key: 'id', head: { zh: '报警编号', en: 'alert' }, kind: 'text', of: (a) => a.id },
  { key: 'severity', head: { zh: '级别', en: 'severity' }, kind: 'text', of: (a, l) => SEVERITY_WORDS[a.severity][l] },
  { key: 'kind', head: { zh: '类别', en: 'kind' }, kind: 'text', of: (a, l) => KIND_WORDS[a.kind][l] },
  { key: 'state', head: { zh: '状态', en: 'state' }, kind: 'text', of: (a, l) => ALERT_STATE_WORDS[a.state][l] },
  { key: 'site', head: { zh: '企业编号', en: 'site' }, kind: 'text', of: (a) => a.site },
  { key: 'siteName', head: { zh: '企业', en: 'site name' }, kind: 'text', of: (a, l) => labels.site(a.site)[l] },
  { key: 'outlet', head: { zh: '排放口编号', en: 'outlet' }, kind: 'text', of: (a) => a.outlet },
  {
    key: 'outletName',
    head: { zh: '排放口', en: 'outlet name' },
    kind: 'text',
    of: (a, l) => labels.outlet(a.outlet)[l],
  },
  { key: 'factor', head: { zh: '因子编码', en: 'factor' }, kind: 'text', of: (a) => a.factor },
  {
    key: 'factorName',
    head: { zh: '因子', en: 'factor name' },
    kind: 'text',
    of: (a, l) => labels.factor(a.factor)?.[l] ?? null,
  },
  { key: 'start', head: { zh: '开始', en: 'start' }, kind: 'time', of: (a) => a.start },
  { key: 'end', head: { zh: '结束', en: 'end' }, kind: 'time', of: (a) => a.end },
  { key: 'value', head: { zh: '数值', en: 'value' }, kind: 'number', of: (a) => a.value },
  { key: 'limit', head: { zh: '限值', en: 'limit' }, kind: 'number', of: (a) => a.limit },
  { key: 'unit', head: { zh: '单位', en: 'unit' }, kind: 'text', of: (a) => a.unit },
  { key: 'count', head: { zh: '时段数', en: 'windows' }, kind: 'number', of: (a) => a.count },
  { key: 'rule', head: { zh: '规则', en: 'rule' }, kind: 'text', of: (a) => a.rule },
  { key: 'ruleVersion', head: { zh: '规则版本', en: 'rule version' }, kind: 'text', of: (a) => a.ruleVersion },
  { key: 'covers', head: { zh: '条款', en: 'covers' }, kind: 'text', of: (a) => a.covers.join(' ') },
  { key: 'says', head: { zh: '说明', en: 'says' }, kind: 'text', of: (a, l) => a.says[l] },
];

/** A lead a row. */
export const leadColumns = (labels: Labels): Column<Lead>[] => [
  { key: 'id', head: { zh: '线索编号', en: 'lead' }, kind: 'text', of: (x) => x.id },
  { key: 'queue', head: { zh: '队列', en: 'queue' }, kind: 'text', of: (x, l) => QUEUE_WORDS[x.queue][l] },
  { key: 'state', head: { zh: '状态', en: 'state' }, kind: 'text', of: (x, l) => LEAD_STATE_WORDS[x.state][l] },
  { key: 'priority', head: { zh: '优先级', en: 'priority' }, kind: 'number', of: (x) => x.priority },
  { key: 'severity', head: { zh: '级别', en: 'severity' }, kind: 'text', of: (x, l) => SEVERITY_WORDS[x.severity][l] },
  { key: 'site', head: { zh: '企业编号', en: 'site' }, kind: 'text', of: (x) => x.site },
  { key: 'siteName', head: { zh: '企业', en: 'site name' }, kind: 'text', of: (x, l) => labels.site(x.site)[l] },
  { key: 'start', head: { zh: '开始', en: 'start' }, kind: 'time', of: (x) => x.start },
  { key: 'end', head: { zh: '结束', en: 'end' }, kind: 'time', of: (x) => x.end },
  { key: 'openedAt', head: { zh: '形成时间', en: 'opened' }, kind: 'time', of: (x) => x.openedAt },
  { key: 'assignee', head: { zh: '承办人', en: 'assignee' }, kind: 'text', of: (x) => x.assignee },
  { key: 'alerts', head: { zh: '报警编号', en: 'alerts' }, kind: 'text', of: (x) => x.alerts.join(' ') },
  { key: 'says', head: { zh: '事由', en: 'says' }, kind: 'text', of: (x, l) => x.says[l] },
];

const PERIOD_TEXT: Record<TransmissionPeriod, (day: number) => string> = {
  day: dateText,
  month: (day) => dateText(day).slice(0, 7),
  quarter: (day) => `${civil(day).year}-Q${Math.ceil(civil(day).month / 3)}`,
};

/** What a rule about effective transmission counts, a factor and period a row; the sum of all factors has no factor. */
export const transmissionColumns = (labels: Labels, by: TransmissionPeriod): Column<TransmissionRow>[] => {
  const text = (key: string, zh: string, en: string, of: Column<TransmissionRow>['of']): Column<TransmissionRow> => ({
    key,
    head: { zh, en },
    kind: 'text',
    of,
  });
  const number = (key: string, zh: string, en: string, of: Column<TransmissionRow>['of']): Column<TransmissionRow> => ({
    key,
    head: { zh, en },
    kind: 'number',
    of,
  });
  const yes = (is: boolean, l: Language) => (l === 'zh' ? (is ? '是' : '否') : is ? 'yes' : 'no');
  return [
    text('site', '企业编号', 'site', (r) => r.site),
    text('siteName', '企业', 'site name', (r, l) => labels.site(r.site)[l]),
    text('outlet', '排放口编号', 'outlet', (r) => r.outlet),
    text('outletName', '排放口', 'outlet name', (r, l) => labels.outlet(r.outlet)[l]),
    text('period', '时段', 'period', (r) => PERIOD_TEXT[by](r.period.from)),
    text('from', '计算起始日', 'counted from', (r) => dateText(r.counted.from)),
    text('lastDay', '计算截止日', 'counted up to', (r) => dateText(r.counted.to - 1)),
    text('over', '时段已结束', 'period over', (r, l) => yes(r.counted.to === r.period.to, l)),
    text('factor', '因子编码', 'factor', (r) => r.factor),
    text('factorName', '因子', 'factor name', (r, l) => (labels.factor(r.factor) ?? ALL_FACTORS)[l]),
    number('due', '应传小时值', 'hour values due', (r) => r.due),
    number('filedStop', '停运不计小时', 'hours out of service, not due', (r) => r.filedStop),
    number('received', '收到小时值', 'received', (r) => r.received),
    number('missing', '未收到', 'not received', (r) => r.due - r.received),
    number('valid', '有效小时值', 'valid', (r) => r.valid),
    number('notValid', '收到但无效', 'received, not valid', (r) => r.received - r.valid),
    number('marked', '应传中被设备标记', 'due, under a device mark', (r) => r.marked),
    number('transmission', '传输率 %', 'transmission %', (r) => r.transmission),
    number('validity', '有效率 %', 'validity %', (r) => r.validity),
    number('effective', '有效传输率 %', 'effective transmission %', (r) => r.national),
    number('validOfDue', '有效/应传 %', 'valid / due %', (r) => r.zibo),
    number('target', '目标 %', 'target %', (r) => r.target),
    text('reached', '达到目标', 'target reached', (r, l) =>
      r.national === null ? null : yes(!below(r.national, r.target), l),
    ),
    text('rule', '规则', 'rule', (r) => r.rule),
    text('ruleVersion', '规则版本', 'rule version', (r) => r.ruleVersion),
  ];
};

const ALL_FACTORS = { zh: '合计', en: 'all' };

const QUEUE_WORDS: Record<Lead['queue'], { zh: string; en: string }> = {
  enforcement: { zh: '执法线索', en: 'enforcement' },
  review: { zh: '待研判', en: 'review' },
};

/** The contract's CSV of readings, §2. */
export const recordColumns = (outlet: string): Column<RecordRow>[] =>
  (
    [
      ['time', 'time', (r) => r.at],
      ['outlet', 'text', () => outlet],
      ['factor', 'text', (r) => r.factor],
      ['grain', 'text', (r) => r.grain],
      ['stat', 'text', (r) => r.stat],
      ['value', 'number', (r) => r.value],
      ['flag', 'text', (r) => r.flag],
    ] as [string, Column<RecordRow>['kind'], Column<RecordRow>['of']][]
  ).map(([key, kind, of]) => ({ key, head: { zh: key, en: key }, kind, of }));
