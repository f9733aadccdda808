import { useQuery } from '@tanstack/react-query';
import type { FootageView } from '../../model/views/connections.ts';
import { footageQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { Block } from './block.tsx';
import { Span } from './when.tsx';

/** What cameras saw around an alert, or around the alerts of a lead. */
export function Footage({ subject }: { subject: { alert: string } | { lead: string } }) {
  const { t } = useWords();
  const query = useQuery(footageQuery(subject));
  return (
    <Block query={query} rows={2}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="quiet-note">{t('footage.none')}</p>
        ) : (
          <ul className="trail">
            {items.map((item) => (
              <FootageItem key={item.id} item={item} />
            ))}
          </ul>
        )
      }
    </Block>
  );
}

function FootageItem({ item }: { item: FootageView }) {
  const { t, say } = useWords();
  const { camera, state, from, to, sha256, hashedBy, reference, url, file, bytes, why } = item;
  const link = url !== null && /^https?:\/\//.test(url) ? url : null;
  return (
    <li>
      <b>{say(camera.name)}</b> <span className="muted">{t(`footage.view.${camera.view}`)}</span> ·{' '}
      <span className={state === 'failed' ? 'over-text' : undefined}>{t(`footage.state.${state}`)}</span>{' '}
      <span className="muted">
        <Span start={from} end={to} />
      </span>
      {(file !== null || link !== null) && (
        <div className="no-print">
          {file !== null && (
            <a href={file} target="_blank" rel="noreferrer">
              {t('footage.open')}
              {bytes !== null && ` (${t('footage.size', { n: megabytes(bytes) })})`}
            </a>
          )}
          {file !== null && link !== null && ' · '}
          {link !== null && (
            <a href={link} target="_blank" rel="noreferrer">
              {t('footage.atPlatform')}
            </a>
          )}
        </div>
      )}
      {reference !== null && (
        <div className="muted small wrap-anywhere">
          {t('footage.reference')} <span className="mono">{reference}</span>
        </div>
      )}
      {state === 'got' && (
        <div className="muted small wrap-anywhere">
          {hashedBy === null ? (
            t('footage.noHash')
          ) : (
            <>
              {t(`footage.hash.${hashedBy}`)} <span className="mono">{sha256}</span>
            </>
          )}
        </div>
      )}
      {why !== null && <div className="over-text small wrap-anywhere">{say(why)}</div>}
    </li>
  );
}

const megabytes = (bytes: number) => (bytes < 1e5 ? (bytes / 1e6).toFixed(3) : (bytes / 1e6).toFixed(1));
