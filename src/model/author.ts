import type { Text } from './text.ts';

/** On whose behalf something was handed in. People appear by role and internal number only, never by name (leads.md §10). */
export const AUTHOR_ROLES = {
  enterprise: { zh: '企业', en: 'enterprise' },
  maintainer: { zh: '运维单位', en: 'maintainer' },
  authority: { zh: '生态环境部门', en: 'authority' },
  platform: { zh: '其他平台', en: 'another platform' },
} as const satisfies Record<string, Text>;
export type AuthorRole = keyof typeof AUTHOR_ROLES;

export interface Author {
  role: AuthorRole;
  /** internal number (工号), never a name */
  id: string;
}
