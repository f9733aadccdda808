import type { Language } from '../../model/text.ts';
import type { ReportDocument } from '../../report/document.ts';
import { documentOf } from '../../report/document-of.ts';
import type { ReportScope } from '../../report/facts.ts';
import { reportOf } from '../../report/report.ts';
import { gather, type ReportGround } from './gather.ts';

/** The report of a period in one language. The same state and day of making give the same document. */
export async function reportDocument(
  scope: ReportScope,
  language: Language,
  ground: ReportGround,
): Promise<ReportDocument> {
  return documentOf(reportOf(await gather(scope, ground)), language);
}
