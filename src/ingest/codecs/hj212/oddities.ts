import type { Text } from '../../../model/text.ts';

/** What is odd about a frame that is accepted all the same (A+ of the codec's table of malformed input). */
export const ODDITIES = {
  LEN: { zh: '长度字段不符,CRC 正确', en: 'wrong length, right CRC' },
  CRC_MODBUS: { zh: '采用 MODBUS CRC', en: 'MODBUS CRC' },
  LONG: { zh: '数据段超过 1024 字节', en: 'segment of more than 1024 bytes' },
  NOCP: { zh: '没有数据区', en: 'no data area' },
  NOEND: { zh: '数据区缺少 && 界符', en: 'data area without its &&' },
  SM4_HEX: { zh: '密文为十六进制文本', en: 'ciphertext as hex text' },
  QN: { zh: 'QN 不是 17 位时间', en: 'QN is no 17-digit time' },
  RF: { zh: 'RF 不为 1', en: 'RF other than 1' },
  DATATIME_MS: { zh: 'DataTime 带毫秒(17 位)', en: 'DataTime with milliseconds (17 digits)' },
  NO_DATATIME: { zh: '实时数据没有 DataTime,以 QN 为准', en: 'real-time data without DataTime, QN stands in' },
  OFF_GRID: { zh: 'DataTime 不在周期起点', en: 'DataTime is no start of a period' },
  ROLLED: { zh: 'DataTime 为 24:00:00 或 60 秒', en: 'DataTime of 24:00:00 or second 60' },
  NOVALUE: { zh: '有因子无数值', en: 'a factor without a number' },
  NEGATIVE: { zh: '浓度为负', en: 'a negative concentration' },
  NOFLAG: { zh: '缺少数据标记', en: 'a value without a flag' },
  FRAME_FLAG: { zh: '整帧共用一个数据标记', en: 'one flag for the whole frame' },
  DUP: { zh: '同一字段重复且不等', en: 'a key twice, with different values' },
} as const satisfies Record<string, Text>;

export type Oddity = keyof typeof ODDITIES;

const NAMES = Object.keys(ODDITIES) as Oddity[];

/** One bit each, for hot paths. */
export const Odd = Object.fromEntries(NAMES.map((name, i) => [name, 1 << i])) as Record<Oddity, number>;

export function oddityNames(bits: number): Oddity[] {
  return NAMES.filter((name) => (bits & Odd[name]) !== 0);
}
