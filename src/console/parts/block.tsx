/** The states every block goes through: loading (after 200 ms), failed, empty, old, there. */
import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type Problem, problemOf } from '../api/problem.ts';
import { useWords } from '../i18n/index.ts';

export type Asked<T> = Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch' | 'isPlaceholderData'>;

interface BlockProps<T> {
  query: Asked<T>;
  /** lines of the skeleton */
  rows?: number;
  children: (data: T) => ReactNode;
}

export function Block<T>({ query, rows = 4, children }: BlockProps<T>) {
  const { t } = useWords();
  return (
    <>
      {query.error && problemOf(query.error).status === 404 && <Absent problem={problemOf(query.error)} />}
      {query.error && problemOf(query.error).status !== 404 && (
        <ProblemBox problem={problemOf(query.error)} retry={() => void query.refetch()} />
      )}
      {query.data !== undefined && (
        <div className={query.error ? 'aged' : undefined} aria-busy={query.isPlaceholderData}>
          {children(query.data)}
        </div>
      )}
      {query.data === undefined && !query.error && (
        <div className="skeleton" role="status" aria-label={t('common.loading')}>
          <Skeleton active title={false} paragraph={{ rows }} />
        </div>
      )}
    </>
  );
}

export function ProblemBox({ problem, retry }: { problem: Problem; retry?: () => void }) {
  const { t } = useWords();
  const title =
    problem.status === 0
      ? t('error.network')
      : (problem.title ?? (problem.status >= 500 ? t('error.server') : t('error.title')));
  const detail = problem.status === 0 ? t('error.networkHint') : problem.detail;
  return (
    <div className="problem" role="alert">
      <div>
        <strong>{title}</strong> <code className="muted">{t('error.code', { code: problem.code })}</code>
        {detail && <div>{detail}</div>}
        {problem.errors.map((error) => (
          <div key={`${error.pointer}${error.message}`}>
            {error.file !== undefined && (
              <code>
                {error.file}:{error.line}:{error.column}{' '}
              </code>
            )}
            {error.message}
            {error.hint && <span className="muted"> {error.hint}</span>}
          </div>
        ))}
      </div>
      <span className="spring" />
      {retry && <Button onClick={retry}>{t('common.retry')}</Button>}
    </div>
  );
}

function Absent({ problem }: { problem: Problem }) {
  const { t } = useWords();
  const hint = problem.detail ?? t('error.notFoundHint');
  return <Nothing title={t('error.notFound')} hint={hint} action={<Link to="/">{t('error.home')}</Link>} />;
}

/** Nothing to show: says why, and what to do next. */
export function Nothing({ title, hint, action }: { title: string; hint?: string; action?: ReactNode }) {
  return (
    <div className="nothing">
      <svg viewBox="0 0 64 40" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5" opacity="0.55">
        <path d="M2 38h60M12 38V14l7-4v28M26 38V22h14v16M46 38V18h10v20" />
        <path d="M19 6c5-5 8 2.500 13-1s8-2 10 0" strokeLinecap="round" />
      </svg>
      <strong>{title}</strong>
      {hint && <p>{hint}</p>}
      {action}
    </div>
  );
}
