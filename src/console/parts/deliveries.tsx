import { useQuery } from '@tanstack/react-query';
import { deliveriesQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { Block } from './block.tsx';
import { Moment } from './when.tsx';

/** Who was told of an alert or lead, and whether it arrived. */
export function Deliveries({ subject }: { subject: string }) {
  const { t, say } = useWords();
  const query = useQuery(deliveriesQuery(subject));
  return (
    <Block query={query} rows={2}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="quiet-note">{t('deliveries.none')}</p>
        ) : (
          <ul className="trail">
            {items.map(({ output, kind, n, event, state, at, tries, receipt, why }) => (
              <li key={`${output}/${n}`}>
                <b>{output}</b> <span className="muted">{kind}</span> · {t(`deliveries.event.${event}`)} ·{' '}
                <span className={state === 'dead' ? 'over-text' : undefined}>{t(`deliveries.state.${state}`)}</span>{' '}
                <span className="muted">
                  <Moment time={at} /> · {t('deliveries.tries', { n: tries })}
                  {receipt !== null && ` · ${receipt}`}
                </span>
                {why !== null && <div className="over-text small wrap-anywhere">{say(why)}</div>}
              </li>
            ))}
          </ul>
        )
      }
    </Block>
  );
}
