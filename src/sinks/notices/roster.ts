import { z } from 'zod';
import { DAY_MS, dayOf, dayStart, MINUTE_MS } from '../../model/beijing.ts';
import { clockSchema } from './clock.ts';

export const personSchema = z.strictObject({
  id: z.string().min(1).describe('编号，值班表引用它 / id, which rosters name'),
  name: z.string().min(1).describe('姓名 / name'),
  mobile: z
    .string()
    .regex(/^\+?\d{5,15}$/)
    .optional()
    .describe('手机：短信与钉钉 @ / mobile: text messages, and @ in DingTalk'),
  email: z.email().optional().describe('邮箱 / e-mail'),
  wecom: z.string().optional().describe('企业微信 userid / WeCom userid'),
  feishu: z.string().optional().describe('飞书 open_id / Feishu open_id'),
});
export type Person = z.output<typeof personSchema>;

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const shiftSchema = z.strictObject({
  people: z.array(z.string()).min(1).describe('值班人 / who is on duty'),
  days: z
    .union([z.enum(['all', 'working', 'off']), z.array(z.enum(WEEK)).min(1)])
    .default('all')
    .describe('每天、工作日、非工作日，或星期几 / all, working or off days, or days of the week'),
  from: clockSchema.default(0).describe('起，北京时间 HH:MM / from, Beijing time'),
  to: clockSchema.default(1440).describe('止；不晚于起则到次日 / to; the next day where it is not after from'),
});

export const rosterSchema = z.strictObject({
  id: z.string().min(1).describe('编号，推送的 duty 引用它 / id, which duty of an output names'),
  shifts: z.array(shiftSchema).min(1).describe('班次 / shifts'),
});
export type Roster = z.output<typeof rosterSchema>;
type Shift = Roster['shifts'][number];

/** Who is on duty at an instant. A gap in a roster is nobody's fault: then everybody on it is told. */
export function onDuty(
  { shifts }: Roster,
  people: ReadonlyMap<string, Person>,
  at: number,
  isWorkingDay: (day: number) => boolean,
): Person[] {
  const now = shifts.filter((shift) => covers(shift, at, isWorkingDay));
  const ids = new Set((now.length > 0 ? now : shifts).flatMap((shift) => shift.people));
  return [...ids].flatMap((id) => people.get(id) ?? []);
}

/** A shift over midnight belongs to the day on which it begins. */
function covers({ days, from, to }: Shift, at: number, isWorkingDay: (day: number) => boolean): boolean {
  const today = dayOf(at);
  const minute = Math.floor((at - dayStart(today)) / MINUTE_MS);
  const isOn = (day: number) => {
    if (days === 'all') return true;
    if (days === 'working' || days === 'off') return isWorkingDay(day) === (days === 'working');
    // 1970-01-01 was a Thursday.
    return days.includes(WEEK[(((day + 3) % 7) + 7) % 7]!);
  };
  if (to > from) return minute >= from && minute < to && isOn(today);
  return (minute >= from && isOn(today)) || (minute < to && isOn(dayOf(at - DAY_MS)));
}
