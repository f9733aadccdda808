/** The latest exchanges of each sender, to know a retry of a frame that carries no readings. Bounded. */
export class Repeats {
  readonly #perSender: number;
  #recent = new Map<string, string[]>();

  constructor(perSender = 64) {
    this.#perSender = perSender;
  }

  /** Whether the exchange was seen before; it is remembered from now on. */
  has(sender: string, exchange: string): boolean {
    const recent = this.#recent.get(sender) ?? [];
    this.#recent.set(sender, recent);
    if (recent.includes(exchange)) return true;
    recent.push(exchange);
    if (recent.length > this.#perSender) recent.shift();
    return false;
  }
}
