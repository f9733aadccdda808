import { useStreamState } from '../api/live.ts';
import { secondText } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';

/** Says loudly that the page no longer follows: since when, and which attempt is under way. */
export function StaleBanner() {
  const { t } = useWords();
  const { status, lostAt, attempts } = useStreamState();
  if (status !== 'lost' || lostAt === null) return null;
  return (
    <div className="stale" role="status">
      {t('shell.stale', { time: secondText(lostAt), attempts })}
      <span>{t('shell.staleHint')}</span>
    </div>
  );
}
