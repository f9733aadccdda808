import { gammaln } from 'simple-statistics';
import { z } from 'zod';

/** When a coincidence of two independent layers is none any more: the signal then makes a lead by itself. */
export const beyondChance = {
  certain: z
    .strictObject({
      events: z.number().int().min(1).describe('次数 / so many events'),
      chance: z.number().min(0).max(1).describe('且巧合的概率小于此值 / and a coincidence less likely than this'),
    })
    .describe('达到后该信号单独即可形成线索 / from here on the signal makes a lead by itself'),
};

/** Weight of a coincidence that was seen `events` times and has this chance: 1 where it is beyond chance. */
export function weightOf(
  { score, certain }: { score: number; certain: { events: number; chance: number } },
  events: number,
  chance: number,
): number {
  return events >= certain.events && chance < certain.chance ? 1 : score;
}

/**
 * Probability that of `n` independent trials with probability `p` at least `k` succeed (upper tail of the binomial
 * distribution): how likely a coincidence of this size is. 0 ≤ k ≤ n, 0 < p < 1.
 */
export function chanceOf(n: number, k: number, p: number): number {
  let sum = 0;
  for (let i = n; i >= k; i--) {
    const choose = gammaln(n + 1) - gammaln(i + 1) - gammaln(n - i + 1);
    sum += Math.exp(choose + i * Math.log(p) + (n - i) * Math.log1p(-p));
  }
  return Math.min(1, sum);
}
