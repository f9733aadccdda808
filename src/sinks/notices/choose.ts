import type { Severity } from '../../model/alert.ts';
import type { NoticeEvent } from '../../model/notice-event.ts';
import type { Place } from '../../model/place.ts';
import type { Text } from '../../model/text.ts';
import type { StoredEvent } from '../../store/event-queries.ts';
import { forEnterprise, matches } from './match.ts';
import { noticeEvent } from './notice.ts';
import type { Choice } from './settings.ts';

/** Whether somebody is told of an event, and as what; `why` either way. */
export interface Chosen {
  as: NoticeEvent | undefined;
  why: Text;
}

/** @param told severity at which it was told of the alert or lead before; undefined: it never was */
export function choose(
  { match, tell, audience }: Pick<Choice, 'match' | 'tell' | 'audience'>,
  event: StoredEvent,
  place: Place | undefined,
  told: Severity | undefined,
): Chosen {
  const no = (zh: string, en: string): Chosen => ({ as: undefined, why: { zh, en } });
  if (audience === 'enterprise' && !forEnterprise(event)) {
    return no('不告知企业：线索与疑似造假', 'never told to the enterprise: leads and suspicions');
  }
  const late = told === undefined;
  let as = noticeEvent(event, told);
  // It may have grown grave enough only now.
  if (late && as === 'revised' && match.some(({ severity }) => severity !== undefined)) as = 'escalated';
  if (!tell.includes(as)) return no(`tell 未列“${as}”`, `"${as}" is not among tell`);
  if (late && (as === 'withdrawn' || as === 'confirmed') && !tell.includes('revised')) {
    return no('此前未告知过，无须再说', 'it was never told of, so nothing is taken back');
  }
  const line = match.findIndex((each) => matches(each, event, place, as === 'withdrawn' && !late));
  if (match.length > 0 && line < 0) return no('match 无一条符合', 'no line of match holds');
  return {
    as,
    why:
      match.length === 0
        ? { zh: '全部发送', en: 'everything is sent' }
        : { zh: `符合 match 第 ${line + 1} 条`, en: `line ${line + 1} of match holds` },
  };
}
