import type { AlertKind } from './alert.ts';
import type { ComplaintTerms } from './complaint.ts';

/** How alerts and leads are dealt with beside their priority (`rules/leads.yaml`). */
export interface Handling {
  complaints: ComplaintTerms;
  /** what an enterprise is shown of the alerts about itself: nothing of a suspicion, and of no covert check */
  enterprise: { kinds: readonly AlertKind[]; notRules: readonly string[] };
}
