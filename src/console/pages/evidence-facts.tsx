import type { Evidence, LeadQueue } from '../../model/lead.ts';
import { useWords } from '../i18n/index.ts';
import { layerName } from '../parts/facts.tsx';

/** How the signals of suspected falsification weigh together, and why that makes a lead or only a case for review. */
export function EvidenceFacts({ evidence, queue }: { evidence: Evidence; queue: LeadQueue }) {
  const { t, say } = useWords();
  const { score, needed, layers, decisive, acts = 1 } = evidence;
  const reason = queue === 'review' ? 'review' : !decisive ? 'together' : acts > 1 ? 'again' : 'decisive';
  return (
    <>
      <p>{t(`lead.evidenceWhy.${reason}`)}</p>
      <dl className="facts lead-facts">
        <div>
          <dt>{t('lead.evidenceScore')}</dt>
          <dd className="num">
            {score} / {needed.lead}
          </dd>
        </div>
        <div>
          <dt>{t('lead.evidenceLayers')}</dt>
          <dd>{layers.map((layer) => layerName(t, say, layer)).join(t('common.listComma'))}</dd>
        </div>
      </dl>
    </>
  );
}
