import type { AlertEventKind } from '../../model/alert.ts';
import type { LeadDetail } from '../../model/views/leads.ts';
import { useWords } from '../i18n/index.ts';
import { LeadStateMark } from '../parts/states.tsx';
import { useUrl } from '../parts/url.ts';
import { Moment } from '../parts/when.tsx';

/** The machine's name in histories. */
const MACHINE = 'fluewatch';

const ABOUT_ALERT = /^(raised|revised|confirmed|withdrawn) (\S+)$/;

/** The machine notes which alert made it act: said in words, with the alert one click away. */
function MachineReason({ text }: { text: string }) {
  const { t } = useWords();
  const { patch } = useUrl();
  const about = ABOUT_ALERT.exec(text);
  if (!about) return <>{text}</>;
  return (
    <>
      {t(`alertEvent.${about[1] as AlertEventKind}`)}{' '}
      <button type="button" className="link mono" onClick={() => patch({ alert: about[2] ?? null })}>
        {about[2]}
      </button>
    </>
  );
}

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
          <div>{step.by === MACHINE ? <MachineReason text={step.reason} /> : step.reason}</div>
          <div className="muted">
            <Moment time={step.at} /> · {step.by === MACHINE ? t('lead.machine') : step.by}
          </div>
        </li>
      ))}
    </ol>
  );
}
