import { Worker } from 'node:worker_threads';
import type { ReportDocument } from '../../report/document.ts';

/** Makes PDFs beside the main thread, one after the other: a month of a province takes seconds and much memory. */
export class PdfWorker {
  #last: Promise<unknown> = Promise.resolve();

  make(document: ReportDocument): Promise<Uint8Array> {
    const made = this.#last.then(() => inThread(document));
    this.#last = made.catch(() => {});
    return made;
  }
}

function inThread(document: ReportDocument): Promise<Uint8Array> {
  const worker = new Worker(new URL('pdf-thread.ts', import.meta.url), { workerData: document });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the PDF's thread ended with ${code}`)));
  });
}
