import type { MarkKind } from './mark.ts';
import type { Text } from './text.ts';

/**
 * What marks do to data, as configuration (`rules/marks/*.yaml`): which kinds share a cap, how long the cap is, and
 * what a marked minute means. Legal figures live in the file, not here.
 */
export interface MarkGroup {
  id: string;
  name: Text;
  kinds: readonly MarkKind[];
  /** hours per furnace and natural period; absent = without cap */
  capHours?: number;
  per?: 'quarter' | 'year';
  /** a minute inside the cap is not used for judging exceedance or furnace temperature */
  exempts: boolean;
  /** the exemption falls in an hour whose particulate mean is over the policy's figure */
  conditional: boolean;
  /** data under the mark are not used at all, inside the cap or beyond it */
  invalidates: boolean;
  /** the furnace is not running: the minute leaves the denominator of validity */
  stops: boolean;
}

export interface MarkPolicy {
  id: string;
  industries: readonly string[];
  /** hour mean of particulate (mg/m3, converted) above which conditional exemptions of that hour fall */
  particulateCap?: number;
  /** first group wins where marks of one layer overlap */
  groups: readonly MarkGroup[];
}
