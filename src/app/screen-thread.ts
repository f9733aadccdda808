import { parentPort, workerData } from 'node:worker_threads';
import { screen } from '../screen/screen.ts';
import type { Task } from './screen-columns.ts';
import { screenRules } from './screen-rules.ts';

/** One of several threads that screen the columns of a large table: a column in, what came of it out. */
const { table, hours } = workerData as Task;
const { config, verdicts } = screenRules();
parentPort!.on('message', (column: number) => {
  parentPort!.postMessage(screen(table, column, hours.get(column), config, verdicts));
});
