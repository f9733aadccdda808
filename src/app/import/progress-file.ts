import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** How far a file went to a destination. */
interface Kept {
  size: number;
  modified: number;
  to: string;
  mapping: string;
  next: number;
}

/**
 * Remembers beside a file how far its import came, so that the next run goes on from there. Where nothing can be written
 * it begins anew, which does no harm: readings that are there already are repeats.
 */
export class ProgressFile {
  readonly #path: string;
  readonly #about: Omit<Kept, 'next'>;

  constructor(file: string, to: string, mapping: string) {
    const { size, mtimeMs } = statSync(file);
    this.#path = `${file}.progress`;
    this.#about = { size, modified: Math.floor(mtimeMs), to, mapping };
  }

  /** Where to go on; 0 for a file that was never begun, or is another now. */
  get next(): number {
    try {
      const { next, ...about } = JSON.parse(readFileSync(this.#path, 'utf8')) as Kept;
      return JSON.stringify(about) === JSON.stringify(this.#about) ? next : 0;
    } catch {
      return 0;
    }
  }

  reached(next: number): void {
    try {
      writeFileSync(this.#path, JSON.stringify({ ...this.#about, next }));
    } catch {}
  }

  done(): void {
    rmSync(this.#path, { force: true });
  }
}
