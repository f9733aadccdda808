import { standardDeviation } from 'simple-statistics';
import { z } from 'zod';
import { furnaceTemperature } from '../../ledger/furnace-temperature.ts';
import { MarkBit } from '../../ledger/marks.ts';
import { tidy } from '../../model/compare.ts';
import { defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { runs, SLOT_MS, SLOTS } from '../five-minutes.ts';
import { temperatureParams } from '../legal/furnace-temperature.ts';

/**
 * The furnace stands for hours just above the temperature that the law asks for, and hardly moves (falsification F36: 851
 * to 855 with tiny variance; T2, T4). A real chamber swings by some ten degrees from one five minutes to the next, under
 * control as well. Look-alikes: burners that hold 860 ℃ are above the band and swing; start-up and shut-down, which
 * burners hold, are not looked at. The thermocouples of each section are sensors of their own, and sections of a real
 * furnace differ by tens of degrees: where two of them stand there at once, two sensors say the same. Blind to readings lifted by an offset, which swing as before; for a thermocouple taken
 * out because it is cold see `coldest-out`, for one signal in both sections `sections-alike`.
 */
export default defineDetector({
  title: { zh: '炉温贴限不动', en: 'Furnace temperature pinned to the limit' },
  window: 'day',
  params: z.strictObject({
    ...temperatureParams,
    minimum: z.number().describe('法定最低温度 ℃ / ℃ that the law asks for'),
    band: z.number().positive().describe('高出法定温度此值以内为贴限 ℃ / ℃ above it that count as just above'),
    minutes: z.number().min(10).describe('连续达到此分钟数才提示 / an unbroken run of this length is told'),
    spread: z
      .number()
      .positive()
      .describe('5 分钟均值的标准差须小于此值 ℃ / ℃, standard deviation of its 5-minute means below this'),
    score,
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    const states = day.minutesMarked(MarkBit.STOPPED | MarkBit.EXEMPT | MarkBit.OVER_CAP);
    const spec = { ...params, minMinutes: params.slotMinutes, coarsest: 'five' } as const;
    const { slots } = furnaceTemperature(day, spec, states);
    const sections = params.sections.flatMap((section) => {
      const measured = furnaceTemperature(day, { ...spec, sections: [section] }, states);
      return measured.from === 'thermocouples' ? [{ section, slots: measured.slots }] : [];
    });
    const inBand = (s: number) => slots[s]! >= params.minimum && slots[s]! <= params.minimum + params.band;
    return runs(0, SLOTS, inBand).flatMap(({ from, to }) => {
      const levels = [...slots.subarray(from, to)];
      const minutes = levels.length * 5;
      if (minutes < params.minutes || standardDeviation(levels) >= params.spread) return [];
      const pinned = sections.filter((one) => isPinned([...one.slots.subarray(from, to)], params));
      const layers =
        pinned.length > 1 ? pinned.map(({ section }) => `furnace-temperature/${section}`) : ['furnace-temperature'];
      return [
        {
          factor: null,
          start: day.start + from * SLOT_MS,
          end: day.start + to * SLOT_MS,
          value: minutes,
          limit: params.minutes,
          unit: 'min',
          facts: {
            minimum: params.minimum,
            lowest: tidy(Math.min(...levels)),
            highest: tidy(Math.max(...levels)),
            spread: Number(standardDeviation(levels).toPrecision(3)),
            sections: layers.length,
            ...evidence(Math.min(1, params.score * layers.length), layers, AGAINST),
          },
        },
      ];
    });
  },
});

/** Whether a section by itself stands in the band and hardly moves. */
function isPinned(levels: readonly number[], terms: { minimum: number; band: number; spread: number }): boolean {
  const [least, most] = [Math.min(...levels), Math.max(...levels)];
  return least >= terms.minimum && most <= terms.minimum + terms.band && standardDeviation([...levels]) < terms.spread;
}

const AGAINST = [
  { zh: '没有启停炉、烘炉或停运标记', en: 'no mark of start-up, shut-down, heating-up or standstill' },
  { zh: '波动远小于燃烧器控温时的炉膛', en: 'it swings far less than a chamber held by burners' },
];
