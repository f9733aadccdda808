import type { AlertView } from '../../model/views/alerts.ts';
import { judged, unitName } from '../format/value.ts';
import { useWords } from '../i18n/index.ts';

type Valued = Pick<AlertView, 'value' | 'limit' | 'unit' | 'kind'>;

/** `87.3 mg/m³(限值 80,超 0.09 倍)` in one line or two; the value as received in the tooltip. */
export function JudgedValue({ alert, lines = 1 }: { alert: Valued; lines?: 1 | 2 }) {
  const { t, say } = useWords();
  const parts = judged(alert);
  if (parts === null) return <span className="muted">{t('value.none')}</span>;
  const unit = unitName(say, alert.unit);
  const over = parts.over === null ? null : t('value.over', { ratio: parts.over });
  const under = parts.under === null ? null : t('value.under', { n: `${parts.under} ${parts.unit}` });
  const beside = [parts.limit === null ? null : t('value.limit', { limit: parts.limit }), over ?? under].filter(
    Boolean,
  );
  return (
    <span className="judged num" title={`${alert.value} ${parts.unit}`}>
      <span className="nowrap">
        <b>{parts.value}</b>
        <span className="unit">{unit}</span>
      </span>
      {lines === 2 && beside.length > 0 && (
        <div className="small muted nowrap">
          {beside[0]}
          {beside[1] && (
            <>
              {' · '}
              <span className="over">{beside[1]}</span>
            </>
          )}
        </div>
      )}
      {lines === 1 && beside.length > 0 && <span>{t('value.beside', { parts: beside.join(t('value.comma')) })}</span>}
    </span>
  );
}
