import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { SiteView } from '../../model/views/sites.ts';
import { siteQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { Block, Nothing } from '../parts/block.tsx';
import { industryText } from '../parts/industry.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { OutletStateMark } from '../parts/states.tsx';
import { useUrl } from '../parts/url.ts';
import { Ago } from '../parts/when.tsx';
import { OutletPicker } from './outlet-picker.tsx';
import { SiteAxis } from './site-axis.tsx';
import { SiteLimits } from './site-limits.tsx';
import { SiteQuotas } from './site-quotas.tsx';

/** One site, one file: its outlets, and everything about the chosen one on one time axis. */
export default function Site() {
  const { id = '' } = useParams();
  const query = useQuery(siteQuery(id));
  return (
    <Block query={query} rows={10}>
      {(site) => <SiteFile site={site} />}
    </Block>
  );
}

function SiteFile({ site }: { site: SiteView }) {
  const { t, say } = useWords();
  const { get, patch } = useUrl();
  const outlet = site.outletList.find(({ id }) => id === get('outlet')) ?? site.outletList[0];
  return (
    <>
      <PageTitle title={say(site.name)}>
        <OutletStateMark state={site.state} />
        {site.demonstration && <span className="demo">{t('shell.demonstration')}</span>}
        <span className="spring" />
        <Link to={`/alerts?site=${encodeURIComponent(site.id)}`}>{t('site.allAlerts')} →</Link>
      </PageTitle>
      <dl className="site-head">
        <div>
          <dt>{t('sites.industry')}</dt>
          <dd>{industryText(t, site.industry)}</dd>
        </div>
        <div>
          <dt>{t('sites.region')}</dt>
          <dd className="num">{site.region}</dd>
        </div>
        <div>
          <dt>{t('sites.openAlerts')}</dt>
          <dd className="num">{site.openAlerts}</dd>
        </div>
        <div>
          <dt>{t('sites.openLeads')}</dt>
          <dd className="num">{site.openLeads}</dd>
        </div>
        <div>
          <dt>{t('sites.lastData')}</dt>
          <dd>
            <Ago time={site.lastData} none={t('sites.noData')} />
          </dd>
        </div>
      </dl>
      {outlet === undefined ? (
        <div className="card">
          <Nothing title={t('site.noOutlets')} hint={t('site.noOutletsHint')} />
        </div>
      ) : (
        <div className="stack">
          <OutletPicker
            outlets={site.outletList}
            chosen={outlet.id}
            choose={(id) => patch({ outlet: id, factor: null }, { replace: true })}
          />
          <SiteAxis key={outlet.id} site={site.id} outlet={outlet} />
          <div className="pair-wide">
            <SiteLimits outlet={outlet} />
            <SiteQuotas outlet={outlet} />
          </div>
        </div>
      )}
    </>
  );
}
