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
import type { RowReject } from './table.ts';

/** The columns of one reading as text (contract §2): `flag` and `receivedAt` may be empty, an empty value is missing. */
export const COLUMNS = ['time', 'outlet', 'factor', 'grain', 'stat', 'value'] as const;
export const OPTIONAL = ['flag', 'receivedAt'] as const;

/** Takes rows of text into arrivals; what it cannot use is refused with the reason. */
export class RowReader {
  readonly #factors: FactorIndex;
  readonly #sourceOf: (outlet: string) => number | undefined;
  readonly #into: Arrivals;
  readonly #reject: (row: RowReject) => void;
  readonly #times = remembered(parseTime);

  constructor(
    factors: FactorIndex,
    sourceOf: (outlet: string) => number | undefined,
    into: Arrivals,
    reject: (row: RowReject) => void,
  ) {
    this.#factors = factors;
    this.#sourceOf = sourceOf;
    this.#into = into;
    this.#reject = reject;
  }

  /** @param cells in the order of {@link COLUMNS} and {@link OPTIONAL} */
  row(cells: readonly string[], line: number): void {
    const [time = '', outlet = '', factor = '', grain = '', stat = '', value = '', flag = '', receivedAt = ''] = cells;
    const refuse = (why: string, zh: string, en: string) => this.#reject({ line, why, says: { zh, en } });
    const at = this.#times(time);
    if (Number.isNaN(at)) return refuse('TIME', `时间“${time}”无法识别`, `"${time}" is not a time`);
    const source = this.#sourceOf(outlet);
    if (source === undefined)
      return refuse('OUTLET', `目录中没有排放口“${outlet}”`, `no outlet "${outlet}" in the catalogue`);
    if (!isGrain(grain))
      return refuse('GRAIN', `粒度“${grain}”应为 ${GRAINS}`, `grain "${grain}" is none of ${GRAINS}`);
    if (!isStat(stat)) return refuse('STAT', `统计量“${stat}”应为 ${STATS}`, `stat "${stat}" is none of ${STATS}`);
    const number = value === '' ? Number.NaN : Number(value);
    if (value !== '' && Number.isNaN(number))
      return refuse('VALUE', `“${value}”不是数值`, `"${value}" is not a number`);
    const index = factor === '' ? -1 : this.#factors.of(factor);
    if (index < 0) return refuse('FACTOR', `监测因子“${factor}”不可用`, `factor "${factor}" cannot be used`);
    const arrival = receivedAt === '' ? at + GRAIN_MS[grain] : this.#times(receivedAt);
    if (Number.isNaN(arrival))
      return refuse('TIME', `到达时间“${receivedAt}”无法识别`, `"${receivedAt}" is not a time`);
    this.#into.push(
      source,
      packChannel(index, GRAIN_ID[grain], STAT_ID[stat]),
      at,
      arrival,
      number,
      flagOf(flag),
      arrival,
    );
  }
}

const isGrain = (word: string): word is Grain => (GRAINS as readonly string[]).includes(word);
const isStat = (word: string): word is Stat => (STATS as readonly string[]).includes(word);

/** Neighbouring rows mostly carry the same time. */
function remembered(parse: (text: string) => number): (text: string) => number {
  const known = new Map<string, number>();
  return (text) => {
    let at = known.get(text);
    if (at === undefined) {
      at = parse(text);
      if (known.size > 4096) known.clear();
      known.set(text, at);
    }
    return at;
  };
}
