/** How fast a total grows, over the last ten seconds. */
export class Rate {
  #samples: { at: number; total: number }[] = [];

  sample(at: number, total: number): void {
    this.#samples.push({ at, total });
    while (this.#samples.length > 2 && this.#samples[0]!.at < at - 10_000) this.#samples.shift();
  }

  /** per second; 0 when nothing was sampled for ten seconds */
  at(now: number): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || now - last.at > 10_000) return 0;
    return ((last.total - first.total) * 1000) / Math.max(1000, now - first.at);
  }
}
