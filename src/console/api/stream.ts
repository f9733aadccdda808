/**
 * The live stream (`GET /stream`, server-sent events). The browser reconnects by itself and replays from the last id;
 * where it gives up (the server answered with an error), this tries again with growing pauses.
 */
import type { StreamMessages } from '../../model/views/overview.ts';

export type StreamEvent = { [K in keyof StreamMessages]: { type: K; data: StreamMessages[K] } }[keyof StreamMessages];

export interface StreamState {
  status: 'connecting' | 'live' | 'lost';
  /** attempts since the stream was last open */
  attempts: number;
  /** when it was lost, epoch ms of this machine */
  lostAt: number | null;
}

const TYPES: (keyof StreamMessages)[] = ['alert', 'lead', 'overview', 'rules', 'resync'];
const LONGEST_PAUSE_MS = 30_000;

/** Opens the stream; `onState` hears of every change, `onEvent` of every message. Returns how to close it. */
export function openStream(onEvent: (event: StreamEvent) => void, onState: (state: StreamState) => void): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let state: StreamState = { status: 'connecting', attempts: 0, lostAt: null };
  const move = (next: Partial<StreamState>) => {
    state = { ...state, ...next };
    onState(state);
  };

  const open = () => {
    source = new EventSource('/api/v1/stream');
    source.onopen = () => move({ status: 'live', attempts: 0, lostAt: null });
    source.onerror = () => {
      const attempts = state.attempts + 1;
      move({ status: 'lost', attempts, lostAt: state.lostAt ?? Date.now() });
      if (source.readyState === EventSource.CLOSED) {
        timer = setTimeout(open, Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** attempts));
      }
    };
    for (const type of TYPES) {
      source.addEventListener(type, (message: MessageEvent<string>) => {
        onEvent({ type, data: JSON.parse(message.data) } as StreamEvent);
      });
    }
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
