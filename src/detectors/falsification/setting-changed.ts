import { z } from 'zod';
import { MarkBit } from '../../ledger/marks.ts';
import type { DayView, WindowView } from '../../ledger/view.ts';
import { HOUR_MS, MINUTE_MS, minuteText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { Flag, LETTER_MASK } from '../../model/flag.ts';
import { type Setting, settingChannel, settingName } from '../../model/setting.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';

/**
 * An instrument tells another slope, intercept or range than before (device information, CN 3020), lower in effect than
 * any calibration sets it, and nobody was servicing it (falsification F10, F11, F13; HJ 212-2017 table B.10). A layer of
 * its own: what the instrument says of itself, not what it measures.
 *
 * Innocent causes that do not raise it: a calibration, which moves the slope by less than `slope`; a service that is
 * flagged (M) or marked (CEMS维护) between the two messages or in the hour before the second; a range or a slope that goes up. Blind where the logger does
 * not tell its settings, and to a second set of parameters behind a hidden menu (F17): both need a look on site.
 */
export default defineDetector({
  title: { zh: '仪器参数未经维护而改变', en: 'Instrument set otherwise without a service' },
  window: 'day',
  lookbackDays: 14,
  params: z.strictObject({
    factors,
    slope: z.number().positive().max(1).describe('斜率降至此比例以下 / slope falls below this share of what it was'),
    intercept: z
      .number()
      .positive()
      .describe('截距下降超过日限值的此比例 / intercept falls by more than this share of the limit of days'),
    range: z.number().positive().max(1).describe('量程降至此比例以下 / range falls below this share of what it was'),
    service: z
      .number()
      .int()
      .min(1)
      .describe('连续达到此分钟数的维护标志或标记视为维护 / so many minutes of maintenance in a row are a service'),
    score,
  }),
  evaluate(view, params) {
    return params.factors.flatMap((factor) =>
      SETTINGS.flatMap((setting) => {
        const steps = stepsOf(view, factor, setting).filter((step) => lowered(view, factor, setting, step, params));
        return steps
          .filter((step) => !serviced(view, factor, step, params.service))
          .map((step) => claim(view, factor, setting, step, params.score));
      }),
    );
  },
});

const SETTINGS = ['i13008', 'i13007', 'i13001'] as const satisfies readonly Setting[];
/** Days back for what a setting was. */
const LOOKBACK = 14;

const AGAINST = [
  { zh: '两次上报之间没有维护标志或标记', en: 'no flag or mark of maintenance between the two messages' },
  { zh: '变化大于例行校准', en: 'more than a routine calibration changes' },
  { zh: '未能核查：仪器更换和校准台账', en: 'not looked at: replacement of the instrument, calibration records' },
];

/** Two messages after each other that differ; epoch ms of each. */
interface Change {
  before: number;
  after: number;
  from: number;
  to: number;
}

/** Changes that the day's messages show, the first of them against the last one before. */
function stepsOf(view: WindowView, factor: string, setting: Setting): Change[] {
  const channel = settingChannel(factor, setting);
  const today = toldOn(view, view.days.from, channel);
  if (today.length === 0) return [];
  let before: Told | undefined;
  for (let back = 1; back <= LOOKBACK && !before; back++) before = toldOn(view, view.days.from - back, channel).at(-1);
  const all = before ? [before, ...today] : today;
  return all.slice(1).flatMap((one, i) => {
    const last = all[i]!;
    return one.value === last.value ? [] : [{ before: last.value, after: one.value, from: last.at, to: one.at }];
  });
}

interface Told {
  at: number;
  value: number;
}

const toldOn = (view: WindowView, day: number, channel: string): readonly Told[] =>
  view.profile(day, `told/${channel}`, (one: DayView) =>
    one.records(channel).map(({ minute, value }) => ({ at: one.start + minute * MINUTE_MS, value })),
  );

function lowered(
  view: WindowView,
  factor: string,
  setting: Setting,
  { before, after }: Change,
  { slope, intercept, range }: { slope: number; intercept: number; range: number },
): boolean {
  if (setting === 'i13008') return after < slope * before;
  if (setting === 'i13001') return after < range * before;
  const limit = view.day(view.days.from).limit(factor, 'day')?.limit.value;
  return limit !== undefined && before - after > intercept * limit;
}

/** A message may come this long after the service that it is about. */
const LATE_MS = HOUR_MS;

/** Whether so many minutes of maintenance in a row were flagged or marked between two messages; a blow-back is shorter. */
function serviced(view: WindowView, factor: string, told: Change, minutes: number): boolean {
  const { to } = told;
  const from = Math.min(told.from, to - LATE_MS);
  let run = 0;
  for (let dayNo = view.days.from - LOOKBACK; dayNo <= view.days.from; dayNo++) {
    const day = view.day(dayNo);
    if (day.end <= from || day.start > to) continue;
    const { flags } = day.minutes(factor);
    const marked = day.minutesMarked(MarkBit.INVALID, factor);
    const first = Math.max(0, Math.floor((from - day.start) / MINUTE_MS));
    const last = Math.min(1440, Math.ceil((to - day.start) / MINUTE_MS));
    for (let m = first; m < last; m++) {
      run = marked[m] || MAINTAINED.has(flags[m]! & LETTER_MASK) ? run + 1 : 0;
      if (run >= minutes) return true;
    }
  }
  return false;
}

const MAINTAINED: ReadonlySet<number> = new Set([Flag.MAINTENANCE, Flag.FAULT]);

function claim(
  view: WindowView,
  factor: string,
  setting: Setting,
  { before, after, from, to }: Change,
  weight: number,
): Claim {
  return {
    factor,
    start: Math.min(to, view.end - MINUTE_MS),
    end: view.end,
    value: tidy(after),
    limit: null,
    unit: null,
    facts: {
      setting: { ...settingName({ factor, setting }) },
      comparedWith: tidy(before),
      toldBefore: minuteText(from),
      toldAfter: minuteText(to),
      ...evidence(weight, ['settings'], AGAINST),
    },
  };
}
