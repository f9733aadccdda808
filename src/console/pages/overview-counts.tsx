import type { CSSProperties } from 'react';
import { Link } from 'react-router';
import { LEAD_STATES } from '../../model/lead.ts';
import type { OverviewView } from '../../model/views/overview.ts';
import type { OutletState } from '../../model/views/sites.ts';
import { countText, numberText } from '../format/number.ts';
import { useWords } from '../i18n/index.ts';
import { Card } from '../parts/card.tsx';
import { LEAD_LOOKS, type Look, OUTLET_LOOKS, StateMark } from '../parts/states.tsx';
import { ageText } from '../parts/when.tsx';
import { openLeads } from '../shell/open-counts.ts';

const OUTLET_STATES = Object.keys(OUTLET_LOOKS) as OutletState[];

interface Count {
  key: string;
  name: string;
  n: number;
  look: Look;
  to?: string;
}

/** Leads, outlets and devices by state, and the platform itself. */
export function OverviewCounts({ overview }: { overview: OverviewView }) {
  const { t } = useWords();
  const { leads, outlets, devices, readingsPerSecond, journalAgeMs } = overview;
  const outletsAll = OUTLET_STATES.reduce((sum, state) => sum + outlets[state], 0);
  return (
    <div className="stack">
      <Card
        title={t('overview.leads')}
        hint={t('overview.leadsOpen', { n: openLeads(overview) })}
        extra={<Link to="/leads">{t('overview.seeAll')}</Link>}
      >
        <Counts
          counts={LEAD_STATES.map((state) => ({
            key: state,
            name: t(`leadState.${state}`),
            n: leads[state],
            look: LEAD_LOOKS[state],
            to: `/leads?state=${state}`,
          }))}
        />
      </Card>
      <Card title={t('overview.outlets')} hint={t('overview.outletsAll', { n: outletsAll })}>
        <Counts
          counts={OUTLET_STATES.map((state) => ({
            key: state,
            name: t(`outletState.${state}`),
            n: outlets[state],
            look: OUTLET_LOOKS[state],
          }))}
        />
      </Card>
      <Card title={t('overview.devices')} extra={<Link to="/devices">{t('overview.seeAll')}</Link>}>
        <dl className="trio">
          {(['online', 'silent', 'quarantined'] as const).map((state) => (
            <div key={state}>
              <dt>{t(`deviceState.${state}`)}</dt>
              <dd className="num" data-hot={state === 'quarantined' && devices[state] > 0}>
                {devices[state]}
              </dd>
            </div>
          ))}
        </dl>
        <dl className="platform small">
          <dt>{t('overview.rate')}</dt>
          <dd className="num">
            {readingsPerSecond < 10 ? numberText(readingsPerSecond) : countText(readingsPerSecond)}
          </dd>
          <dt>{t('overview.journal')}</dt>
          <dd className="num">{journalAgeMs === null ? '—' : t('time.ago', { age: ageText(t, journalAgeMs) })}</dd>
        </dl>
      </Card>
    </div>
  );
}

/** A bar of shares, and each state with its mark, word and number. */
function Counts({ counts }: { counts: Count[] }) {
  return (
    <>
      <div className="bar" aria-hidden="true">
        {counts
          .filter(({ n }) => n > 0)
          .map(({ key, n, look }) => (
            <i key={key} data-mark={look.mark} style={{ flexGrow: n, '--tone': look.tone } as CSSProperties} />
          ))}
      </div>
      <ul className="counts">
        {counts.map(({ key, name, n, look, to }) => {
          const line = (
            <>
              <StateMark look={look}>{name}</StateMark>
              <b className="num">{n}</b>
            </>
          );
          return (
            <li key={key} data-none={n === 0}>
              {to ? <Link to={to}>{line}</Link> : <span>{line}</span>}
            </li>
          );
        })}
      </ul>
    </>
  );
}
