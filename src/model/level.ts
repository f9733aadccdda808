import type { Severity } from './alert.ts';
import type { Text } from './text.ts';

/**
 * Tiers of electronic supervision (电子督办, annex to 环办执法〔2019〕64号; regulations §3), ascending: what an alert is
 * for, and who is told. The stages are verified, their triggers are engineering defaults that the rules name.
 */
export const LEVELS = ['L0', 'L1', 'L2', 'L3'] as const;
export type Level = (typeof LEVELS)[number];

export const LEVEL_FACTS: Readonly<Record<Level, { name: Text; tells: Text }>> = {
  L0: { name: { zh: '提示', en: 'note' }, tells: { zh: '仅企业联系人', en: 'the plant only' } },
  L1: {
    name: { zh: '事前预警', en: 'pre-warning' },
    tells: { zh: '仅企业联系人，无需反馈', en: 'the plant only, no answer needed' },
  },
  L2: {
    name: { zh: '事中调度', en: 'in-process' },
    tells: {
      zh: '企业联系人，抄送属地生态环境部门；企业说明原因和措施',
      en: 'the plant, with a copy to the local bureau; the plant explains cause and measures',
    },
  },
  L3: {
    name: { zh: '事后处理（线索）', en: 'post handling (lead)' },
    tells: {
      zh: '属地生态环境部门调查处理，告知企业',
      en: 'the local bureau, which investigates; the plant is informed',
    },
  },
};

/** The tier of a rule that names none. */
export const USUAL_LEVEL: Readonly<Record<Severity, Level>> = {
  info: 'L0',
  warning: 'L2',
  serious: 'L3',
  critical: 'L3',
};
