/** Writes lines to stdout in large pieces, waiting where the reader is slow. A reader that went away ends quietly. */
export class Lines {
  #held: string[] = [];
  #size = 0;

  constructor() {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }

  write(line: string): void | Promise<void> {
    this.#held.push(line);
    this.#size += line.length;
    if (this.#size > 65_536) return this.flush();
  }

  async flush(): Promise<void> {
    if (this.#held.length === 0) return;
    const text = `${this.#held.join('\n')}\n`;
    this.#held = [];
    this.#size = 0;
    if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  }
}
