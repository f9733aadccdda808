import type { NoticeEvent } from '../../model/notice-event.ts';
import type { Text } from '../../model/text.ts';

export const EVENT_WORDS: Record<NoticeEvent, Text> = {
  raised: { zh: '报警', en: 'alert' },
  escalated: { zh: '报警升级', en: 'alert, now graver' },
  revised: { zh: '报警更新', en: 'alert revised' },
  confirmed: { zh: '报警确认', en: 'alert confirmed' },
  withdrawn: { zh: '报警撤回', en: 'alert withdrawn' },
  opened: { zh: '新线索', en: 'new lead' },
  gathered: { zh: '线索补充', en: 'lead, another alert' },
  moved: { zh: '线索流转', en: 'lead moved' },
};
