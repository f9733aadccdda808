import { Link } from 'react-router';
import type { ComplaintsAbout } from '../../model/views/statements.ts';
import { spanParams } from '../format/range.ts';
import { at } from '../format/time.ts';
import { useWords } from '../i18n/index.ts';
import { Span } from './when.tsx';

/** Complaints of the public that may be about an alert or a lead: how many, of which kinds, and the data around each. */
export function Complaints({ about, site }: { about: ComplaintsAbout; site: string }) {
  const { t, say } = useWords();
  if (about.count === 0) return <p className="quiet-note">{t('complaints.none')}</p>;
  return (
    <>
      <p>
        <b className="num">{t('complaints.count', { n: about.count, count: about.count })}</b>{' '}
        {about.kinds.map(({ name, count }) => `${say(name)} ${count}`).join(' · ')}
      </p>
      <ul className="trail">
        {about.items.map(({ id, name, from, to, data }) => (
          <li key={id}>
            <b>{say(name)}</b> <Span start={from} end={to} /> <span className="muted mono small">{id}</span>
            <div className="no-print">
              <Link
                to={`/sites/${site}?${new URLSearchParams(spanParams({ start: at(data.from)!, end: at(data.to)! }))}`}
              >
                {t('complaints.data')} →
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
