import type { AnswerView } from '../../model/views/statements.ts';
import { useWords } from '../i18n/index.ts';
import { Moment } from './when.tsx';

/** What an enterprise said, oldest first. */
export function Answers({ answers, none }: { answers: readonly AnswerView[]; none?: string }) {
  const { t } = useWords();
  if (answers.length === 0) return none === undefined ? null : <p className="quiet-note">{none}</p>;
  return (
    <ul className="trail" aria-label={t('answers.title')}>
      {answers.map(({ id, text, author, enterprise, at }) => (
        <li key={id}>
          <div className="wrap-anywhere">{text}</div>
          <div className="muted small">
            {enterprise} {author.id} <Moment time={at} />
          </div>
        </li>
      ))}
    </ul>
  );
}
