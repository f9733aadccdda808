import { z } from 'zod';
import { furnaceTemperature } from '../../ledger/furnace-temperature.ts';
import { MarkBit } from '../../ledger/marks.ts';
import { hourMeans } from '../../ledger/means.ts';
import type { DayView } from '../../ledger/view.ts';
import { dateText } from '../../model/beijing.ts';
import { below, tidy } from '../../model/compare.ts';
import { factorName } from '../../model/factors.ts';
import { defineDetector } from '../detector.ts';
import { factors, validity } from '../params.ts';
import { temperatureParams } from './furnace-temperature.ts';

const TEMPERATURE = 'furnace-temperature';

/**
 * The monitor was not kept running (MEE Order 10, Art. 12; WTE-05): on a natural day one of the pollutants or the
 * furnace temperature has fewer valid hours than due outside 停运 and CEMS维护 within its quota. Exempt hours count as
 * valid here: they were measured. A channel is due when the catalogue declares it or it was ever seen before. Told is
 * the channel with the fewest valid hours; maintenance that is limited to one factor excuses that one.
 */
export default defineDetector({
  title: { zh: '自动监测数据缺失', en: 'Automatic data missing' },
  window: 'day',
  params: z.strictObject({ factors, ...validity, ...temperatureParams }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    const channels = channelsOf(day, params);
    const needed = ({ dueHours }: Channel) => (params.minHours / 24) * dueHours;
    const missing = channels.filter((channel) => below(channel.validHours, needed(channel)));
    if (missing.length === 0) return [];
    const worst = missing.reduce((a, b) => (b.validHours < a.validHours ? b : a));
    const hours = Object.fromEntries(channels.map(({ id, validHours }) => [id, validHours]));
    return [
      {
        factor: null,
        value: worst.validHours,
        limit: tidy(needed(worst)),
        unit: 'h',
        facts: {
          act: `${day.outlet.id}/${dateText(day.day)}`,
          date: dateText(day.day),
          dueHours: tidy(worst.dueHours),
          validHours: hours,
          missing: missing.map(({ id }) => id),
          channels: named(missing.map(({ id }) => id)),
          steps: [
            {
              zh: `去掉停运和限额内 CEMS 维护的分钟，至少 ${params.minMinutes} 个有效分钟为有效小时`,
              en: `minutes under 停运 and CEMS maintenance within its quota leave; ${params.minMinutes} usable minutes make a valid hour`,
              formula: `n ≥ ${params.minHours}/24 × ${tidy(worst.dueHours)} h`,
              inputs: hours,
              output: tidy(needed(worst)),
              unit: 'h',
            },
          ],
        },
      },
    ];
  },
});

function named(channels: readonly string[]): { zh: string; en: string } {
  const names = channels.map((c) =>
    c === TEMPERATURE ? { zh: '炉膛温度', en: 'furnace temperature' } : factorName(c),
  );
  return { zh: names.map((n) => n.zh).join('、'), en: names.map((n) => n.en).join(', ') };
}

interface Channel {
  id: string;
  validHours: number;
  /** hours outside 停运 and maintenance within its quota, after the outlet's very first data */
  dueHours: number;
}

/** The channels that are due. */
function channelsOf(
  day: DayView,
  params: { factors: string[]; minMinutes: number } & {
    [K in keyof typeof temperatureParams]: z.output<(typeof temperatureParams)[K]>;
  },
): Channel[] {
  const excusedFor = (factor: string) => {
    const excused = Uint8Array.from(day.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID_WITHIN_CAP, factor));
    return excused.fill(1, 0, day.minutesBeforeFirst);
  };
  const hours = (excused: Uint8Array) => (1440 - excused.reduce((n, bit) => n + bit, 0)) / 60;
  const channels: Channel[] = [];
  for (const factor of params.factors) {
    if (!day.due.has(factor)) continue;
    const notUsed = day.minutesMarked(MarkBit.STOPPED | MarkBit.INVALID, factor);
    const means = hourMeans(day.converted(factor).values, notUsed, params.minMinutes);
    const validHours = means.values.reduce((n, value) => n + (Number.isNaN(value) ? 0 : 1), 0);
    channels.push({ id: factor, validHours, dueHours: hours(excusedFor(factor)) });
  }
  const excused = excusedFor(params.mean);
  const spec = { ...params, minMinutes: params.slotMinutes, coarsest: 'day' as const };
  const { slots, from } = furnaceTemperature(day, spec, excused);
  if (from === 'none') return channels;
  const validHours = validTemperatureHours(slots, params.minMinutes);
  return [...channels, { id: TEMPERATURE, validHours, dueHours: hours(excused) }];
}

function validTemperatureHours(slots: Float64Array, minMinutes: number): number {
  let valid = 0;
  for (let h = 0; h < 24; h++) {
    const n = slots.subarray(h * 12, h * 12 + 12).reduce((k, v) => k + (Number.isNaN(v) ? 0 : 1), 0);
    if (n * 5 >= minMinutes) valid++;
  }
  return valid;
}
