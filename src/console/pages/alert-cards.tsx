import type { AlertRow } from '../../model/views/alerts.ts';
import { reason } from '../format/reason.ts';
import { useWords } from '../i18n/index.ts';
import { JudgedValue } from '../parts/judged-value.tsx';
import { SeverityChip } from '../parts/severity.tsx';
import { AlertStateMark } from '../parts/states.tsx';
import { Ago, Span } from '../parts/when.tsx';

interface AlertCardsProps {
  rows: AlertRow[];
  open: (id: string) => void;
  rowProps?: (i: number) => object;
}

/** Alerts on a phone, or wherever there is room for a few only. */
export function AlertCards({ rows, open, rowProps }: AlertCardsProps) {
  const { t, say } = useWords();
  return (
    <ul className="cards" aria-label={t('alerts.list')}>
      {rows.map((row, i) => (
        <li key={row.id}>
          <button
            type="button"
            className={`item-card edge-${row.severity}`}
            onClick={() => open(row.id)}
            {...rowProps?.(i)}
          >
            <span className="line">
              <SeverityChip severity={row.severity} />
              <AlertStateMark state={row.state} />
              <span className="spring" />
              <span className="muted small">
                <Ago time={row.updatedAt} />
              </span>
            </span>
            <span className="line">{reason(say(row.says), say(row.siteName), say(row.outletName))}</span>
            {row.value !== null && (
              <span className="line small">
                <JudgedValue alert={row} />
              </span>
            )}
            <span className="line muted small">
              {say(row.siteName)} · {say(row.outletName)}
            </span>
            <span className="line muted small">
              <Span start={row.start} end={row.end} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
