import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer } from 'antd';
import { post } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { deadLettersQuery } from '../api/queries.ts';
import { useWords } from '../i18n/index.ts';
import { Block, ProblemBox } from '../parts/block.tsx';
import { ListFoot } from '../parts/list-foot.tsx';
import { Moment } from '../parts/when.tsx';

/** What an output gave up, why, and the way to send it again. */
export function DeadLetters({ output, close }: { output: string; close(): void }) {
  const { t, say } = useWords();
  const { message } = App.useApp();
  const client = useQueryClient();
  const query = useInfiniteQuery(deadLettersQuery(output));
  const resend = useMutation({
    mutationFn: (n: number) => post(`/connections/${encodeURIComponent(output)}/dead-letters/${n}:resend`, {}),
    onSuccess: () => void message.success(t('connections.resent')),
    onSettled: () => client.invalidateQueries({ queryKey: ['dead-letters', output] }),
  });
  return (
    <Drawer open onClose={close} size="min(100%, 640px)" title={t('connections.deadLettersOf', { output })}>
      {resend.error && <ProblemBox problem={problemOf(resend.error)} />}
      <Block query={query} rows={4}>
        {({ pages }) => (
          <ul className="trail">
            {pages
              .flatMap(({ items }) => items)
              .map(({ n, id, about, why, at }) => (
                <li key={n}>
                  <div className="wrap-anywhere">{about}</div>
                  <div className="over-text small wrap-anywhere">{say(why)}</div>
                  <span className="muted small">
                    <Moment time={at} /> · <span className="mono">{id}</span>
                  </span>{' '}
                  <Button size="small" onClick={() => resend.mutate(n)}>
                    {t('connections.resend')}
                  </Button>
                </li>
              ))}
          </ul>
        )}
      </Block>
      <ListFoot
        shown={query.data?.pages.reduce((n, { items }) => n + items.length, 0) ?? 0}
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        load={() => void query.fetchNextPage()}
      />
    </Drawer>
  );
}
