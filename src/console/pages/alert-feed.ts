/** The alert list as it lives: rows change in place, new ones wait while somebody reads. */
import { type InfiniteData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AlertRow } from '../../model/views/alerts.ts';
import type { Page } from '../../model/views/page.ts';
import { useAlertMessages } from '../api/live.ts';
import { type AlertFilter, alertQuery, alertsQuery } from '../api/queries.ts';

const PAUSE_MS = 1000;
const FLASH_MS = 1600;
/** More changes than this in one pause are not worth single questions. */
const SINGLY = 10;

export function useAlertFeed(filter: AlertFilter) {
  const client = useQueryClient();
  const options = alertsQuery(filter);
  const query = useInfiniteQuery(options);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  /** ids that changed and are not shown yet */
  const [waiting, setWaiting] = useState<ReadonlySet<string>>(new Set());
  const [flashing, setFlashing] = useState<ReadonlySet<string>>(new Set());
  const reading = useRef(false);
  const changed = useRef(new Set<string>());
  const shown = useRef(new Set<string>());
  shown.current = new Set(rows.map((row) => row.id));

  const refresh = useCallback(() => {
    setWaiting(new Set());
    void client.invalidateQueries({ queryKey: ['alerts'] });
  }, [client]);

  const { severity = '', site = '' } = filter;
  useAlertMessages(
    useCallback(
      (message) => {
        const wanted = severity === '' || severity.split(',').includes(message.severity);
        if (wanted && (site === '' || site === message.site)) changed.current.add(message.id);
      },
      [severity, site],
    ),
  );

  const key = JSON.stringify(options.queryKey);
  useEffect(() => {
    setWaiting(new Set());
    const patch = (fresh: AlertRow) =>
      client.setQueryData<InfiniteData<Page<AlertRow>, string | null>>(
        options.queryKey,
        (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, items: merged(page.items, fresh) })) },
      );
    const timer = setInterval(() => {
      if (changed.current.size === 0) return;
      const ids = [...changed.current];
      changed.current.clear();
      if (!reading.current) return refresh();
      const visible = ids.filter((id) => shown.current.has(id)).slice(0, SINGLY);
      const unseen = ids.filter((id) => !shown.current.has(id));
      if (unseen.length > 0) setWaiting((before) => new Set([...before, ...unseen]));
      for (const id of visible)
        void client.fetchQuery({ ...alertQuery(id), staleTime: 0 }).then((a) => patch(a as never));
      if (visible.length > 0) {
        setFlashing(new Set(visible));
        setTimeout(() => setFlashing(new Set()), FLASH_MS);
      }
    }, PAUSE_MS);
    return () => clearInterval(timer);
  }, [client, key, refresh]);

  return {
    query,
    rows,
    waiting: waiting.size,
    flashing,
    refresh,
    /** spread around the list: while pointer or focus is inside, its order stays */
    readingProps: {
      onPointerEnter: () => {
        reading.current = true;
      },
      onPointerLeave: () => {
        reading.current = false;
      },
      onFocus: () => {
        reading.current = true;
      },
      onBlur: () => {
        reading.current = false;
      },
    },
  };
}

/** The row as it now is, with the names it came with; its place does not change. */
const merged = (items: AlertRow[], fresh: AlertRow) =>
  items.map((row) => (row.id === fresh.id ? { ...row, ...pick(fresh) } : row));

function pick({ severity, state, start, end, value, limit, unit, count, says, updatedAt }: AlertRow) {
  return { severity, state, start, end, value, limit, unit, count, says, updatedAt };
}
