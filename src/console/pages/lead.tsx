import { LeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { LeadDetail } from '../../model/views/leads.ts';
import { leadQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { Answers } from '../parts/answers.tsx';
import { Against, BasisList, Steps } from '../parts/argument.tsx';
import { Block } from '../parts/block.tsx';
import { Card } from '../parts/card.tsx';
import { Complaints } from '../parts/complaints.tsx';
import { Deliveries } from '../parts/deliveries.tsx';
import { Footage } from '../parts/footage.tsx';
import { useMedia } from '../parts/narrow.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { PriorityMeter } from '../parts/priority.tsx';
import { SeverityChip } from '../parts/severity.tsx';
import { LeadStateMark } from '../parts/states.tsx';
import { Moment, Span } from '../parts/when.tsx';
import { EvidenceFacts } from './evidence-facts.tsx';
import { LeadAlerts } from './lead-alerts.tsx';
import { LeadDevices } from './lead-devices.tsx';
import { LeadMoves } from './lead-moves.tsx';
import { LeadTrail } from './lead-trail.tsx';

export default function Lead() {
  const { t } = useWords();
  const { id = '' } = useParams();
  const query = useQuery(leadQuery(id));
  return (
    <>
      <p className="back no-print">
        <Link to="/leads">
          <LeftOutlined aria-hidden="true" /> {t('lead.back')}
        </Link>
      </p>
      <Block query={query} rows={10}>
        {(lead) => <LeadFile lead={lead} />}
      </Block>
    </>
  );
}

/** A lead as it is handed to enforcement: what, why first, the argument, who moved it. */
function LeadFile({ lead }: { lead: LeadDetail }) {
  const { t, say } = useWords();
  const roomy = useMedia('(min-width: 1100px)');
  const sections = [
    { id: 'alerts', title: t('lead.alerts'), body: <LeadAlerts alerts={lead.alertList} /> },
    { id: 'against', title: t('lead.against'), body: <Against against={lead.against} />, hint: t('alert.againstHint') },
    { id: 'steps', title: t('lead.steps'), body: <Steps steps={lead.steps} /> },
    { id: 'basis', title: t('lead.basis'), body: <BasisList basis={lead.basis} /> },
    { id: 'footage', title: t('footage.title'), body: <Footage subject={{ lead: lead.id }} /> },
    {
      id: 'answers',
      title: t('answers.title'),
      hint: t('answers.hint'),
      body: <Answers answers={lead.answers} none={t('answers.none')} />,
    },
    {
      id: 'complaints',
      title: t('complaints.title'),
      hint: t('complaints.hint'),
      body: <Complaints about={lead.complaints} site={lead.site} />,
    },
    { id: 'history', title: t('lead.history'), body: <LeadTrail history={lead.history} /> },
    { id: 'deliveries', title: t('deliveries.title'), body: <Deliveries subject={lead.id} /> },
  ];
  return (
    <>
      <PageTitle title={say(lead.says)}>
        <SeverityChip severity={lead.severity} long />
        <LeadStateMark state={lead.state} />
      </PageTitle>
      <p className="quiet-note suspicion">{t('lead.suspicion')}</p>
      <div className="lead-grid">
        <div className="stack lead-side">
          <Card title={t('lead.moves')}>
            <LeadMoves lead={lead} />
          </Card>
          <Card title={t('lead.summary')}>
            <dl className="facts lead-facts">
              <div>
                <dt>{t('leads.site')}</dt>
                <dd>
                  <Link to={`/sites/${encodeURIComponent(lead.site)}`}>{say(lead.siteName)}</Link>
                </dd>
              </div>
              <div>
                <dt>{t('lead.span')}</dt>
                <dd>
                  <Span start={lead.start} end={lead.end} />
                </dd>
              </div>
              <div>
                <dt>{t('lead.opened')}</dt>
                <dd>
                  <Moment time={lead.openedAt} />
                </dd>
              </div>
              <div>
                <dt>{t('lead.assignee')}</dt>
                <dd>{lead.assignee ?? t('leads.nobody')}</dd>
              </div>
              <LeadDevices alerts={lead.alertList} />
              <div>
                <dt>{t('alert.id')}</dt>
                <dd className="mono small">{lead.id}</dd>
              </div>
            </dl>
          </Card>
          <Card title={t('lead.reasons')} extra={<PriorityMeter value={lead.priority} />}>
            <ul className="reasons">
              {lead.reasons.map((reason) => (
                <li key={reason.zh}>{say(reason)}</li>
              ))}
            </ul>
          </Card>
          {lead.evidence && (
            <Card title={t('lead.evidence')}>
              <EvidenceFacts evidence={lead.evidence} queue={lead.queue} />
            </Card>
          )}
          {roomy && (
            <nav className="index no-print" aria-label={t('lead.index')}>
              {sections.map(({ id, title }) => (
                <a key={id} href={`#${id}`}>
                  {title}
                </a>
              ))}
            </nav>
          )}
        </div>
        <div className="stack">
          {sections.map(({ id, title, hint, body }) => (
            <Card key={id} id={id} title={title} {...(hint ? { hint } : {})} flush={id === 'alerts'}>
              {body}
            </Card>
          ))}
        </div>
      </div>
    </>
  );
}
