import { factorName } from './factors.ts';
import type { Text } from './text.ts';

/**
 * What an instrument says of itself in device information (CN 3020, HJ 212-2017 table B.10). Told for the instrument that
 * `PolId` names, and kept as a channel of its own: `a21026-i13008` is the slope of the SO2 analyser.
 */
export const SETTINGS = {
  i12001: { zh: '工作状态', en: 'state' },
  i13001: { zh: '量程', en: 'range' },
  i13007: { zh: '截距', en: 'intercept' },
  i13008: { zh: '斜率', en: 'slope' },
} as const satisfies Record<string, Text>;
export type Setting = keyof typeof SETTINGS;

export const isSettingCode = (code: string): code is Setting => Object.hasOwn(SETTINGS, code);

export const settingChannel = (factor: string, setting: Setting) => `${factor}-${setting}`;

/** Factor and setting of a channel; undefined where it is a measured one. */
export function settingOf(channel: string): { factor: string; setting: Setting } | undefined {
  const dash = channel.lastIndexOf('-');
  const setting = channel.slice(dash + 1);
  return dash > 0 && isSettingCode(setting) ? { factor: channel.slice(0, dash), setting } : undefined;
}

export function settingName({ factor, setting }: { factor: string; setting: Setting }): Text {
  const [of, what] = [factorName(factor), SETTINGS[setting]];
  return { zh: `${of.zh}${what.zh}`, en: `${of.en} ${what.en}` };
}

/** States of an instrument, `i12001`. A state that is not here is a maker's own. */
export const INSTRUMENT_STATES: Readonly<Record<number, Text>> = {
  0: { zh: '运行', en: 'running' },
  1: { zh: '维护', en: 'maintenance' },
  2: { zh: '故障', en: 'fault' },
  3: { zh: '校准', en: 'calibration' },
  5: { zh: '反吹', en: 'blow-back' },
  6: { zh: '电源故障', en: 'power fault' },
  7: { zh: '测量', en: 'measuring' },
  8: { zh: '标定', en: 'standardising' },
  9: { zh: '待机', en: 'standby' },
  10: { zh: '保养', en: 'upkeep' },
};
