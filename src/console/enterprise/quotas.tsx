import type { EnterpriseOutlet } from '../../model/views/enterprise.ts';
import { numberText } from '../format/number.ts';
import { useWords } from '../i18n/index.ts';
import { Nothing } from '../parts/block.tsx';
import { Card } from '../parts/card.tsx';

/** What is left of each cap in its year or quarter. */
export function Quotas({ outlet }: { outlet: EnterpriseOutlet }) {
  const { t, say } = useWords();
  const capped = outlet.groups.flatMap(({ id, name, quota }) => (quota ? [{ id, name, ...quota }] : []));
  return (
    <Card title={t('enterprise.quotas')}>
      {capped.length === 0 ? (
        <Nothing title={t('enterprise.noQuotas')} />
      ) : (
        <ul className="quotas">
          {capped.map(({ id, name, capHours, usedHours, period }) => {
            const left = capHours - usedHours;
            const level = left < 0 ? 'over' : left < capHours / 5 ? 'near' : 'fine';
            return (
              <li key={id}>
                <div className="quota-line">
                  <span>{say(name)}</span>
                  <span className="muted small">{period}</span>
                  <span className="spring" />
                  <b className={left < 0 ? 'num over-text' : 'num'}>
                    {left < 0
                      ? t('enterprise.overCap', { n: numberText(-left) })
                      : t('enterprise.left', { n: numberText(left) })}
                  </b>
                </div>
                <div className="meter" data-level={level} aria-hidden="true">
                  <i style={{ width: `${Math.min(100, (usedHours / capHours) * 100)}%` }} />
                </div>
                <div className="muted small">
                  {t('enterprise.used', { used: numberText(usedHours), cap: numberText(capHours) })}
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
