import { daysOver } from '../../ledger/transmission.ts';
import type { WindowView } from '../../ledger/view.ts';
import { dateText } from '../../model/beijing.ts';
import { below } from '../../model/compare.ts';

/** How far a quarter has come. */
export interface Progress {
  /** whole days that are over and for which data can be owed, `[from, to)` */
  from: number;
  to: number;
  over: boolean;
  /** hours of the quarter that are still to come */
  hoursLeft: number;
  facts: { quarter: string; lastDay: string };
}

/** Undefined before its first whole day is over. */
export function progress({ days, firstAt, until }: WindowView): Progress | undefined {
  const counted = daysOver(days, firstAt, until);
  if (!counted) return undefined;
  const { to } = counted;
  return {
    ...counted,
    over: to === days.to,
    hoursLeft: (days.to - to) * 24,
    facts: { quarter: `${dateText(days.from)}/${dateText(days.to - 1)}`, lastDay: dateText(to - 1) },
  };
}

const ENDED = { zh: '季度已结束', en: 'the quarter is over' };
const PACE = { zh: '按目前进度季末达不到', en: 'at this pace not reached at its end' };
const LOST = { zh: '即使此后全部有效也已达不到', en: 'out of reach even if every hour from now on is valid' };

/** What becomes of a share that is below its target now. @param best share if every hour to come is valid */
export function outlook({ over }: Progress, best: number, target: number): { zh: string; en: string } {
  return over ? ENDED : below(best, target) ? LOST : PACE;
}
