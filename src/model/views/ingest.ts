import type { Text } from '../text.ts';

/** `POST /ingest`: what became of a body. Answered when it is durable. */
export interface IngestView {
  v: 1;
  /** readings that can be used, those of unknown senders included; of `hj212`, frames */
  readings: number;
  /** how its records ended; null for `hj212`, and where the engine has not come to them yet */
  records: { accepted: number; repeat: number; rewrite: number; rejected: number } | null;
  /** senders that nobody knows: what they sent is kept, and counts once somebody adopts them */
  unknown: readonly string[];
  /** records that were not used, or not wholly: the first hundred */
  faults: readonly IngestFault[];
  /** all of them */
  faultCount: number;
}

export interface IngestFault {
  /** number of the record, from 0; null: the body as a whole */
  record: number | null;
  /** line of the body, from 1, where it has lines */
  line?: number;
  outcome: 'rejected';
  why: string;
  says: Text;
}
