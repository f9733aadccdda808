import type { Text } from '../../../model/text.ts';

/** Why bytes were refused. Every byte received ends in an accepted frame, in one of these, or as a blank in between. */
export const REJECTS = {
  CRC: { zh: 'CRC 校验错误', en: 'CRC is wrong' },
  CRC_MODBUS: {
    zh: '设备使用 MODBUS CRC(配置错误)',
    en: 'the device sends MODBUS CRCs (a fault of its configuration)',
  },
  NO_CRC: { zh: '缺少 CRC', en: 'CRC is missing' },
  LEN: { zh: '长度字段不符且 CRC 不能确认', en: 'length is wrong and no CRC agrees' },
  TRUNCATED: { zh: '帧被截断', en: 'frame was cut off' },
  GARBAGE: { zh: '不属于任何帧的字节', en: 'bytes that belong to no frame' },
  SM4: { zh: '密文无法解密:没有密钥或密钥不符', en: 'ciphertext without a key that fits' },
  NO_MN: { zh: '缺少 MN 或 MN 不合法', en: 'MN is missing or unusable' },
  NO_ST: { zh: '缺少 ST', en: 'ST is missing' },
  NO_CN: { zh: '缺少 CN', en: 'CN is missing' },
  TEMPLATE: { zh: '含未填充的格式串', en: 'an unformatted template was sent' },
  DATATIME: { zh: 'DataTime 缺失或不是有效时间', en: 'DataTime is missing or no time' },
  FUTURE: { zh: 'DataTime 晚于接收时间 10 分钟以上', en: 'DataTime lies more than 10 minutes ahead' },
} as const satisfies Record<string, Text>;

export type RejectCode = keyof typeof REJECTS;
