import { parseTime } from '../../../model/beijing.ts';
import {
  type FactorIndex,
  GRAIN_ID,
  GRAIN_MS,
  GRAINS,
  type Grain,
  packChannel,
  STAT_ID,
  STATS,
  type Stat,
} from '../../../model/channel.ts';
import { flagOf } from '../../../model/flag.ts';
import type { Arrivals } from '../../arrivals.ts';
import { eachRow, type RowReject } from './table.ts';

const COLUMNS = ['time', 'outlet', 'factor', 'grain', 'stat', 'value'];
const OPTIONAL = ['flag', 'receivedAt'];

/**
 * CSV of readings (contract §2): `time` is Beijing time, the start of the period; an empty value is a missing one;
 * without `receivedAt` a row arrives when its period ends.
 * @param sourceOf number of an outlet, undefined = unknown
 * @throws TableError where a column is missing
 */
export function readReadings(
  text: string,
  factors: FactorIndex,
  sourceOf: (outlet: string) => number | undefined,
  into: Arrivals,
  reject: (row: RowReject) => void,
): void {
  const times = remembered(parseTime);
  eachRow(text, COLUMNS, OPTIONAL, (cells, line) => {
    const [time, outlet, factor, grain, stat, value, flag, receivedAt] = cells as [string, string, string, string, string, string, string, string];
    const refuse = (why: string, zh: string, en: string) => reject({ line, why, says: { zh, en } });
    const at = times(time);
    if (Number.isNaN(at)) return refuse('TIME', `时间“${time}”无法识别`, `"${time}" is not a time`);
    const source = sourceOf(outlet);
    if (source === undefined) return refuse('OUTLET', `目录中没有排放口“${outlet}”`, `no outlet "${outlet}" in the catalogue`);
    if (!isGrain(grain)) return refuse('GRAIN', `粒度“${grain}”应为 ${GRAINS}`, `grain "${grain}" is none of ${GRAINS}`);
    if (!isStat(stat)) return refuse('STAT', `统计量“${stat}”应为 ${STATS}`, `stat "${stat}" is none of ${STATS}`);
    const number = value === '' ? Number.NaN : Number(value);
    if (value !== '' && Number.isNaN(number)) return refuse('VALUE', `“${value}”不是数值`, `"${value}" is not a number`);
    const index = factors.of(factor);
    if (factor === '' || index < 0) return refuse('FACTOR', '缺少监测因子', 'the factor is missing');
    const arrival = receivedAt === '' ? at + GRAIN_MS[grain] : times(receivedAt);
    if (Number.isNaN(arrival)) return refuse('TIME', `到达时间“${receivedAt}”无法识别`, `"${receivedAt}" is not a time`);
    into.push(source, packChannel(index, GRAIN_ID[grain], STAT_ID[stat]), at, arrival, number, flagOf(flag), arrival);
  });
}

const isGrain = (word: string): word is Grain => (GRAINS as readonly string[]).includes(word);
const isStat = (word: string): word is Stat => (STATS as readonly string[]).includes(word);

/** Neighbouring rows mostly carry the same time. */
function remembered(parse: (text: string) => number): (text: string) => number {
  let text: string | undefined;
  let result = Number.NaN;
  return (next) => {
    if (next !== text) {
      text = next;
      result = parse(next);
    }
    return result;
  };
}
