import { minuteText, parseTime } from '../../model/beijing.ts';
import type { AlertView } from '../../model/views/alerts.ts';
import { useWords } from '../i18n/index.ts';
import { Nothing } from '../parts/block.tsx';
import { JudgedValue } from '../parts/judged-value.tsx';
import { SeverityChip } from '../parts/severity.tsx';
import { AlertStateMark } from '../parts/states.tsx';
import { useUrl } from '../parts/url.ts';
import { Span } from '../parts/when.tsx';

/** The alerts a lead gathers; each opens with its chart and argument. */
export function LeadAlerts({ alerts }: { alerts: AlertView[] }) {
  const { t, say } = useWords();
  const { patch } = useUrl();
  if (alerts.length === 0) return <Nothing title={t('lead.noAlerts')} />;
  return (
    <ul className="newest">
      {alerts.map((alert) => (
        <li key={alert.id}>
          <button type="button" className="newest-row" onClick={() => patch({ alert: alert.id })}>
            <span className="newest-sev">
              <SeverityChip severity={alert.severity} />
            </span>
            <span className="newest-says">
              <span className="clamp">{say(alert.says)}</span>
              <span className="small muted line">
                <Span start={alert.start} end={alert.end} /> <AlertStateMark state={alert.state} />
              </span>
              {typeof alert.facts.finalUntil === 'string' && (
                <span className="small muted line">
                  {t('lead.finalUntil', { at: minuteText(parseTime(alert.facts.finalUntil)) })}
                </span>
              )}
            </span>
            <span className="newest-value">
              <JudgedValue alert={alert} lines={2} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
