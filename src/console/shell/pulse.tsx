import { useQuery } from '@tanstack/react-query';
import { useStreamState } from '../api/live.ts';
import { overviewQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { useNow } from '../parts/now.ts';
import { ageText } from '../parts/when.tsx';

/** Data older than this is shown as old. */
const OLD_MS = 120_000;

/** Is the page live, and how old are the data? A dot that changes shape as well as colour, and words. */
export function Pulse({ brief }: { brief: boolean }) {
  const { t } = useWords();
  const { status } = useStreamState();
  const { data, dataUpdatedAt } = useQuery(overviewQuery());
  useNow(1000);
  const age =
    data === undefined || data.journalAgeMs === null
      ? null
      : data.journalAgeMs + Math.max(0, Date.now() - dataUpdatedAt);
  const health = status === 'lost' ? 'lost' : age !== null && age > OLD_MS ? 'old' : 'live';
  const old = age === null ? null : ageText(t, age);
  return (
    <div
      className="pulse num"
      data-health={health}
      title={old === null ? t('shell.dataNone') : t('shell.journalHint', { age: old, state: t(`shell.${status}`) })}
    >
      <i aria-hidden="true" />
      <span className={brief ? 'unseen' : undefined}>
        {t(`shell.${status}`)} · {old === null ? t('shell.dataNone') : t('shell.dataAge', { age: old })}
      </span>
    </div>
  );
}
