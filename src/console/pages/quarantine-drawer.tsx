import { useInfiniteQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { quarantineQuery } from '../api/queries.ts';
import { countText } from '../format/number.ts';
import { useWords } from '../i18n/index.ts';
import { Block, Nothing } from '../parts/block.tsx';
import { ListFoot } from '../parts/list-foot.tsx';
import { useMedia } from '../parts/narrow.ts';
import { Moment } from '../parts/when.tsx';

/** What could not be used of a device, as a person can read it. `mn` empty = closed. */
export function QuarantineDrawer({ mn, close }: { mn: string; close: () => void }) {
  const { t } = useWords();
  const small = useMedia('(max-width: 900px)');
  const query = useInfiniteQuery({ ...quarantineQuery(mn), enabled: mn !== '' });
  const name = mn === '-' ? t('devices.noSender') : mn;
  return (
    <Drawer
      open={mn !== ''}
      onClose={close}
      size={small ? '100%' : 760}
      title={t('devices.quarantineTitle', { mn: name })}
      destroyOnHidden
    >
      <p className="quiet-note">
        {mn === '-' ? `${t('devices.noSenderHint')}。` : ''}
        {t('devices.quarantineHint')}
      </p>
      <Block query={query} rows={6}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return <Nothing title={t('devices.quarantineEmpty')} hint={t('devices.quarantineEmptyHint')} />;
          }
          return (
            <>
              <ul className="frames">
                {items.map((item) => (
                  <li key={item.id}>
                    <div className="line">
                      <span className="tag" data-hot="true">
                        {item.why}
                      </span>
                      <Moment time={item.at} />
                      <span className="muted small">{t('devices.from', { peer: item.peer || '—' })}</span>
                      <span className="spring" />
                      <span className="muted small num">{t('devices.bytes', { n: countText(item.length) })}</span>
                    </div>
                    <pre>{item.text}</pre>
                  </li>
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
    </Drawer>
  );
}
