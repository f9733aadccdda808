import { watch } from 'chokidar';
import type { Logger } from 'pino';

/** After a change the folder is read when nothing more has happened for this long: editors save in several steps. */
const QUIET_MS = 100;

/** It is read this often without any sign as well: network and container file systems tell of no changes. */
const ANYWAY_MS = 10_000;

/**
 * Calls back when files of a folder may have changed. chokidar and not `fs.watch`: that one loses the watch of a folder
 * which an editor or a checkout puts a new one in the place of.
 * @returns the way to stop
 */
export function watchFolder(folder: string, changed: () => void, log: Logger): () => Promise<void> {
  let soon: NodeJS.Timeout | undefined;
  const later = () => {
    clearTimeout(soon);
    soon = setTimeout(changed, QUIET_MS);
  };
  const watcher = watch(folder, { ignoreInitial: true })
    .on('all', later)
    .on('ready', later)
    .on('error', (error) => log.warn({ err: error, folder }, 'the folder is not watched; it is read now and then'));
  const anyway = setInterval(changed, ANYWAY_MS);
  return async () => {
    clearTimeout(soon);
    clearInterval(anyway);
    await watcher.close();
  };
}
