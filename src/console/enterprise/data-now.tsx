import type { EnterpriseOutlet } from '../../model/views/enterprise.ts';
import { numberText, unitText } from '../format/number.ts';
import { useWords } from '../i18n/index.ts';
import { Nothing } from '../parts/block.tsx';
import { Card } from '../parts/card.tsx';
import { Span } from '../parts/when.tsx';

type Value = EnterpriseOutlet['values'][number];

/** How the outlet stands: means against limits, and what is missing. */
export function DataNow({ outlet }: { outlet: EnterpriseOutlet }) {
  const { t, say } = useWords();
  return (
    <Card title={t('enterprise.now')} hint={t('enterprise.nowHint')}>
      {outlet.values.length === 0 ? (
        <Nothing title={t('enterprise.noLimits')} />
      ) : (
        <div className="scroll-x">
          <table className="grid-table">
            <thead>
              <tr>
                <th>{t('enterprise.factor')}</th>
                <th className="end">{t('enterprise.hour')}</th>
                <th className="end">{t('enterprise.limitHour')}</th>
                <th className="end">{t('enterprise.day')}</th>
                <th className="end">{t('enterprise.limitDay')}</th>
              </tr>
            </thead>
            <tbody>
              {outlet.values.map((value) => (
                <tr key={value.factor}>
                  <td>
                    {say(value.name)} <span className="muted small">{unitText(value.unit)}</span>
                  </td>
                  <Mean value={value} basis="hour" />
                  <Mean value={value} basis="day" />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h3 className="enterprise-h">{t('enterprise.gaps')}</h3>
      {outlet.gaps.length === 0 ? (
        <p className="quiet-note">{t('enterprise.noGaps')}</p>
      ) : (
        <ul className="trail">
          {outlet.gaps.map(({ grain, from, to }) => (
            <li key={grain + from}>
              <Span start={from} end={to} /> <span className="muted small">{t(`enterprise.grain.${grain}`)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Mean({ value, basis }: { value: Value; basis: 'hour' | 'day' }) {
  const { t } = useWords();
  const mean = value[basis];
  const limit = value.limits.find((one) => one.basis === basis)?.value ?? null;
  const over = mean !== null && limit !== null && mean > limit;
  return (
    <>
      <td className="end num">
        <span className={over ? 'over-text' : undefined}>{mean === null ? '—' : numberText(mean)}</span>
        {over && <div className="over-text small">▲ {t('enterprise.over')}</div>}
      </td>
      <td className="end num muted">{limit === null ? '—' : numberText(limit)}</td>
    </>
  );
}
