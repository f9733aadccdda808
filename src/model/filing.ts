import type { Text } from './text.ts';

/** What a plant has filed beforehand (报备), so that an unusual reading has a known reason (catalogue: `filings` of a site). */
export const FILING_KINDS = {
  bypass: { zh: '备用或旁路运行', en: 'spare unit or bypass' },
  ramp: { zh: '经批准的停车过程', en: 'approved shut-down ramp' },
  'permitted-load': { zh: '检修、供暖等允许的负荷', en: 'maintenance, heating or other permitted load' },
  outage: { zh: '计划停电或电表检修', en: 'planned outage or meter work' },
  'night-shift': { zh: '谷电夜班生产', en: 'night-tariff shift' },
  'water-event': { zh: '降雨或蓄水排放', en: 'rain or release from storage' },
} as const satisfies Record<string, Text>;
export type FilingKind = keyof typeof FILING_KINDS;

export interface Filing {
  kind: FilingKind;
  /** epoch ms, half-open */
  start: number;
  end: number;
}
