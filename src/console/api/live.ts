/** What the page knows from the live stream: its state, the server's clock, and who wants to hear of alerts. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { StreamMessages } from '../../model/views/overview.ts';
import { at } from '../format/time.ts';
import { overviewQuery } from './queries.ts';
import { openStream, type StreamEvent, type StreamState } from './stream.ts';

type AlertMessage = StreamMessages['alert'];

let state: StreamState = { status: 'connecting', attempts: 0, lostAt: null };
let skewMs = 0;
const stateListeners = new Set<() => void>();
const alertListeners = new Set<(message: AlertMessage) => void>();

/** Epoch ms by the server's clock: office machines are often minutes off. */
export const serverNow = () => Date.now() + skewMs;

export function learnClock(now: string): void {
  skewMs = at(now) - Date.now();
}

/** Opens the stream for as long as the caller lives. Mounted once, in the shell. */
export function useLiveStream(): void {
  const client = useQueryClient();
  useEffect(
    () =>
      openStream(
        (event) => hear(client, event),
        (next) => {
          if (next.status === 'live' && state.status === 'lost') void client.invalidateQueries();
          state = next;
          for (const tell of stateListeners) tell();
        },
      ),
    [client],
  );
}

function hear(client: QueryClient, event: StreamEvent): void {
  switch (event.type) {
    case 'overview':
      learnClock(event.data.now);
      client.setQueryData(overviewQuery().queryKey, event.data);
      break;
    case 'alert':
      void client.invalidateQueries({ queryKey: ['alert', event.data.id] });
      for (const tell of alertListeners) tell(event.data);
      break;
    case 'lead':
      void client.invalidateQueries({ queryKey: ['leads'] });
      void client.invalidateQueries({ queryKey: ['lead', event.data.id] });
      break;
    case 'rules':
      void client.invalidateQueries({ queryKey: ['rules'] });
      void client.invalidateQueries({ queryKey: ['rule'] });
      break;
    case 'resync':
      void client.invalidateQueries();
  }
}

export function useStreamState(): StreamState {
  return useSyncExternalStore(
    (tell) => {
      stateListeners.add(tell);
      return () => stateListeners.delete(tell);
    },
    () => state,
  );
}

/** Calls back for each alert that was raised or changed. */
export function useAlertMessages(heard: (message: AlertMessage) => void): void {
  useEffect(() => {
    alertListeners.add(heard);
    return () => {
      alertListeners.delete(heard);
    };
  }, [heard]);
}
