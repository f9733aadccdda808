import { z } from 'zod';
import { median } from '../../ledger/means.ts';
import { MINUTE_MS, minuteText } from '../../model/beijing.ts';
import { tidy } from '../../model/compare.ts';
import { type Claim, defineDetector } from '../detector.ts';
import { evidence, score } from '../evidence.ts';
import { factors } from '../params.ts';
import { analysesOf, heldMinutes } from './analyses.ts';

/**
 * A waste-water reading over the limit, and within the hour another one, off the analyser's grid and much lower
 * (F09 forced re-sampling; the Jinyun case of 2020: 81.36 → 25.88 mg/L within about an hour).
 *
 * Innocent causes that do not raise it: an analyser whose grid is that dense (`grid`), a quality-control sample that is
 * flagged (no reading), a fall that is small. An automatic re-test of the instrument cannot be told from here.
 */
export default defineDetector({
  title: { zh: '超标后重新采样', en: 'Sampled again after a high reading' },
  window: 'day',
  params: z.strictObject({
    factors,
    against: z
      .enum(['hour', 'day'])
      .describe('第一次读数所超限值的平均时段 / averaging period of the limit that the first reading is over'),
    within: z
      .tuple([z.number(), z.number()])
      .describe('两次读数的间隔分钟数，起止 / minutes between the two readings, from and to'),
    grid: z
      .number()
      .positive()
      .max(1)
      .describe('且小于平常读数间隔的此比例 / and less than this share of the usual interval between readings'),
    ratio: z
      .number()
      .positive()
      .max(1)
      .describe('第二次读数低于第一次的此比例 / the second reading is below this share of the first'),
    readings: z
      .number()
      .int()
      .min(3)
      .describe('由此得知平常间隔的一日读数个数 / readings of the day from which the usual interval is known'),
    heldMinutes,
    score,
  }),
  evaluate(view, params) {
    const day = view.day(view.days.from);
    return params.factors.flatMap((factor): Claim[] => {
      const bound = day.limit(factor, params.against);
      const records = analysesOf(day, factor, params.heldMinutes);
      if (!bound || records.length < params.readings) return [];
      const usual = median(records.slice(1).map(({ minute }, i) => minute - records[i]!.minute));
      return records.slice(1).flatMap((second, i): Claim[] => {
        const first = records[i]!;
        const apart = second.minute - first.minute;
        const [from, to] = params.within;
        const quick = apart >= from && apart <= to && apart < params.grid * usual;
        const fell = first.value > bound.limit.value && second.value <= bound.limit.value;
        if (!quick || !fell || second.value >= params.ratio * first.value) return [];
        const at = (minute: number) => day.start + minute * MINUTE_MS;
        return [
          {
            factor,
            start: at(first.minute),
            end: at(second.minute),
            value: tidy(first.value),
            limit: bound.limit.value,
            unit: bound.limit.unit,
            facts: {
              second: tidy(second.value),
              secondAt: minuteText(at(second.minute)),
              minutesApart: apart,
              usualMinutes: usual,
              ...evidence(params.score, [`emission/${factor}`, 'time'], AGAINST),
            },
          },
        ];
      });
    });
  },
});

const AGAINST = [
  { zh: '不在仪器正常采样周期上', en: 'off the usual grid of the analyser' },
  {
    zh: '未能核查：仪器自动复测记录、门禁与视频',
    en: "not looked at: the instrument's own re-tests, door log and video",
  },
];
