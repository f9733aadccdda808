/** How many messages of each partition that is ours are not durable here yet. */
export class Lag {
  readonly #behind = new Map<string, number>();

  set(topic: string, partition: number, messages: number): void {
    this.#behind.set(`${topic}/${partition}`, messages);
  }

  /** Forgets partitions that went to others. */
  keepOnly(assigned: Readonly<Record<string, readonly number[]>>): void {
    for (const key of this.#behind.keys()) {
      const at = key.lastIndexOf('/');
      if (!assigned[key.slice(0, at)]?.includes(Number(key.slice(at + 1)))) this.#behind.delete(key);
    }
  }

  get total(): number {
    let total = 0;
    for (const messages of this.#behind.values()) total += messages;
    return total;
  }
}
