import type { AlertKind, Severity } from '../../model/alert.ts';
import type { LeadState } from '../../model/lead.ts';
import type { Text } from '../../model/text.ts';
import type { NoticeEvent } from './notice.ts';

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

export const EVENT_WORDS: Record<NoticeEvent, Text> = {
  raised: { zh: '报警', en: 'alert' },
  escalated: { zh: '报警升级', en: 'alert, now graver' },
  revised: { zh: '报警更新', en: 'alert revised' },
  confirmed: { zh: '报警确认', en: 'alert confirmed' },
  withdrawn: { zh: '报警撤回', en: 'alert withdrawn' },
  opened: { zh: '新线索', en: 'new lead' },
  gathered: { zh: '线索补充', en: 'lead, another alert' },
  moved: { zh: '线索流转', en: 'lead moved' },
};

export const STATE_WORDS: Record<LeadState, Text> = {
  new: { zh: '待处理', en: 'new' },
  assigned: { zh: '已派发', en: 'assigned' },
  confirmed: { zh: '已核实', en: 'confirmed' },
  referred: { zh: '已移送', en: 'referred' },
  dismissed: { zh: '已排除', en: 'dismissed' },
  closed: { zh: '已办结', en: 'closed' },
};
