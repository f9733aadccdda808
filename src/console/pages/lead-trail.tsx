import type { LeadDetail } from '../../model/views.ts';
import { useWords } from '../i18n/index.ts';
import { LeadStateMark } from '../parts/states.tsx';
import { Moment } from '../parts/when.tsx';

/** The machine's name in histories. */
const MACHINE = 'fluewatch';

/** Who moved the lead, when and why; newest first. */
export function LeadTrail({ history }: { history: LeadDetail['history'] }) {
  const { t } = useWords();
  if (history.length === 0) return <p className="quiet-note">{t('lead.noHistory')}</p>;
  return (
    <ol className="trail">
      {[...history].reverse().map((step) => (
        <li key={step.at + step.to + step.reason}>
          {step.from !== null && step.from !== step.to && (
            <>
              <LeadStateMark state={step.from} /> →{' '}
            </>
          )}
          <LeadStateMark state={step.to} />
          <div>{step.reason}</div>
          <div className="muted">
            <Moment time={step.at} /> · {step.by === MACHINE ? t('lead.machine') : step.by}
          </div>
        </li>
      ))}
    </ol>
  );
}
