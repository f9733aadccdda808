import { HOUR_MS } from '../../model/beijing.ts';
import type { Handling } from '../../model/handling.ts';
import type { LeadTerms } from '../../rulebook/schema.ts';

/** What the rules folder says of complaints and enterprises; where it says nothing, nothing reaches further than itself. */
export const handlingOf = ({ complaints, enterprise }: LeadTerms): Handling => ({
  complaints: { withinMs: (complaints?.withinHours ?? 0) * HOUR_MS },
  enterprise: { kinds: enterprise?.kinds ?? [], notRules: enterprise?.notRules ?? [] },
});
