import type { Text } from '../../../model/text.ts';

/** Why a message, or a record of it, could not be used. */
export const MESSAGE_FAULTS = {
  TOO_LARGE: { zh: '报文过大', en: 'the message is too large' },
  ENCODING: { zh: '既不是 UTF-8 也不是 GB18030 文本', en: 'neither UTF-8 nor GB18030 text' },
  JSON: { zh: '不是合法的 JSON', en: 'not valid JSON' },
  EMPTY: { zh: '其中没有记录', en: 'holds no record' },
  COLUMN: { zh: '缺少列', en: 'a column is missing' },
  MAPPING: { zh: '没有这个映射', en: 'there is no such mapping' },
  SENDER: { zh: '没有说明是谁上报', en: 'does not say who reports' },
  TIME: { zh: '时间缺失或无法识别', en: 'the time is missing or makes no sense' },
  FUTURE: { zh: '时间晚于接收时间 10 分钟以上', en: 'its time lies more than 10 minutes ahead' },
  FACTOR: { zh: '监测因子无法识别', en: 'the factor is not known' },
  GRAIN: { zh: '数据粒度无法识别', en: 'the grain is not known' },
  STAT: { zh: '统计量无法识别', en: 'the statistic is not known' },
  UNIT: { zh: '单位不能换算', en: 'the unit cannot be converted' },
  VALUE: { zh: '数值无法识别', en: 'the value is no number' },
} as const satisfies Record<string, Text>;
export type MessageFaultCode = keyof typeof MESSAGE_FAULTS;
