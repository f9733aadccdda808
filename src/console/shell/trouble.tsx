import { useQuery } from '@tanstack/react-query';
import { overviewQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';

/** On every page: the machine itself takes or judges nothing, and how to mend it. */
export function TroubleBanner() {
  const { say } = useWords();
  const { data } = useQuery(overviewQuery());
  return data?.troubles.map((trouble) => (
    <div key={trouble.en} className="stale" role="status">
      {say(trouble)}
    </div>
  ));
}
