/** Pauses between attempts, ms: each twice the last up to the longest, and up to a quarter longer by chance. */
export interface Pauses {
  firstMs: number;
  longestMs: number;
}

/** Long enough to spare a service that comes up, short enough that nobody waits for us afterwards. */
export const PAUSES: Pauses = { firstMs: 1000, longestMs: 60_000 };

/** @param failures attempts in a row that failed, from 1 */
export function pauseMs({ firstMs, longestMs }: Pauses, failures: number): number {
  return Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30)) * (1 + Math.random() / 4);
}
