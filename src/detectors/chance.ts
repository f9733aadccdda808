import { gammaln } from 'simple-statistics';

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
