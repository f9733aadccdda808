import type { Text } from './text.ts';

/**
 * What an authority has ordered (catalogue: `orders` of a site): reduction in heavy-pollution weather (重污染天气应急减排)
 * and staggered production (错峰生产), which bind production for a while, and the orders of enforcement: to correct
 * (责令改正), to limit production (限制生产) or to stop it for rectification (停产整治).
 */
export const ORDER_KINDS = {
  emergency: { zh: '重污染天气应急减排', en: 'emergency reduction' },
  staggered: { zh: '错峰生产', en: 'staggered production' },
  correction: { zh: '责令改正', en: 'order to correct' },
  limit: { zh: '限制生产', en: 'limited production' },
  stop: { zh: '停产整治', en: 'stop for rectification' },
} as const satisfies Record<string, Text>;
export type OrderKind = keyof typeof ORDER_KINDS;

/** Firms that reduction and staggered production do not bind. */
export const EXEMPTIONS = {
  'a-grade': { zh: '绩效A级企业', en: 'A-grade firm' },
  'civil-supply': { zh: '保民生任务', en: 'civil supply' },
} as const satisfies Record<string, Text>;
export type Exemption = keyof typeof EXEMPTIONS;

export interface Order {
  /** the document's number, unique in its site */
  id: string;
  kind: OrderKind;
  /** when it was served (送达), epoch ms */
  served: number;
  /** what it binds, epoch ms, half-open; an order to correct has no end */
  start: number;
  end: number;
  /** share of normal production that must cease, 0–1; 1 = stop. Absent for an order to correct */
  reduce?: number;
  /** energy of a normal day of each meter's outlet (一厂一策), kWh; absent = worked out from the days before */
  baselineKwh?: number;
  /** warning level, as written: 橙色 … */
  level?: string;
  /** the measure as the plan words it */
  measure?: string;
  /** rules whose findings it is about; absent = all that are counted */
  rules?: readonly string[];
  /** why it does not bind this firm */
  exempt: readonly Exemption[];
}
