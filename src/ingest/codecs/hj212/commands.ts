import { GRAIN_ID } from '../../../model/channel.ts';

export type CommandKind = 'upload' | 'notification' | 'answer' | 'heartbeat' | 'request' | 'unknown';

/** What DataTime and the readings of a command speak for; -1 = it carries none. 3020 gives the state of the site. */
export function grainOf(command: number): number {
  switch (command) {
    case 2011:
    case 3020:
      return GRAIN_ID.live;
    case 2051:
      return GRAIN_ID.minute;
    case 2111:
      return GRAIN_ID.five;
    case 2061:
      return GRAIN_ID.hour;
    case 2031:
      return GRAIN_ID.day;
    default:
      return -1;
  }
}

/** Commands that ask in one direction and deliver in the other: what the data area holds tells which. */
const TWO_WAY = new Set([
  ...[1011, 1021, 1031, 1041, 1061, 1063],
  ...[2011, 2013, 2021, 2031, 2041, 2051, 2052, 2061, 2062, 2071, 2081, 2111],
  ...[3015, 3017, 3018, 3019, 3020],
]);
const REQUESTS = new Set([
  ...[1000, 1002, 1012, 1014, 1022, 1032, 1042, 1062, 1064, 1072],
  ...[3011, 3012, 3013, 3014, 3016, 3021, 3022, 3024],
]);

/** @param delivers the data area holds more than what a request asks by */
export function kindOf(command: number, version: number, delivers: boolean): CommandKind {
  if (command >= 9011 && command <= 9014) return 'answer';
  if (command === 9015 || command === 9021) return 'heartbeat';
  if (command === 1013 || command === 2012 || command === 2022) return 'notification';
  // 2005: the server sets the warn time. 2025: the device tells its hardware number
  if (command === 1001) return version === 2 ? 'notification' : 'request';
  if (command === 2072) return 'upload';
  if (TWO_WAY.has(command)) return delivers ? 'upload' : 'request';
  return REQUESTS.has(command) ? 'request' : 'unknown';
}
