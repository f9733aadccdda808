import type { Text } from './text.ts';

/** What a camera looks at. */
export const CAMERA_VIEWS = ['furnace', 'feeding', 'treatment', 'station', 'outlet', 'gate', 'other'] as const;
export type CameraView = (typeof CAMERA_VIEWS)[number];

/** A camera (摄像机) of a site, as the video platform knows it. */
export interface Camera {
  id: string;
  name: Text;
  view: CameraView;
  /** its channel on the video platform: a GB/T 28181 code of 20 digits, or whatever the platform calls it */
  channel: string;
  /** outlets that it can tell something about; none = every one of its site */
  serves: readonly string[];
}

/** Cameras that can tell something about an outlet; null = the site as a whole, so all of them. */
export function camerasOf(cameras: readonly Camera[], outlet: string | null): Camera[] {
  return cameras.filter(({ serves }) => outlet === null || serves.length === 0 || serves.includes(outlet));
}
