import type { LimitView, OutletView } from '../../model/views.ts';
import { numberText, unitText } from '../format/number.ts';
import { type Translate, useWords } from '../i18n/index.ts';
import { zh } from '../i18n/zh.ts';
import { Nothing } from '../parts/block.tsx';
import { Card } from '../parts/card.tsx';
import { nameOfFactor } from './furnace.ts';

/** Sources are free words of the catalogue: known ones are translated. */
const sourceText = (t: Translate, source: string) =>
  source in zh.limitSource ? t(`limitSource.${source as keyof typeof zh.limitSource}`) : source;

function inForce(t: Translate, { from, to }: LimitView): string {
  const parts = [
    from && t('site.since', { date: from.slice(0, 10) }),
    to && t('site.until', { date: to.slice(0, 10) }),
  ];
  return parts.filter(Boolean).join(' ') || '—';
}

/** Factor by factor, what binds first. */
const inOrder = (limits: LimitView[]) =>
  [...limits].sort(
    (a, b) => a.factor.localeCompare(b.factor) || a.basis.localeCompare(b.basis) || Number(b.binds) - Number(a.binds),
  );

/** Every limit on record, which one binds, and why. */
export function SiteLimits({ outlet }: { outlet: OutletView }) {
  const { t, say } = useWords();
  const limits = inOrder(outlet.limits);
  return (
    <Card
      title={t('site.limits')}
      hint={outlet.standard ? t('site.standard', { id: outlet.standard }) : t('site.limitsHint')}
    >
      {limits.length === 0 ? (
        <Nothing title={t('site.noLimits')} hint={t('site.noLimitsHint')} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <section className="scroll-x" tabIndex={0} aria-label={t('site.limits')}>
          <table className="grid-table">
            <thead>
              <tr>
                <th>{t('site.limitFactor')}</th>
                <th>{t('site.limitBasis')}</th>
                <th className="end">{t('site.limitValue')}</th>
                <th>{t('site.limitSource')}</th>
                <th>{t('site.limitSpan')}</th>
                <th>{t('site.limitWhy')}</th>
              </tr>
            </thead>
            <tbody>
              {limits.map((limit) => (
                <tr
                  key={`${limit.factor}${limit.basis}${limit.source}${limit.from}`}
                  className={limit.binds ? undefined : 'idle'}
                >
                  <td className="nowrap">{say(nameOfFactor(outlet, limit.factor))}</td>
                  <td className="nowrap">{t(`limitBasis.${limit.basis}`)}</td>
                  <td className="end num nowrap">
                    {limit.binds ? <b>{numberText(limit.value)}</b> : numberText(limit.value)}{' '}
                    <span className="muted small">{unitText(limit.unit)}</span>
                  </td>
                  <td className="nowrap">{sourceText(t, limit.source)}</td>
                  <td className="num nowrap">{inForce(t, limit)}</td>
                  <td style={{ minWidth: 150 }}>
                    <span className={limit.binds ? 'tag tag-verified' : 'tag'}>
                      {limit.binds ? `✓ ${t('site.binds')}` : t('site.superseded')}
                    </span>{' '}
                    <span className="muted small">{say(limit.why)}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
}
