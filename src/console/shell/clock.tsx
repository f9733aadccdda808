import { dateOf, secondText } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { useNow } from '../parts/now.ts';

/** Beijing time with seconds, by the server's clock. */
export function Clock({ withDate }: { withDate: boolean }) {
  const { t } = useWords();
  const now = useNow(1000);
  return (
    <div className="beijing num" title={t('shell.beijing')}>
      <span>
        {withDate && `${dateOf(now)} `}
        <b>{secondText(now)}</b>
      </span>
      {withDate && <span className="muted">{t('shell.beijing')}</span>}
    </div>
  );
}
