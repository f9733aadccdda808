import type { AlertKind, AlertState, Severity } from './alert.ts';
import type { LeadState } from './lead.ts';
import type { Text } from './text.ts';

/** The machine suspects and never convicts: no word here may say more than that. */
export const SEVERITY_WORDS: Record<Severity, Text & { sign: string }> = {
  critical: { sign: '◆', zh: '红', en: 'red' },
  serious: { sign: '▲', zh: '橙', en: 'orange' },
  warning: { sign: '■', zh: '黄', en: 'yellow' },
  info: { sign: '●', zh: '蓝', en: 'blue' },
};

export const KIND_WORDS: Record<AlertKind, Text> = {
  exceedance: { zh: '超标', en: 'exceedance' },
  temperature: { zh: '炉温', en: 'furnace temperature' },
  duty: { zh: '监测义务', en: 'monitoring duty' },
  mark: { zh: '标记', en: 'mark' },
  falsification: { zh: '疑似数据异常', en: 'data inconsistent with honest operation' },
  power: { zh: '用电', en: 'power use' },
  quality: { zh: '数据质量', en: 'data quality' },
  statistics: { zh: '统计异常', en: 'statistical anomaly' },
};

export const ALERT_STATE_WORDS: Record<AlertState, Text> = {
  provisional: { zh: '暂定', en: 'provisional' },
  confirmed: { zh: '已确认', en: 'confirmed' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
};

export const LEAD_STATE_WORDS: Record<LeadState, Text> = {
  new: { zh: '待处理', en: 'new' },
  assigned: { zh: '已派发', en: 'assigned' },
  confirmed: { zh: '已核实', en: 'confirmed' },
  referred: { zh: '已移送', en: 'referred' },
  dismissed: { zh: '已排除', en: 'dismissed' },
  closed: { zh: '已办结', en: 'closed' },
};
