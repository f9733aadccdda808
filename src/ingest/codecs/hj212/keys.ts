import { STATS, type Stat } from '../../../model/channel.ts';
import { FACTORS, factorOfOldCode, factorUnit } from '../../../model/factors.ts';
import { isSettingCode } from '../../../model/setting.ts';

/** What a key of the data area stands for. */
export const Role = {
  /** the instant, or the start of the period */
  DATA_TIME: 0,
  /** a statistic of a factor */
  VALUE: 1,
  /** the data mark of a factor */
  FLAG: 2,
  /** a state of the site's equipment in device information (CN 3020): temperatures, current, load */
  STATE: 3,
  /** what the instrument named by `PolId` is set to, in device information: range, slope, intercept, and its own state */
  SETTING: 8,
  /** one data mark for all factors of the frame */
  FRAME_FLAG: 4,
  /** something else about a factor or an instrument: `w01018-SampleTime`, `SB1-RS` */
  ABOUT: 5,
  /** what a request asks for */
  SELECTOR: 6,
  /** the instrument that a request asks about, or that what follows is about */
  INSTRUMENT: 9,
  OTHER: 7,
} as const;

export interface KeyMeaning {
  role: number;
  /** today's code of the factor; '' where the key names none */
  factor: string;
  /** the code as sent */
  code: string;
  stat: Stat;
  /** an amount per volume, which cannot be negative in nature */
  concentration: boolean;
}

const NAMES = new Map<string, number>([
  ['datatime', Role.DATA_TIME],
  ['flag', Role.FRAME_FLAG],
  ['polid', Role.INSTRUMENT],
  ['infoid', Role.SELECTOR],
  ['begintime', Role.SELECTOR],
  ['endtime', Role.SELECTOR],
]);

const CODE = /^[0-9A-Za-z_.-]{1,32}$/;
/** HJ 212-2017 table B.10: what `-Info` gives as a measured value of the site. Logs are not values in time. */
const MEASURED_STATE = /^i(?:23001|33\d{3})$/;

/**
 * Meaning of a key. It splits at the last `-`, since codes may hold one; the case of names and suffixes does not matter.
 * The family of a code is told per key, never per frame: 2005 and 2017 codes are mixed in the field.
 */
export function keyMeaning(key: string): KeyMeaning {
  const named = NAMES.get(key.toLowerCase());
  if (named !== undefined) return { ...NOTHING, role: named };
  const dash = key.lastIndexOf('-');
  if (dash <= 0) return NOTHING;
  const code = key.slice(0, dash);
  const suffix = key.slice(dash + 1).toLowerCase();
  if (!CODE.test(code)) return ABOUT;
  const factor = factorOf(code);
  const stat = STATS.find((name) => name === suffix);
  if (stat) return { role: Role.VALUE, factor, code, stat, concentration: stat !== 'cou' && isConcentration(factor) };
  const role = suffix === 'flag' ? Role.FLAG : suffix === 'info' ? informationRole(factor) : Role.ABOUT;
  return role === Role.ABOUT ? ABOUT : { ...NOTHING, role, factor, code };
}

function informationRole(code: string): number {
  if (MEASURED_STATE.test(code)) return Role.STATE;
  return isSettingCode(code) ? Role.SETTING : Role.ABOUT;
}

const NOTHING: KeyMeaning = { role: Role.OTHER, factor: '', code: '', stat: 'rtd', concentration: false };
const ABOUT: KeyMeaning = { ...NOTHING, role: Role.ABOUT };

const isConcentration = (factor: string) => /^[mun]g\/(?:m3|L)$/.test(factorUnit(factor) ?? '');

/** The factor of the instrument that `PolId` names; '' where it is no code. */
export const instrumentOf = (said: string) => (CODE.test(said) ? factorOf(said) : '');

/** Unknown codes stay as they are. `I33400` is printed with a capital. */
function factorOf(code: string): string {
  const old = factorOfOldCode(code);
  if (old !== null) return old;
  const lower = code.toLowerCase();
  return !Object.hasOwn(FACTORS, code) && Object.hasOwn(FACTORS, lower) ? lower : code;
}
