import type { Lead } from '../../model/lead.ts';
import type { RecordRow } from '../../model/record-row.ts';
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
