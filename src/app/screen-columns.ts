import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Screened, screen } from '../screen/screen.ts';
import type { Table } from '../screen/table.ts';
import type { Hours } from '../screen/tests/mean-mismatch.ts';
import { screenRules } from './screen-rules.ts';

/** What a thread is given, once, and the columns it is then asked for. */
export interface Task {
  table: Table;
  hours: ReadonlyMap<number, Hours>;
}

/** Samples in all from which more than one thread pays. */
const MANY = 200_000;

/** Screens columns of a table, several at a time where the table is large. @returns results in the order of `columns` */
export async function screenColumns(
  table: Table,
  columns: readonly number[],
  hours: ReadonlyMap<number, Hours>,
): Promise<Screened[]> {
  const threads = Math.min(availableParallelism(), columns.length);
  if (threads < 2 || table.length * columns.length < MANY) {
    const { config, verdicts } = screenRules();
    return columns.map((column) => screen(table, column, hours.get(column), config, verdicts));
  }
  const results: Screened[] = new Array(columns.length);
  let next = 0;
  await Promise.all(Array.from({ length: threads }, () => worked()));
  return results;

  function worked(): Promise<void> {
    const task: Task = { table, hours };
    const worker = new Worker(new URL('./screen-thread.ts', import.meta.url), { workerData: task });
    return new Promise((resolve, reject) => {
      const ask = () => {
        if (next >= columns.length) {
          resolve();
          void worker.terminate();
          return;
        }
        const place = next++;
        worker.once('message', (result: Screened) => {
          results[place] = result;
          ask();
        });
        worker.postMessage(columns[place]);
      };
      worker.once('error', reject);
      ask();
    });
  }
}
