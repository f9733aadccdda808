import fc from 'fast-check';
import { DAY_MS, dayNumber, dayStart, HOUR_MS, MINUTE_MS } from '../../model/beijing.ts';
import { GRAIN_MS, type Grain, type Stat } from '../../model/channel.ts';
import type { Mark, MarkKind } from '../../model/mark.ts';
import { FURNACE_MEAN, OXYGEN, POLLUTANTS, type Row } from './reference.ts';

/**
 * A random furnace as a few lines of data, so that a failing one can be made smaller and printed: channels with a level
 * each, strips that change a stretch of a channel, and marks. Minutes count from the first midnight.
 */
export interface Plan {
  /** `2026-03-30`, as numbers */
  start: readonly [year: number, month: number, date: number];
  days: number;
  channels: Channel[];
  strips: Strip[];
  marks: MarkPlan[];
}

export interface Channel {
  factor: string;
  grain: Grain;
  level: number;
  /** every other period is that much higher, the ones between that much lower */
  wobble: number;
  /** the converted value is reported too, as this */
  reported?: number;
}

export interface Strip {
  /** number of the channel, counted round; every channel where absent */
  channel?: number;
  from: number;
  length: number;
  /**
   * `gap` nothing is sent; `empty` a record without a number; `flag` another letter; `level` another value; `coarser`
   * means of that grain alone instead; `beside` such means as well, of another value; `resent` the period again with
   * another value, sent an hour after, or sent before and arriving after; `late` everything arrives hours later.
   */
  does:
    | { gap: true }
    | { empty: true }
    | { flag: string }
    | { level: number }
    | { coarser: Grain }
    | { beside: Grain }
    | { resent: number; first: boolean }
    | { late: number };
}

export interface MarkPlan {
  kind: MarkKind;
  from: number;
  length: number;
  /** seconds by which both ends miss the minute */
  seconds?: number;
  factor?: string;
  /** minutes after its end at which the enterprise entered it */
  after: number;
  /** what a second version of the same mark does, entered an hour later */
  later?: { revoked: true } | { from: number; length: number };
}

/** A row with the time of its arrival, epoch ms. */
export interface Arrival extends Row {
  arrivedAt: number;
}

const STAT: Partial<Record<Grain, Stat>> = { live: 'rtd' };
/** after the end of its period */
const USUALLY_SENT = 2 * MINUTE_MS;
/** live readings come four times a minute */
const step = (grain: Grain) => (grain === 'live' ? MINUTE_MS / 4 : GRAIN_MS[grain]);

export const startOf = ({ start: [year, month, date] }: Plan) => dayStart(dayNumber(year, month, date));

export function rowsOf(plan: Plan): Arrival[] {
  const start = startOf(plan);
  const end = start + plan.days * DAY_MS;
  const rows: Arrival[] = [];
  plan.channels.forEach((channel, number) => {
    const strips = plan.strips
      .filter(({ channel: about }) => about === undefined || about % plan.channels.length === number)
      .map(({ from, length, does }) => ({
        from: start + from * MINUTE_MS,
        to: start + (from + length) * MINUTE_MS,
        does,
      }));
    const send = (
      grain: Grain,
      at: number,
      value: number,
      more: { flag?: string; late?: number; sent?: number } = {},
    ) => {
      const { flag = 'N', late = 0, sent = USUALLY_SENT } = more;
      const sentAt = at + GRAIN_MS[grain] + sent;
      const arrivedAt = sentAt + late + (sent < USUALLY_SENT ? 2 * HOUR_MS : 0);
      const common = { factor: channel.factor, grain, at, flag, sentAt, arrivedAt };
      rows.push({ ...common, stat: STAT[grain] ?? 'avg', value: tenth(value) });
      if (channel.reported === undefined || grain === 'live') return;
      rows.push({ ...common, stat: 'zsavg', value: Number.isNaN(value) ? value : channel.reported });
    };
    const { grain } = channel;
    for (let at = start, n = 0; at < end; at += step(grain), n++) {
      let value: number = channel.level + (n % 2 === 0 ? channel.wobble : -channel.wobble);
      let flag = 'N';
      let late = 0;
      let gap = false;
      const again: { resent: number; first: boolean }[] = [];
      for (const { from, to, does } of strips) {
        if (at < from || at >= to) continue;
        if ('gap' in does) gap = true;
        else if ('coarser' in does) gap ||= within(does.coarser, at, from, to);
        else if ('empty' in does) value = Number.NaN;
        else if ('flag' in does) flag = does.flag;
        else if ('level' in does) value += does.level - channel.level;
        else if ('resent' in does) again.push(does);
        else if ('late' in does) late = does.late * HOUR_MS;
      }
      if (gap) continue;
      send(grain, at, value, { flag, late });
      for (const { resent, first } of again) send(grain, at, resent, { late, sent: first ? MINUTE_MS : HOUR_MS });
    }
    for (const { from, to, does } of strips) {
      const coarser = 'coarser' in does ? does.coarser : 'beside' in does ? does.beside : undefined;
      if (coarser === undefined || GRAIN_MS[coarser] <= GRAIN_MS[grain]) continue;
      for (let at = start; at < end; at += GRAIN_MS[coarser]) {
        if (!within(coarser, at, from, to)) continue;
        send(coarser, at, 'beside' in does ? channel.level * 2 : channel.level + 1);
      }
    }
  });
  return rows;
}

const tenth = (value: number) => Math.round(value * 10) / 10;

/** Whether the whole period of a coarser grain that holds an instant lies in a strip. */
function within(grain: Grain, at: number, from: number, to: number): boolean {
  const period = GRAIN_MS[grain];
  const offset = 8 * HOUR_MS;
  const start = Math.floor((at + offset) / period) * period - offset;
  return start >= from && start + period <= to;
}

export function marksOf(plan: Plan, outlet: string): Mark[] {
  const start = startOf(plan);
  return plan.marks.flatMap(({ kind, from, length, seconds = 0, factor, after, later }, i) => {
    const span = (begin: number, minutes: number) => ({
      start: start + begin * MINUTE_MS + seconds * 1000,
      end: start + (begin + minutes) * MINUTE_MS + seconds * 1000,
    });
    const first: Mark = {
      id: `mark-${i}`,
      outlet,
      kind,
      ...span(from, length),
      createdAt: start + (from + length + after) * MINUTE_MS,
      ...(factor === undefined ? {} : { factor }),
    };
    if (!later) return [first];
    const second = { ...first, createdAt: first.createdAt + HOUR_MS };
    return [
      first,
      'revoked' in later ? { ...second, revoked: true } : { ...second, ...span(later.from, later.length) },
    ];
  });
}

const LEVELS: Record<string, readonly number[]> = {
  a34013: [5, 19.9, 20, 20.1, 149.9, 150, 150.1, 200],
  a21002: [100, 250, 250.1, 400],
  a21026: [30, 80, 80.1, 300],
  a21024: [10, 50, 50.1],
  a21005: [20, 79.9, 80, 80.1, 90, 300],
  a19001: [11, 11, 11, 6, 8.5, 13, 19.5, 20.9, 21, 22],
};
const FURNACE_LEVELS = [700, 840, 849.9, 850, 850.1, 860, 900, 1000];
const levelsOf = (factor: string) => LEVELS[factor] ?? FURNACE_LEVELS;

const FLAGS = ['', 'N', 'F', 'M', 'S', 'D', 'C', 'T', 'B', 'X'];
const FURNACE_STATES: MarkKind[] = [
  'out-of-service',
  'start-up',
  'shut-down',
  'fault',
  'accident',
  'heating-up',
  'cooling',
];

/** Lengths in minutes around the thresholds, and any. */
const stretch = (most: number) =>
  fc.oneof(
    fc.constantFrom(1, 2, 4, 5, 14, 15, 16, 44, 45, 46, 60, 75, 239, 240, 241, 300).filter((n) => n <= most),
    fc.integer({ min: 1, max: most }),
  );
const moment = (days: number) =>
  fc.oneof(
    fc.integer({ min: 0, max: days * 24 - 1 }).map((h) => h * 60),
    fc.integer({ min: 0, max: days * 1440 - 1 }),
  );

function channelOf(factor: string, grains: fc.Arbitrary<Grain>): fc.Arbitrary<Channel> {
  const channel = {
    factor: fc.constant(factor),
    grain: grains,
    level: fc.constantFrom(...levelsOf(factor)),
    wobble: fc.constantFrom(0, 0, 0.1, 1, 5),
    reported: fc.constantFrom(70, 90),
  };
  const always = ['factor', 'grain', 'level', 'wobble'] as const;
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ ...channel, reported: fc.constant(undefined) }, { requiredKeys: [...always] }),
    },
    { weight: LEVELS[factor] && factor !== OXYGEN ? 1 : 0, arbitrary: fc.record(channel) },
  ) as fc.Arbitrary<Channel>;
}

function stripOf(days: number, levels: readonly number[], most: number): fc.Arbitrary<Strip> {
  const coarse = fc.constantFrom<Grain>('five', 'hour', 'hour', 'day');
  return fc.record(
    {
      channel: fc.nat(9),
      from: moment(days),
      length: stretch(most),
      does: fc.oneof(
        fc.constant({ gap: true as const }),
        fc.constant({ empty: true as const }),
        fc.record({ flag: fc.constantFrom(...FLAGS) }),
        fc.record({ level: fc.constantFrom(...levels) }),
        fc.record({ level: fc.constantFrom(...levels) }),
        fc.record({ coarser: coarse }),
        fc.record({ beside: coarse }),
        fc.record({ resent: fc.constantFrom(...levels), first: fc.boolean() }),
        fc.record({ late: fc.constantFrom(1, 5, 20, 50) }),
      ),
    },
    { requiredKeys: ['from', 'length', 'does'] },
  );
}

function markOf(
  days: number,
  kinds: readonly MarkKind[],
  factors: readonly string[],
  most: number,
): fc.Arbitrary<MarkPlan> {
  const device = (kind: MarkKind) => !FURNACE_STATES.includes(kind);
  return fc
    .record({
      kind: fc.constantFrom(...kinds),
      from: moment(days),
      length: stretch(most),
      seconds: fc.constantFrom(0, 0, 0, 20, -20),
      factor: fc.constantFrom(undefined, undefined, ...factors),
      after: fc.constantFrom(0, 30, 600, 3000),
      later: fc.oneof(
        { weight: 6, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constant({ revoked: true as const }) },
        { weight: 1, arbitrary: fc.record({ from: moment(days), length: stretch(most) }) },
      ),
    })
    .map(({ seconds, factor, later, ...mark }) => ({
      ...mark,
      ...(seconds === 0 ? {} : { seconds }),
      ...(factor === undefined || !device(mark.kind) ? {} : { factor }),
      ...(later === undefined ? {} : { later }),
    }));
}

const STARTS = [
  [2026, 3, 2],
  [2026, 3, 31],
  [2026, 12, 31],
  [2028, 2, 28],
] as const;

/** One day or two by the minute: means, conversion, validity, exemption. */
export const dayPlan: fc.Arbitrary<Plan> = fc.constantFrom(1, 1, 1, 1, 2).chain((days) => {
  const grains = fc.constantFrom<Grain>(
    'minute',
    'minute',
    'minute',
    'minute',
    'hour',
    'hour',
    'hour',
    'five',
    'five',
    'day',
    'live',
  );
  const factors = fc.constantFrom(
    ['a21005', OXYGEN],
    ['a21005', OXYGEN, 'a34013'],
    ['a21005', OXYGEN, 'a34013'],
    ['a34013', OXYGEN],
    ['a21005'],
  );
  return factors.chain((chosen) =>
    fc.record({
      start: fc.constantFrom(...STARTS),
      days: fc.constant(days),
      channels: fc.tuple(...chosen.map((factor) => channelOf(factor, grains))),
      strips: fc.array(stripOf(days, [...levelsOf('a21005'), ...levelsOf('a34013'), 11, 13, 21], 700), {
        maxLength: 6,
      }),
      marks: fc.array(markOf(days, [...FURNACE_STATES, 'cems-maintenance', 'communication-loss'], chosen, 1500), {
        maxLength: 4,
      }),
    }),
  );
});

/** One or two days of thermocouples. */
export const furnacePlan: fc.Arbitrary<Plan> = fc.constantFrom(1, 1, 1, 2).chain((days) => {
  const grains = fc.constantFrom<Grain>('minute', 'minute', 'five', 'five', 'hour');
  const couples = fc.subarray(['i33310', 'i33311', 'i33312', 'i33320', 'i33321', 'i33322'], { maxLength: 4 });
  return couples.chain((chosen) =>
    fc.record({
      start: fc.constantFrom(...STARTS),
      days: fc.constant(days),
      channels: fc.tuple(...[...chosen, FURNACE_MEAN].map((factor) => channelOf(factor, grains))),
      strips: fc.array(stripOf(days, FURNACE_LEVELS, 200), { maxLength: 6 }),
      marks: fc.array(
        markOf(
          days,
          [...FURNACE_STATES, 'thermocouple-fault', 'furnace-temperature-abnormal', 'cems-maintenance'],
          [...chosen, FURNACE_MEAN],
          400,
        ),
        { maxLength: 4 },
      ),
    }),
  );
});

const HOURS = (...hours: number[]) => fc.constantFrom(...hours.map((h) => h * 60));

/** A few days by the hour around the ends of quarters and years, after weeks in which marks used up their caps. */
export const quotaPlan: fc.Arbitrary<Plan> = fc.constantFrom(2, 3, 4).chain((days) => {
  const before = fc.oneof(
    moment(days),
    fc.integer({ min: -30, max: 0 }).map((day) => day * 1440),
  );
  const marked = (kinds: readonly MarkKind[], lengths: fc.Arbitrary<number>): fc.Arbitrary<MarkPlan> =>
    fc
      .record({
        mark: markOf(days, kinds, ['a21005', 'a21026'], 600),
        from: before,
        length: lengths,
        late: fc.boolean(),
      })
      .map(({ mark, from, length, late }) => ({ ...mark, from, length, ...(late ? { after: 40 * 1440 } : {}) }));
  const silentDay: fc.Arbitrary<Strip> = fc.record({
    channel: fc.nat(3),
    from: fc.nat(days - 1).map((day) => day * 1440),
    length: fc.constant(1440),
    does: fc.constant({ gap: true as const }),
  });
  return fc.record({
    start: fc.constantFrom<Plan['start']>([2026, 3, 30], [2026, 12, 30], [2027, 1, 1], [2026, 7, 1], [2026, 9, 29]),
    days: fc.constant(days),
    channels: fc.tuple(
      ...['a21005', 'a21026', OXYGEN].map((factor) => channelOf(factor, fc.constantFrom<Grain>('hour'))),
      channelOf(FURNACE_MEAN, fc.constantFrom<Grain>('five')),
    ),
    strips: fc.array(fc.oneof(stripOf(days, [79.9, 81, 300, 11], 1440), silentDay), { maxLength: 4 }),
    marks: fc
      .tuple(
        fc.array(marked(FURNACE_STATES.slice(1, 5), HOURS(1, 24, 30, 36, 59, 60, 61)), { maxLength: 3 }),
        fc.array(marked(['heating-up', 'cooling'], HOURS(4, 4, 48, 690, 695, 700, 710)), { maxLength: 2 }),
        fc.array(marked(['cems-maintenance'], HOURS(1, 10, 15, 20, 29.5, 30, 31)), { maxLength: 3 }),
        fc.array(marked(['out-of-service'], HOURS(1, 5, 30)), { maxLength: 1 }),
      )
      .map((lists) => lists.flat()),
  });
});

/** Five to forty days by the hour, over the ends of months, quarters and years, with marks far beyond their caps. */
export const longPlan: fc.Arbitrary<Plan> = fc.constantFrom(5, 8, 12, 20, 40).chain((days) =>
  fc.record({
    start: fc.constantFrom<Plan['start']>([2026, 3, 27], [2026, 12, 28], [2026, 1, 1], [2028, 2, 25], [2026, 6, 20]),
    days: fc.constant(days),
    channels: fc.tuple(
      ...[...POLLUTANTS, OXYGEN].map((factor) => channelOf(factor, fc.constantFrom<Grain>('hour'))),
      channelOf(FURNACE_MEAN, fc.constantFrom<Grain>('five', 'hour')),
    ),
    strips: fc.array(stripOf(days, [5, 20.1, 81, 300, 840, 11], 5 * 1440), { maxLength: 12 }),
    marks: fc.array(
      fc.oneof(
        markOf(days, FURNACE_STATES, [], 30 * 60),
        markOf(days, FURNACE_STATES, [], 800 * 60),
        markOf(days, ['cems-maintenance'], POLLUTANTS, 40 * 60),
      ),
      { maxLength: 8 },
    ),
  }),
);
