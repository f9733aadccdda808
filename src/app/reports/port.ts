import type { Ports } from '../../api/ports.ts';
import { dayOf } from '../../model/beijing.ts';
import { htmlOf } from '../../report/html.ts';
import type { StoreReader } from '../../store/reader.ts';
import type { Ask } from './gather.ts';
import { reportDocument } from './make.ts';
import { PdfWorker } from './pdf-worker.ts';
import type { ReportSettings } from './settings.ts';

/** Reports of a running server. */
export function reportPort(ask: Ask, views: StoreReader, settings: ReportSettings): Ports['report'] {
  const pdf = new PdfWorker();
  return async ({ format, language, ...scope }) => {
    const document = await reportDocument(scope, language, {
      ask,
      views,
      issuer: settings.issuer ?? null,
      today: dayOf(Date.now()),
    });
    return { name: document.name, bytes: format === 'pdf' ? await pdf.make(document) : htmlOf(document) };
  };
}
