import { limitSource } from '../../model/limit-source.ts';
import type { LimitView } from '../../model/views/limits.ts';
import type { OutletView } from '../../model/views/sites.ts';
import { numberText, unitText } from '../format/number.ts';
import { type Translate, useWords } from '../i18n/index.ts';
import { Nothing } from '../parts/block.tsx';
import { Card } from '../parts/card.tsx';
import { useNarrow } from '../parts/narrow.ts';
import { nameOfFactor } from './furnace.ts';

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
  const narrow = useNarrow();
  const limits = inOrder(outlet.limits);
  return (
    <Card
      title={t('site.limits')}
      hint={outlet.standard ? t('site.standard', { id: say(limitSource(outlet.standard)) }) : t('site.limitsHint')}
    >
      {limits.length === 0 ? (
        <Nothing title={t('site.noLimits')} hint={t('site.noLimitsHint')} />
      ) : narrow ? (
        <LimitList outlet={outlet} limits={limits} />
      ) : (
        <LimitTable outlet={outlet} limits={limits} />
      )}
    </Card>
  );
}

interface Shown {
  outlet: OutletView;
  limits: LimitView[];
}

const keyOf = (limit: LimitView) => `${limit.factor}${limit.basis}${limit.source}${limit.from}`;

function LimitTable({ outlet, limits }: Shown) {
  const { t, say } = useWords();
  return (
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
          <tr key={keyOf(limit)} className={limit.binds ? undefined : 'idle'}>
            <td className="nowrap">{say(nameOfFactor(outlet, limit.factor))}</td>
            <td className="nowrap">{t(`limitBasis.${limit.basis}`)}</td>
            <td className="end">
              <Value limit={limit} />
            </td>
            <td className="nowrap">{say(limitSource(limit.source))}</td>
            <td className="num nowrap">{inForce(t, limit)}</td>
            <td>
              <Why limit={limit} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The same on a phone, one below the other. */
function LimitList({ outlet, limits }: Shown) {
  const { t, say } = useWords();
  return (
    <ul>
      {limits.map((limit) => (
        <li key={keyOf(limit)} className="law">
          <div className="law-head">
            <b>{say(nameOfFactor(outlet, limit.factor))}</b>
            <span>{t(`limitBasis.${limit.basis}`)}</span>
            <span className="spring" />
            <Value limit={limit} />
          </div>
          <p className="small">
            {say(limitSource(limit.source))} · <span className="num">{inForce(t, limit)}</span>
          </p>
          <p>
            <Why limit={limit} />
          </p>
        </li>
      ))}
    </ul>
  );
}

function Value({ limit }: { limit: LimitView }) {
  return (
    <span className="num nowrap">
      {limit.binds ? <b>{numberText(limit.value)}</b> : numberText(limit.value)}{' '}
      <span className="muted small">{unitText(limit.unit)}</span>
    </span>
  );
}

function Why({ limit }: { limit: LimitView }) {
  const { t, say } = useWords();
  return (
    <>
      <span className={limit.binds ? 'tag tag-verified' : 'tag'}>
        {limit.binds ? `✓ ${t('site.binds')}` : t('site.superseded')}
      </span>{' '}
      <span className="muted small">{say(limit.why)}</span>
    </>
  );
}
