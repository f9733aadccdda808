import { FACTORS } from '../../../model/factors.ts';

/**
 * Words that tables of stations and platforms use for factors, beside the codes and names of the standard. In lower case,
 * without blanks and punctuation. Those that are said of gas and of water alike come twice.
 */
const GAS_WORDS: Readonly<Record<string, string>> = {
  so2: 'a21026',
  nox: 'a21002',
  no: 'a21003',
  no2: 'a21004',
  co: 'a21005',
  co2: 'a05001',
  o2: 'a19001',
  oxygen: 'a19001',
  含氧量: 'a19001',
  氧含量: 'a19001',
  氧气: 'a19001',
  hcl: 'a21024',
  hf: 'a21018',
  nh3: 'a21001',
  h2s: 'a21028',
  hg: 'a20057',
  汞: 'a20057',
  nmhc: 'a24088',
  颗粒物: 'a34013',
  粉尘: 'a34013',
  烟粉尘: 'a34013',
  pm: 'a34013',
  dust: 'a34013',
  smoke: 'a34013',
  soot: 'a34013',
  流速: 'a01011',
  velocity: 'a01011',
  烟温: 'a01012',
  温度: 'a01012',
  烟道温度: 'a01012',
  temperature: 'a01012',
  temp: 'a01012',
  压力: 'a01013',
  静压: 'a01013',
  pressure: 'a01013',
  湿度: 'a01014',
  humidity: 'a01014',
  流量: 'a00000',
  标干流量: 'a00000',
  标况流量: 'a00000',
  烟气流量: 'a00000',
  废气流量: 'a00000',
  flow: 'a00000',
  炉膛温度: 'a01901',
};

const WATER_WORDS: Readonly<Record<string, string>> = {
  ph: 'w01001',
  cod: 'w01018',
  codcr: 'w01018',
  bod: 'w01017',
  nh3n: 'w21003',
  tp: 'w21011',
  tn: 'w21001',
  ss: 'w01012',
  do: 'w01009',
  流量: 'w00000',
  污水流量: 'w00000',
  废水流量: 'w00000',
  出水流量: 'w00000',
  flow: 'w00000',
};

const POWER_WORDS: Readonly<Record<string, string>> = {
  功率: 'kw',
  power: 'kw',
  有功: 'kw',
  current: 'i33200',
  电量: 'i33201',
  电能: 'i33201',
  总电量: 'i33201',
  energy: 'i33201',
};

export const bareWord = (word: string): string => word.toLowerCase().replace(/[\s_\-·.。、:：()（）[\]【】]/g, '');

const NAMES = new Map(
  Object.entries(FACTORS).flatMap(([code, { zh, en }]): [string, string][] => [
    [bareWord(en), code],
    [bareWord(zh), code],
    [code.toLowerCase(), code],
  ]),
);

/**
 * The factor that a word of a table means; undefined where it means none.
 * @param water the table is about waste water
 */
export function factorNamed(word: string, water = false): string | undefined {
  const bare = bareWord(word);
  const own = water ? WATER_WORDS[bare] : undefined;
  return own ?? GAS_WORDS[bare] ?? WATER_WORDS[bare] ?? POWER_WORDS[bare] ?? NAMES.get(bare);
}

/** Whether a word is said of waste water only. */
export const isWater = (word: string): boolean => {
  const bare = bareWord(word);
  const code = GAS_WORDS[bare] === undefined ? (WATER_WORDS[bare] ?? NAMES.get(bare)) : undefined;
  return code?.startsWith('w') ?? false;
};
