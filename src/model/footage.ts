import type { Camera } from './camera.ts';
import type { Text } from './text.ts';

/**
 * - `asked` the span is bookmarked; the video platform was asked or will be
 * - `got` it gave a picture, a clip or a reference to one
 * - `failed` it was given up, `why` says the reason; somebody may still send it again
 */
export const FOOTAGE_STATES = ['asked', 'got', 'failed'] as const;
export type FootageState = (typeof FOOTAGE_STATES)[number];

/** What a camera saw around an alert: the span, and what the video platform gave for it. Times are epoch ms. */
export interface Footage {
  /** comes from alert, camera and beginning: the same span is asked for once */
  id: string;
  /** the connection that asks */
  output: string;
  alert: string;
  site: string;
  /** as the catalogue said when it was asked */
  camera: Pick<Camera, 'id' | 'name' | 'view' | 'channel'>;
  /** of the recording, half-open */
  from: number;
  to: number;
  state: FootageState;
  /** when it was bookmarked */
  at: number;
  /** when it was got or given up; null while it is asked for */
  settledAt: number | null;
  /** under which the platform knows it */
  reference: string | null;
  /** where the platform shows it */
  url: string | null;
  /** SHA-256, lower-case hex; null: nobody gave one */
  sha256: string | null;
  /** who worked the hash out: `us`, over the bytes that we keep, or the platform, by what it said; null: there is none */
  hashedBy: 'us' | 'platform' | null;
  /** of the file that we keep; null: we keep none */
  bytes: number | null;
  mediaType: string | null;
  why: Text | null;
}
