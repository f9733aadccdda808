import { civilMs, DAY_MS, EARLIEST_MS, HOUR_MS, MINUTE_MS, rfc3339 } from '../../../model/beijing.ts';
import { isDigit } from './bytes.ts';

/** Digits of a time without and with milliseconds: `YYYYMMDDhhmmss`, `YYYYMMDDhhmmsszzz`. */
export const STAMP = 14;
export const STAMP_MS = 17;

const digits = (bytes: Uint8Array, at: number, count: number): number => {
  let n = 0;
  for (let i = at; i < at + count; i++) n = n * 10 + bytes[i]! - 0x30;
  return n;
};

export function allDigits(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!isDigit(bytes[i]!)) return false;
  return true;
}

// Frames come in runs of one day, so the day is computed once.
let lastDate = 0;
let lastMidnight = Number.NaN;

/**
 * Instant of the 14 digits at `at`, read as Beijing time: epoch ms. NaN for a date that does not exist or lies before
 * 1992. Second 60 and 24:00:00 roll over. The bytes must be digits.
 */
export function stampMs(bytes: Uint8Array, at: number): number {
  const date = digits(bytes, at, 8);
  const h = digits(bytes, at + 8, 2);
  const m = digits(bytes, at + 10, 2);
  const s = digits(bytes, at + 12, 2);
  if (date !== lastDate) {
    lastDate = date;
    lastMidnight = civilMs(Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100, 0, 0, 0);
  }
  if (m > 59 || s > 60 || h > 24 || (h === 24 && (m > 0 || s > 0))) return Number.NaN;
  const instant = lastMidnight + h * HOUR_MS + m * MINUTE_MS + s * 1000;
  return instant >= EARLIEST_MS ? instant : Number.NaN;
}

/** Whether the 14 digits at `at` say second 60 or 24:00:00. */
export function rollsOver(bytes: Uint8Array, at: number): boolean {
  return digits(bytes, at + 12, 2) === 60 || digits(bytes, at + 8, 2) === 24;
}

/**
 * The sender's clock at sending, from QN `[from, to)`: epoch ms, 0 = unknown. A QN should have 17 digits; 14 without
 * milliseconds and 13 of epoch milliseconds are met, anything else is but a token.
 */
export function sentAtOf(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  if ((length !== STAMP_MS && length !== STAMP && length !== 13) || !allDigits(bytes, from, to)) return 0;
  if (length === 13) {
    const at = digits(bytes, from, 13);
    return at >= EARLIEST_MS ? at : 0;
  }
  const at = stampMs(bytes, from) + (length === STAMP_MS ? digits(bytes, from + STAMP, 3) : 0);
  return Number.isNaN(at) ? 0 : at;
}

/** Start of the period of `grain` (GRAIN_ID: live, minute, five, hour, day) that holds the instant, epoch ms. */
export function periodStart(at: number, grain: number): number {
  const length = [1, MINUTE_MS, 5 * MINUTE_MS, HOUR_MS, DAY_MS][grain]!;
  const offset = 8 * HOUR_MS;
  return Math.floor((at + offset) / length) * length - offset;
}

/** `YYYYMMDDhhmmss` in Beijing. */
export function stampOf(at: number): string {
  return rfc3339(at).slice(0, 19).replace(/\D/g, '');
}

/** A QN: `YYYYMMDDhhmmsszzz` in Beijing. */
export function qnOf(at: number): string {
  return stampOf(at) + String(((at % 1000) + 1000) % 1000).padStart(3, '0');
}
