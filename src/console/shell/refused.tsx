import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'react-router';
import { rulesStateQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';

/** On every page but that of the rules, which lists them: some rule files are not in force. */
export function RefusedBanner() {
  const { t } = useWords();
  const { pathname } = useLocation();
  const { data } = useQuery(rulesStateQuery());
  if (!data || data.problems.length === 0 || pathname === '/rules') return null;
  return (
    <div className="stale" role="status">
      {t('rules.refused', { count: data.problems.length })}
      <Link to="/rules">{t('rules.seeRefused')}</Link>
    </div>
  );
}
