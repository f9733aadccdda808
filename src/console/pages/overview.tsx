import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { overviewQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { Block } from '../parts/block.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { SeverityShape } from '../parts/severity.tsx';
import { SEVERITY_ORDER } from '../parts/severity-order.ts';
import { openAlerts } from '../shell/open-counts.ts';
import { NewestAlerts } from './newest-alerts.tsx';
import { OverviewCounts } from './overview-counts.tsx';
import { SitesOfConcern } from './sites-of-concern.tsx';

export function Overview() {
  const { t } = useWords();
  const query = useQuery(overviewQuery());
  return (
    <>
      <PageTitle title={t('overview.title')}>
        <span className="muted">{t('app.tagline')}</span>
      </PageTitle>
      <Block query={query} rows={3}>
        {(overview) => (
          <ul className="tiles" aria-label={`${t('overview.openAlerts')} ${openAlerts(overview)}`}>
            {SEVERITY_ORDER.map((severity) => {
              const n = overview.open[severity];
              return (
                <li key={severity}>
                  <Link to={`/alerts?severity=${severity}`} className={`tile tile-${severity}`} data-none={n === 0}>
                    <span className="tile-name">
                      <SeverityShape severity={severity} />
                      {t(`severityLong.${severity}`)}
                    </span>
                    <span className="tile-n num">{n}</span>
                  </Link>
                </li>
              );
            })}
          </ul>
        )}
      </Block>
      <div className="overview-grid">
        <div className="stack">
          <NewestAlerts />
          <SitesOfConcern />
        </div>
        <Block query={query} rows={8}>
          {(overview) => <OverviewCounts overview={overview} />}
        </Block>
      </div>
    </>
  );
}
