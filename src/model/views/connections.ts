import type { ConnectionStatus, DeadLetter, Delivery } from '../connection.ts';
import type { Footage } from '../footage.ts';
import type { Preview } from '../preview.ts';

/** How a connection to another system stands; times as RFC 3339. */
export interface ConnectionView extends Omit<ConnectionStatus, 'since' | 'lastAt'> {
  since: string;
  lastAt: string | null;
}

export interface DeadLetterView extends Omit<DeadLetter, 'at'> {
  at: string;
}

/** What became of something that was to be told of an alert or lead. */
export interface DeliveryView extends Omit<Delivery, 'at'> {
  output: string;
  kind: string;
  at: string;
}

/** What a camera saw around an alert, and what became of asking for it; times as RFC 3339. */
export interface FootageView extends Omit<Footage, 'from' | 'to' | 'at' | 'settledAt'> {
  from: string;
  to: string;
  at: string;
  settledAt: string | null;
  /** where the file that we keep is to be had; null: none is kept */
  file: string | null;
}

export interface PreviewView extends Omit<Preview, 'at'> {
  at: string | null;
}
