import { setTimeout as sleep } from 'node:timers/promises';

/** The first wait, ms; each further one is twice as long … */
const FIRST_MS = 250;
/** … up to this. */
const LONGEST_MS = 30_000;
/** A connection that held so long was a good one: after it, waits begin short again. */
export const STEADY_MS = 10_000;

/**
 * How long to wait before trying again after so many failures in a row (0, 1, 2 …), ms: doubled each time, and at random
 * between half and the whole, so that many who lost the same broker do not come back all at once.
 */
export function delayMs(failures: number, longestMs = LONGEST_MS): number {
  const full = Math.min(longestMs, FIRST_MS * 2 ** Math.min(failures, 20));
  return full * (0.5 + Math.random() / 2);
}

/** Waits so long, or until the signal says that there is nothing to wait for any more. Never rejects. */
export async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
