import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { OutletState, SiteSummary } from '../../model/views/sites.ts';
import { sitesQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { Block, Nothing } from '../parts/block.tsx';
import { Card } from '../parts/card.tsx';
import { OutletStateMark } from '../parts/states.tsx';
import { Ago } from '../parts/when.tsx';

const SHOWN = 6;
/** Worst first. */
const RANK: OutletState[] = ['exceeding', 'abnormal', 'missing', 'unknown', 'stopped', 'normal'];

const concerns = (site: SiteSummary) =>
  site.openAlerts > 0 || site.openLeads > 0 || RANK.indexOf(site.state) <= RANK.indexOf('missing');

export function SitesOfConcern() {
  const { t, say } = useWords();
  const query = useQuery(sitesQuery());
  return (
    <Card title={t('overview.attention')} extra={<Link to="/sites">{t('overview.seeAll')}</Link>} flush>
      <Block query={query} rows={3}>
        {({ items }) => {
          const sites = items
            .filter(concerns)
            .sort((a, b) => RANK.indexOf(a.state) - RANK.indexOf(b.state) || b.openAlerts - a.openAlerts)
            .slice(0, SHOWN);
          if (sites.length === 0) {
            return <Nothing title={t('overview.noAttention')} hint={t('overview.noAttentionHint')} />;
          }
          return (
            <ul className="concern">
              {sites.map((site) => (
                <li key={site.id}>
                  <OutletStateMark state={site.state} />
                  <Link to={`/sites/${encodeURIComponent(site.id)}`}>{say(site.name)}</Link>
                  <span className="num">
                    {t('sites.openAlerts')} <b>{site.openAlerts}</b>
                  </span>
                  <span className="num">
                    {t('sites.openLeads')} <b>{site.openLeads}</b>
                  </span>
                  <span className="muted">
                    <Ago time={site.lastData} none={t('sites.noData')} />
                  </span>
                </li>
              ))}
            </ul>
          );
        }}
      </Block>
    </Card>
  );
}
