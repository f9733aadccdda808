/** A window and the log-odds that the judge gives it alone. */
export interface Opinion {
  from: number;
  to: number;
  size: number;
  odds: number;
}

/** Weight of what windows of the same size say; the rest is the surest of the other sizes. */
const OWN = 0.75;
/** What counts as said by sizes that say nothing. */
const SILENT = -6;

/**
 * Lets windows that look at the same stretch agree: the mean of the latest windows of a size, and the surest of the
 * latest of other sizes. One window that is off by itself is more often chance than falsification. Nothing that ends after
 * a window speaks for it.
 */
export class Agreement {
  readonly #recent: Opinion[][] = [];

  /** @param seen in order of `to`, after those of earlier calls @returns combined log-odds, in the order of `seen` */
  weigh(seen: readonly Opinion[]): number[] {
    let next = 0;
    return seen.map((window) => {
      for (; next < seen.length && seen[next]!.to <= window.to; next++) {
        const opinion = seen[next]!;
        this.#recent[opinion.size] ??= [];
        this.#recent[opinion.size]!.push(opinion);
      }
      let own = 0;
      let other = SILENT;
      this.#recent.forEach((opinions, size) => {
        const latest = latestOf(opinions, window);
        if (size === window.size) own = latest.reduce((sum, { odds }) => sum + odds, 0) / latest.length;
        else for (const { odds } of latest) other = Math.max(other, odds);
      });
      return OWN * own + (1 - OWN) * other;
    });
  }
}

/** Of windows of one size those that end with another or not long before: half of the shorter, at least a third of their own length. */
function latestOf(opinions: Opinion[], { from, to }: Opinion): Opinion[] {
  const last = opinions.at(-1);
  if (!last) return [];
  const length = last.to - last.from;
  const reach = to - Math.max(Math.min(length, to - from) / 2, length / 3);
  let first = opinions.length;
  while (first > 0 && opinions[first - 1]!.to > reach) first--;
  const latest = opinions.slice(first);
  // whoever comes later reaches less far back than a whole length
  let stale = 0;
  while (stale < opinions.length && opinions[stale]!.to <= to - length) stale++;
  opinions.splice(0, stale);
  return latest;
}
