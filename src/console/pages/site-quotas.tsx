import type { OutletView } from '../../model/views/sites.ts';
import { numberText } from '../format/number.ts';
import { useWords } from '../i18n/index.ts';
import { Nothing } from '../parts/block.tsx';
import { Card } from '../parts/card.tsx';

/** Hours of exempt marks used, each against its cap. */
export function SiteQuotas({ outlet }: { outlet: OutletView }) {
  const { t, say } = useWords();
  return (
    <Card title={t('site.quotas')}>
      {outlet.quotas.length === 0 ? (
        <Nothing title={t('site.noQuotas')} />
      ) : (
        <ul className="quotas">
          {outlet.quotas.map(({ id, name, usedHours, capHours, period }) => {
            const over = usedHours - capHours;
            const share = capHours > 0 ? usedHours / capHours : 0;
            return (
              <li key={id + period}>
                <div className="quota-line">
                  <span>{say(name)}</span>
                  <span className="muted small">{period}</span>
                  <span className="spring" />
                  <b className="num">
                    {t('site.quotaUsed', { used: numberText(usedHours), cap: numberText(capHours) })}
                  </b>
                </div>
                <div
                  className="meter"
                  data-level={over > 0 ? 'over' : share > 0.8 ? 'near' : 'fine'}
                  aria-hidden="true"
                >
                  <i style={{ width: `${Math.min(100, share * 100)}%` }} />
                </div>
                {over > 0 && <div className="over-text small">▲ {t('site.quotaOver', { n: numberText(over) })}</div>}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
