import type { Severity } from '../../model/alert.ts';

/** Most severe first. */
export const SEVERITY_ORDER = ['critical', 'serious', 'warning', 'info'] as const satisfies readonly Severity[];

export const severityRank = (severity: Severity) => SEVERITY_ORDER.indexOf(severity);
