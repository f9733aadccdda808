import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { Link } from 'react-router';
import { useAlertMessages } from '../api/live.ts';
import { alertsQuery } from '../api/queries.ts';
import { reason } from '../format/reason.ts';
import { useWords } from '../i18n/index.ts';
import { Block, Nothing } from '../parts/block.tsx';
import { Card } from '../parts/card.tsx';
import { JudgedValue } from '../parts/judged-value.tsx';
import { SeverityChip } from '../parts/severity.tsx';
import { useUrl } from '../parts/url.ts';
import { Span } from '../parts/when.tsx';

const SHOWN = 7;
const PAUSE_MS = 2000;

/** The alerts that changed last; follows the stream, at most every two seconds. */
export function NewestAlerts() {
  const { t, say } = useWords();
  const { patch } = useUrl();
  const client = useQueryClient();
  const query = useInfiniteQuery(alertsQuery({ sort: '-updated' }, SHOWN));
  const waiting = useRef(false);
  useAlertMessages(
    useCallback(() => {
      if (waiting.current) return;
      waiting.current = true;
      setTimeout(() => {
        waiting.current = false;
        void client.invalidateQueries({ queryKey: ['alerts'] });
      }, PAUSE_MS);
    }, [client]),
  );
  return (
    <Card title={t('overview.newest')} extra={<Link to="/alerts">{t('overview.seeAll')}</Link>} flush>
      <Block query={query} rows={6}>
        {({ pages }) => {
          const rows = pages[0]?.items ?? [];
          if (rows.length === 0) return <Nothing title={t('overview.noAlerts')} hint={t('overview.noAlertsHint')} />;
          return (
            <ul className="newest">
              {rows.map((row) => (
                <li key={row.id}>
                  <button type="button" className="newest-row" onClick={() => patch({ alert: row.id })}>
                    <span className="newest-sev">
                      <SeverityChip severity={row.severity} />
                    </span>
                    <span className="newest-says">
                      <span className="clamp">{reason(say(row.says), say(row.siteName), say(row.outletName))}</span>
                      <span className="muted small">
                        {say(row.siteName)} · {say(row.outletName)} · <Span start={row.start} end={row.end} />
                      </span>
                    </span>
                    <span className="newest-value">
                      <JudgedValue alert={row} lines={2} />
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          );
        }}
      </Block>
    </Card>
  );
}
