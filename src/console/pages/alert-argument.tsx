import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { AlertDetail } from '../../model/views/alerts.ts';
import { siteQuery } from '../api/queries.ts';
import { around, spanParams } from '../format/range.ts';
import { at } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { Answers } from '../parts/answers.tsx';
import { Against, BasisList, Steps } from '../parts/argument.tsx';
import { Complaints } from '../parts/complaints.tsx';
import { Deliveries } from '../parts/deliveries.tsx';
import { FactList } from '../parts/facts.tsx';
import { Footage } from '../parts/footage.tsx';
import { JudgedValue } from '../parts/judged-value.tsx';
import { Section } from '../parts/section.tsx';
import { AlertStateMark } from '../parts/states.tsx';
import { lengthText, Moment, Span } from '../parts/when.tsx';
import { AlertChart } from './alert-chart.tsx';

/** The alert's whole case: the sentence first, then the chart, what speaks against it, how it was computed, the law. */
export function AlertArgument({ alert }: { alert: AlertDetail }) {
  const { t, say } = useWords();
  const { data: site } = useQuery(siteQuery(alert.site));
  const outlet = site?.outletList.find(({ id }) => id === alert.outlet);
  const shown = spanParams(around({ start: at(alert.start), end: at(alert.end) }));
  const axis = new URLSearchParams({ outlet: alert.outlet ?? '', ...shown });
  if (alert.factor) axis.set('factor', alert.factor);
  return (
    <>
      <h2 className="sentence">{say(alert.says)}</h2>
      <p className="verdict">
        <JudgedValue alert={alert} />
      </p>
      <dl className="facts drawer-facts">
        <div>
          <dt>{t('alerts.site')}</dt>
          <dd>
            <Link to={`/sites/${alert.site}`}>{site ? say(site.name) : alert.site}</Link>
          </dd>
        </div>
        <div>
          <dt>{t('alert.outlet')}</dt>
          <dd>{outlet ? say(outlet.name) : (alert.outlet ?? '—')}</dd>
        </div>
        <div>
          <dt>{t('alert.span')}</dt>
          <dd>
            <Span start={alert.start} end={alert.end} />
          </dd>
        </div>
        <div>
          <dt>{t('alert.lasting')}</dt>
          <dd className="num">{lengthText(t, at(alert.end) - at(alert.start))}</dd>
        </div>
        <div>
          <dt>{t('alert.rule')}</dt>
          <dd>
            <Link to={`/rules?rule=${encodeURIComponent(alert.rule)}`}>{say(alert.ruleTitle)}</Link>
            <div className="muted small mono">{alert.ruleVersion}</div>
          </dd>
        </div>
        <div>
          <dt>{t('alert.count')}</dt>
          <dd className="num">{t('common.times', { n: alert.count })}</dd>
        </div>
        <div>
          <dt>{t('alert.covers')}</dt>
          <dd className="mono">{alert.covers.join(' ') || '—'}</dd>
        </div>
        <div>
          <dt>{t('alert.updated')}</dt>
          <dd>
            <Moment time={alert.updatedAt} />
          </dd>
        </div>
      </dl>
      <Section title={t('alert.chart')}>
        <AlertChart alert={alert} />
        {alert.outlet && (
          <p className="no-print">
            <Link to={`/sites/${alert.site}?${axis}`}>{t('alert.onAxis')} →</Link>
          </p>
        )}
      </Section>
      <Section title={t('alert.against')} hint={t('alert.againstHint')}>
        <Against against={alert.against} />
      </Section>
      <Section title={t('alert.steps')}>
        <Steps steps={alert.steps} />
      </Section>
      {Object.keys(alert.facts).some((name) => name !== 'steps') && (
        <Section title={t('alert.facts')}>
          <FactList facts={alert.facts} />
        </Section>
      )}
      <Section title={t('alert.basis')}>
        <BasisList basis={alert.basis} />
      </Section>
      <Section title={t('alert.history')}>
        <ol className="trail">
          {alert.history.map(({ event, at: time, alert: then }) => (
            <li key={time + event}>
              <b>{t(`alertEvent.${event}`)}</b> <JudgedValue alert={then} /> <AlertStateMark state={then.state} />
              <div className="muted">
                <Moment time={time} />
              </div>
            </li>
          ))}
        </ol>
      </Section>
      <Section title={t('alert.leads')}>
        {alert.leads.length === 0 ? (
          <p className="quiet-note">{t('alert.noLeads')}</p>
        ) : (
          <ul>
            {alert.leads.map((id) => (
              <li key={id}>
                <Link to={`/leads/${encodeURIComponent(id)}`} className="mono">
                  {id}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('footage.title')}>
        <Footage subject={{ alert: alert.id }} />
      </Section>
      <Section title={t('answers.title')} hint={t('answers.hint')}>
        <Answers answers={alert.answers} none={t('answers.none')} />
      </Section>
      <Section title={t('complaints.title')} hint={t('complaints.hint')}>
        <Complaints about={alert.complaints} site={alert.site} />
      </Section>
      <Section title={t('deliveries.title')}>
        <Deliveries subject={alert.id} />
      </Section>
      <p className="muted small mono">
        {t('alert.id')} {alert.id}
      </p>
    </>
  );
}
