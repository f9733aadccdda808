import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState } from 'react';
import type { DeviceAskView, RequestView } from '../../model/views/devices.ts';
import { requestsQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { Block, Nothing } from '../parts/block.tsx';
import { ListFoot } from '../parts/list-foot.tsx';
import { useMedia } from '../parts/narrow.ts';
import { Moment } from '../parts/when.tsx';
import { AskForm } from './ask-form.tsx';

/** A request is over within seconds or minutes; nobody announces it. */
const AGAIN_MS = 5000;

/** What was asked of a device and what came of it. `mn` empty = closed. */
export function RequestsDrawer({ mn, close }: { mn: string; close: () => void }) {
  const { t } = useWords();
  const small = useMedia('(max-width: 900px)');
  const [asking, ask] = useState(false);
  const query = useInfiniteQuery({ ...requestsQuery(mn), enabled: mn !== '', refetchInterval: AGAIN_MS });
  return (
    <Drawer
      open={mn !== ''}
      onClose={close}
      size={small ? '100%' : 760}
      title={t('devices.requestsTitle', { mn })}
      destroyOnHidden
      extra={
        <Button type="primary" onClick={() => ask(true)}>
          {t('devices.ask')}
        </Button>
      }
    >
      <p className="quiet-note">{t('devices.requestsHint')}</p>
      <Block query={query} rows={4}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return <Nothing title={t('devices.requestsNone')} hint={t('devices.requestsNoneHint')} />;
          }
          return (
            <>
              <ul className="frames">
                {items.map((request) => (
                  <Request key={request.id} request={request} />
                ))}
              </ul>
              <ListFoot
                shown={items.length}
                more={query.hasNextPage}
                busy={query.isFetchingNextPage}
                load={() => void query.fetchNextPage()}
              />
            </>
          );
        }}
      </Block>
      {asking && <AskForm mn={mn} close={() => ask(false)} />}
    </Drawer>
  );
}

const WENT_WRONG = new Set(['refused', 'failed', 'unanswered']);

function Request({ request }: { request: RequestView }) {
  const { t, say } = useWords();
  const { ask, state, says, frames, tries, at, endedAt, by, reason, replies } = request;
  return (
    <li>
      <div className="line">
        <span className="tag" data-hot={WENT_WRONG.has(state)}>
          {t(`requestState.${state}`)}
        </span>
        <b>{t(`ask.${ask.kind}`)}</b>
        <Details ask={ask} />
      </div>
      <div className="muted small">
        <Moment time={at} /> · {by === 'fluewatch' ? t('lead.machine') : by} · {reason}
      </div>
      <div className="small">
        {says && <>{say(says)} · </>}
        {t('devices.requestCounts', { tries, frames })}
        {endedAt && (
          <>
            {' · '}
            {t('devices.requestEnded')} <Moment time={endedAt} />
          </>
        )}
      </div>
      {replies.length > 0 && <pre>{replies.join('\n')}</pre>}
    </li>
  );
}

function Details({ ask }: { ask: DeviceAskView }) {
  const { t } = useWords();
  const words = [
    ask.grain && t(`grain.${ask.grain}`),
    ask.of && t(`grain.${ask.of}`),
    ask.factor,
    ask.info,
    ask.every !== undefined && `${ask.every} ${ask.of === 'live' ? 's' : 'min'}`,
  ].filter(Boolean);
  return (
    <span className="muted">
      {words.join(' · ')}
      {ask.from && ask.to && (
        <>
          {' '}
          <Moment time={ask.from} /> – <Moment time={ask.to} />
        </>
      )}
    </span>
  );
}
