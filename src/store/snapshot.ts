import { openSnapshot } from './database.ts';
import { StoreLoader } from './loader.ts';

/** The views as they stood when this was opened, whoever writes them meanwhile: to look at, never to write. */
export class StoreSnapshot extends StoreLoader {
  /** Throws where no writer has made the file yet. */
  constructor(path: string) {
    super(openSnapshot(path));
  }

  commit(): never {
    throw new Error('a snapshot is not written');
  }
}
