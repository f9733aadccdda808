import { parentPort, workerData } from 'node:worker_threads';
import type { ReportDocument } from '../../report/document.ts';
import { pdfOf } from '../../report/pdf.ts';

/** One document in, its PDF out. */
const pdf = await pdfOf(workerData as ReportDocument);
parentPort!.postMessage(new Uint8Array(pdf));
