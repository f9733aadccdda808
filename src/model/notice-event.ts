/** What people, or systems of theirs, are told of alerts and of leads. */
export const NOTICES = [
  'raised',
  'escalated',
  'revised',
  'confirmed',
  'withdrawn',
  'opened',
  'gathered',
  'moved',
] as const;
export type NoticeEvent = (typeof NOTICES)[number];
