import { Worker } from 'node:worker_threads';
import type { Questions } from './questions.ts';
import type { FromShard, Progress, ShardSetup, ToShard } from './shard-thread.ts';

/** A shard on its own thread, seen from the main one. */
export class ShardClient {
  readonly #worker: Worker;
  readonly #progress: (progress: Progress) => void;
  #questions = new Map<number, { resolve(answer: unknown): void; reject(error: Error): void }>();
  #waiting: { seq: number; resolve(): void }[] = [];
  #lastId = 0;
  #position = 0;
  #behind = 0;
  #refused: string | null = null;
  /** rejects when the thread dies */
  readonly failed: Promise<never>;

  /** @param progress called after each transaction of the shard's store */
  constructor(setup: ShardSetup, progress: (progress: Progress) => void) {
    this.#progress = progress;
    this.#worker = new Worker(new URL('shard-thread.ts', import.meta.url), { workerData: setup });
    this.#worker.on('message', (message: FromShard) => this.#receive(message));
    this.failed = new Promise((_, reject) => {
      this.#worker.once('error', reject);
      this.#worker.once('exit', (code) => reject(new Error(`the shard's thread ended with ${code}`)));
    });
    this.failed.catch((error: Error) => {
      for (const { reject } of this.#questions.values()) reject(error);
      this.#questions.clear();
    });
  }

  /** Journal batch up to which the store holds. */
  get position(): number {
    return this.#position;
  }

  /** Outlets whose past is still to be judged under rules that changed. */
  get behind(): number {
    return this.#behind;
  }

  /** Why the store takes nothing, while it does not. */
  get refused(): string | null {
    return this.#refused;
  }

  /** Resolves when the thread has loaded what its store keeps. */
  async ready(): Promise<void> {
    await Promise.race([this.ask('status', undefined), this.failed]);
  }

  /** The journal has grown. */
  grown(head: number): void {
    this.#send({ head });
  }

  /** Resolves when the store contains a journal batch. */
  async applied(seq: number): Promise<void> {
    if (this.#position >= seq) return;
    const applied = new Promise<void>((resolve) => this.#waiting.push({ seq, resolve }));
    await Promise.race([applied, this.failed]);
  }

  ask<Q extends keyof Questions>(question: Q, ask: Questions[Q]['ask']): Promise<Questions[Q]['answer']> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#questions.set(id, { resolve: (answer) => resolve(answer as Questions[Q]['answer']), reject });
      this.#send({ id, question, ask });
    });
  }

  async close(): Promise<void> {
    this.#worker.removeAllListeners('exit');
    await this.#worker.terminate();
  }

  #send(message: ToShard): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromShard): void {
    if ('position' in message) {
      this.#position = message.position;
      this.#behind = message.behind;
      this.#refused = message.refused;
      this.#waiting = this.#waiting.filter(({ seq, resolve }) => {
        if (seq <= message.position) resolve();
        return seq > message.position;
      });
      this.#progress(message);
      return;
    }
    const question = this.#questions.get(message.id);
    this.#questions.delete(message.id);
    if ('error' in message) question?.reject(new Error(message.error));
    else question?.resolve(message.answer);
  }
}
