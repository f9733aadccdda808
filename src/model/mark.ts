import type { Author } from './author.ts';
import type { Text } from './text.ts';

/**
 * Self-marks (自主标记) that an enterprise enters on the platform: MEE Announcement 2019 No. 50 for waste incineration,
 * 执法函〔2020〕21号 for thermal power, 2022 No. 21 for devices. Two independent layers: A says in which state the furnace
 * is, B says that the monitoring is abnormal. A minute can carry one of each. Which kinds an industry has, and what they
 * do, is said by its policy (`rules/marks`).
 */
export const MARK_KINDS = {
  'heating-up': { layer: 'A', name: { zh: '烘炉', en: 'Heating-up' } },
  'start-up': { layer: 'A', name: { zh: '启炉', en: 'Start-up' } },
  'shut-down': { layer: 'A', name: { zh: '停炉', en: 'Shut-down' } },
  cooling: { layer: 'A', name: { zh: '停炉降温', en: 'Cooling' } },
  'out-of-service': { layer: 'A', name: { zh: '停运', en: 'Out of service' } },
  fault: { layer: 'A', name: { zh: '故障', en: 'Fault' } },
  accident: { layer: 'A', name: { zh: '事故', en: 'Accident' } },
  'fault-or-accident': { layer: 'A', name: { zh: '故障/事故', en: 'Fault or accident' } },
  'on-grid': { layer: 'A', name: { zh: '并网/供能', en: 'On the grid or supplying' } },
  'off-grid': { layer: 'A', name: { zh: '解列', en: 'Off the grid' } },
  'cems-maintenance': { layer: 'B', name: { zh: 'CEMS维护', en: 'CEMS maintenance' } },
  'device-invalid': { layer: 'B', name: { zh: '监测数据无效', en: 'Monitoring data invalid' } },
  'communication-loss': { layer: 'B', name: { zh: '通讯中断', en: 'Communication loss' } },
  'furnace-temperature-abnormal': { layer: 'B', name: { zh: '炉膛温度异常', en: 'Furnace temperature abnormal' } },
  'thermocouple-fault': { layer: 'B', name: { zh: '热电偶故障', en: 'Thermocouple fault' } },
} as const satisfies Record<string, { layer: 'A' | 'B'; name: Text }>;

export type MarkKind = keyof typeof MARK_KINDS;

export interface Mark {
  /** content-addressed unless the sender gave one; a later mark of the same id replaces it, both are kept */
  id: string;
  outlet: string;
  kind: MarkKind;
  /** epoch ms, half-open `[start, end)` */
  start: number;
  end: number;
  /** when the enterprise entered it, epoch ms */
  createdAt: number;
  /** when it came here, where another platform had it first, epoch ms; absent = as it was created */
  receivedAt?: number;
  /** the factor or thermocouple that a layer-B mark is limited to; absent = all */
  factor?: string;
  author?: Author;
  note?: string;
  /** true: this version takes the mark back */
  revoked?: boolean;
}

const BY_NAME = new Map<string, MarkKind>(
  Object.entries(MARK_KINDS).flatMap(([id, kind]) => [
    [id, id as MarkKind],
    [kind.name.zh, id as MarkKind],
  ]),
);

/** The kind by its Chinese name or by its id; undefined for any other word. */
export function markKindOf(word: string): MarkKind | undefined {
  return BY_NAME.get(word.trim().replace(/\s+/g, ''));
}

/** Every word that {@link markKindOf} understands. */
export const MARK_WORDS: readonly string[] = [...BY_NAME.keys()];
